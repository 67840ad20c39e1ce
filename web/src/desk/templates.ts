/**
 * Sentences an officer may begin from, made of the item's own words: what it asks, and by which law. Nobody has to use one, and
 * each can be changed before it is sent. Pure.
 */

import { isBlank } from '../../../shared/base/blank.ts';
import type { Bilingual } from '../../../shared/base/words.ts';
import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';
import type { Row } from '../base/row.ts';

export interface Template {
  /** What it is called in the list. */
  readonly name: Bilingual;
  readonly text: Bilingual;
}

type Item = Pick<DeskCaseView['item'], 'conditions' | 'legalBasis' | 'limits' | 'name'>;

/** @param outcome as chosen so far, of a proposal or decision */
export function templatesFor(action: OfficerAction, item: Item, outcome: string | undefined): Template[] {
  switch (action) {
    case 'propose':
    case 'decide':
      return outcome === 'deny' ? denials(item) : outcome === 'grant' ? [granting(item)] : [];
    case 'refuse':
      return refusals;
    case 'extend':
      return extending(item);
    case 'suspend':
      return suspensions;
    case 'return':
      return returns;
    case 'terminate':
      return terminations;
    default:
      return [];
  }
}

const template = (name: Row, text: Row): Template => ({
  name: { zh: name[0], en: name[1] },
  text: { zh: text[0], en: text[1] },
});

const basisOf = ({ legalBasis: [first] }: Item): Bilingual =>
  first ?? { zh: '有关法律规定', en: 'the law that applies' };

function granting(item: Item): Template {
  const basis = basisOf(item);
  return template(
    ['符合条件', 'Meets the conditions'],
    [
      `申请材料齐全、符合法定形式，经审查符合“${item.name.zh}”的法定条件。依据：${basis.zh}。`,
      `The papers are complete and in due form, and the conditions of “${item.name.en}” are met. Basis: ${basis.en}.`,
    ],
  );
}

/** One for each condition: a denial names the condition that is not met, the law, and leaves room for the facts. */
function denials(item: Item): Template[] {
  const basis = basisOf(item);
  return item.conditions.map((condition) =>
    template(
      [`不符合：${condition.zh}`, `Not met: ${condition.en}`],
      [
        `经审查，【查明的事实】，不符合“${condition.zh}”这一条件。依据：${basis.zh}。`,
        `Found on review: [the facts]. The condition “${condition.en}” is not met. Basis: ${basis.en}.`,
      ],
    ),
  );
}

/** 行政许可法 art. 32(1) and (2). */
const refusals: Template[] = [
  template(
    ['不属于本机关', 'Not this authority'],
    [
      '申请事项依法不属于本机关职权范围（行政许可法第三十二条第一款第二项），请向【有权机关】申请。',
      'By law this is not for this authority to decide (Administrative Licensing Law art. 32(1)2). Apply to [the right authority].',
    ],
  ),
  template(
    ['不需要办理', 'Not needed'],
    [
      '申请事项依法不需要取得行政许可（行政许可法第三十二条第一款第一项）。',
      'By law no licence is needed for this (Administrative Licensing Law art. 32(1)1).',
    ],
  ),
];

/** 行政许可法 art. 42: who approves, and how long, is another where several decide together. */
function extending({ limits }: Item): Template[] {
  const [days, zh, en] =
    limits.joint === true ? [15, '本级人民政府负责人', 'the head of the government'] : [10, '本机关负责人', 'the head'];
  return [
    template(
      ['情况复杂', 'Complex case'],
      [
        `因【具体原因】，在法定期限内不能作出决定。经${zh}批准，延长${days}个工作日（行政许可法第四十二条）。`,
        `Because of [the reason], no decision can be made within the limit. With the approval of ${en} it is extended by ${days} working days (Administrative Licensing Law art. 42).`,
      ],
    ),
  ];
}

/** 行政许可法 art. 45. */
const suspensions: Template[] = [
  template(
    ['所需时间不计入期限', 'Time not counted'],
    [
      '需要进行【听证、检验、检测、检疫、鉴定或专家评审】，所需时间不计算在办理期限内（行政许可法第四十五条），预计需要【天数】。',
      '[The hearing, inspection, testing, quarantine, appraisal or expert review] is needed; its time is not counted (Administrative Licensing Law art. 45). It is expected to take [days].',
    ],
  ),
];

const returns: Template[] = [
  template(
    ['理由不足', 'Reasons not enough'],
    [
      '拟办理由没有写明查明的事实和所依据的条款，请补充。',
      'The facts and the article relied on are not stated. Please add them.',
    ],
  ),
  template(
    ['材料再核', 'Look at the papers again'],
    ['请再核对【材料名称】与填报内容是否一致。', 'Please compare [the paper] with the answers once more.'],
  ),
];

const terminations: Template[] = [
  template(
    ['申请人死亡或终止', 'Applicant died or dissolved'],
    [
      '申请人【死亡/依法终止】，审查失去对象，终止办理。',
      'The applicant has [died / been dissolved]; the review has lost its object.',
    ],
  ),
  template(
    ['申请人要求终止', 'At the applicant’s request'],
    ['申请人书面提出不再办理，终止办理。', 'The applicant has asked in writing not to go on.'],
  ),
];

/** Puts a text where the cursor would go on: after what is there, on a line of its own. */
export const appended = (value: string, text: string): string =>
  isBlank(value) ? text : `${value.trimEnd()}\n${text}`;

/** A gap that was left for the facts; it must not go out like this. */
export const hasGap = (value: string): boolean => /【[^】]*】|\[[a-z][^\]]*\]/i.test(value);
