/** What is said about a command whose body will not do, place by place. Never what was sent. */
import { type FieldProblem, Problem } from '../base/problems.ts';

const at = (field: string, code: string, zh: string, en: string): FieldProblem => ({
  field,
  code,
  message: { zh, en },
});

export const faults = {
  notAskedField: (name: string) =>
    at(
      `answers.${name}`,
      'not-asked',
      '没有要求补正这一项，不能改动。',
      'This was not asked for and cannot be changed.',
    ),
  notAskedMaterial: (code: string) =>
    at(
      `materials.${code}`,
      'not-asked',
      '没有要求补正这项材料，不能改动。',
      'This material was not asked for and cannot be changed.',
    ),
  askedField: (name: string) =>
    at(`answers.${name}`, 'required', '窗口要求补正这一项，请填写。', 'The agency asked for this. Please give it.'),
  askedMaterial: (code: string) =>
    at(
      `materials.${code}`,
      'required',
      '窗口要求补正这项材料，请上传。',
      'The agency asked for this material. Please upload it.',
    ),
  unknownFile: (code: string) =>
    at(
      `materials.${code}`,
      'unknown-file',
      '没有收到这个文件，请重新上传。',
      'This file is not here. Upload it again.',
    ),
  fileNotReady: (code: string) =>
    at(`materials.${code}`, 'not-ready', '文件还没有传完或还在检查。', 'The file is still arriving or being checked.'),
  fileRefused: (code: string) =>
    at(
      `materials.${code}`,
      'refused',
      '文件没有通过检查，请删除后重新上传。',
      'The file did not pass the check. Remove it and upload it again.',
    ),

  notInItem: (place: string) =>
    at(
      place,
      'not-in-item',
      '申请时的办事指南没有列出这一项。',
      'The guide that the case was filed under does not name this.',
    ),
  notResubmitted: (place: string) =>
    at(
      place,
      'not-resubmitted',
      '补正已一次性告知。再次告知只限于申请人重新提交的内容。',
      'Corrections were asked for once. Only what the applicant then handed in anew may be asked about again.',
    ),
  reasonsMissing: at('body.reasons', 'required', '不予批准须说明理由。', 'A denial must state its reasons.'),
  differsFromProposal: at(
    'body.outcome',
    'differs-from-proposal',
    '与拟办意见不一致。如不同意，请退回。',
    'This differs from what was proposed. If you disagree, return it.',
  ),
  agencyUnknown: (place: string) => at(place, 'unknown-agency', '大厅里没有这个部门。', 'The hall has no such agency.'),
  agencyOwn: (place: string) =>
    at(place, 'own-agency', '这是您自己的部门，不用征求意见。', 'This is your own agency; it need not be asked.'),
  agencyAsked: (place: string) =>
    at(place, 'already-asked', '已经在等这个部门的意见了。', 'This agency was asked already and has not answered yet.'),
  notShareable: (place: string) =>
    at(place, 'not-in-case', '这件里没有这一项，不能提供。', 'The case does not have this, so it cannot be shown.'),
  conditionsMissing: at('body.conditions', 'required', '请写明附带的条件。', 'State the conditions.'),
  conditionsIdle: at(
    'body.conditions',
    'not-with-this',
    '只有附条件同意时才写条件。',
    'Conditions go only with an agreement on conditions.',
  ),
  objectionUnanswered: at(
    'body.reasons',
    'objection-unanswered',
    '有部门不同意。仍要准予，须写明不采纳的理由。',
    'An agency disagrees. To grant all the same, say why its opinion is not followed.',
  ),
  markAstray: (place: string) =>
    at(
      place,
      'not-of-asked-paper',
      '标注要画在这次要求补正的材料上。',
      'A mark belongs on a file of a paper that is asked for here.',
    ),
  markBeyond: (place: string) => at(place, 'not-a-page', '这份文件没有这一页。', 'The file has no such page.'),
  channelNotOffered: at(
    'body.channel',
    'not-offered',
    '这个事项不以这种方式送达。',
    'This item is not delivered that way.',
  ),
};

/** A refusal with one entry per place; undefined when there is nothing to say. */
export const refusalOf = (code: Problem['code'], problems: readonly FieldProblem[]): Problem | undefined =>
  problems.length === 0 ? undefined : new Problem(code, problems);
