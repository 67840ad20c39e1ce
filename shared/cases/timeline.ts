/** The record of a case as people read it: what happened, when, and by whom. */
import * as z from 'zod';
import { type Bilingual, bilingual } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import type { CaseEvent, CaseHead, EventType } from './case.ts';
import type { TimelineEntry } from './views.ts';

/** For the applicant: officers are their agency, and the desk's inner business is left out. */
export function citizenTimeline(events: readonly CaseEvent[], agencyName: Bilingual): TimelineEntry[] {
  const who = ({ kind, name, agent }: CaseEvent['actor']): Bilingual => {
    if (kind === 'applicant' && agent !== undefined) return through(name, agent.name);
    if (kind === 'applicant') return { zh: '您', en: 'You' };
    return kind === 'system' ? hallName : agencyName;
  };
  return events
    .filter(({ type }) => !inner.has(type))
    .map((event) => ({
      ...entryOf(event, who(event.actor), citizenDetails.has(event.type)),
      ...(event.type === 'opinion-given' ? { who: askedAgency(event.data) } : {}),
    }));
}

/** For the desk: everything, by name. */
export function deskTimeline(events: readonly CaseEvent[]): TimelineEntry[] {
  const who = ({ kind, name, agent }: CaseEvent['actor']): Bilingual => {
    if (agent !== undefined) return through(name, agent.name);
    return kind === 'system' ? hallName : { zh: name, en: name };
  };
  return events.map((event) => entryOf(event, who(event.actor), true));
}

/** A step of the applicant's that an agent took. */
const through = (applicant: string, agent: string): Bilingual => ({
  zh: `${applicant}（由${agent}代办）`,
  en: `${applicant}, through ${agent}`,
});

const hallName: Bilingual = { zh: '办事大厅', en: 'The hall' };

/** Not shown to the applicant: who holds the case, and what machines report to the desk. */
const inner = new Set<EventType>(['released', 'escalated', 'backoffice-completed', 'backoffice-failed']);

/** Of these the applicant also reads what was written; of a proposal or its return they do not. */
const citizenDetails = new Set<EventType>([
  'correction-requested',
  'not-accepted',
  'suspended',
  'resumed',
  'granted',
  'denied',
  'withdrawn',
  'terminated',
  'extended',
  'reopened',
  'rated',
  'work-order-answered',
  'document-issued',
  'delivered',
]);

function entryOf({ seq, type, at, data }: CaseEvent, who: Bilingual, withDetail: boolean): TimelineEntry {
  const detail = withDetail ? detailOf(data) : undefined;
  return {
    seq,
    type,
    at,
    who,
    what: consultWords(type, data, withDetail) ?? sentences[type],
    ...(detail === undefined ? {} : { detail }),
  };
}

const consultTold = z.object({
  consults: z.array(z.object({ agencyName: bilingual })).optional(),
  agencyName: bilingual.optional(),
  outcome: z.string().optional(),
  consult: z.int().optional(),
});

/** Who was asked, and who answered, by name; what they answered only for the desk. */
function consultWords(type: EventType, data: CaseEvent['data'], whole: boolean): Bilingual | undefined {
  const { consults = [], outcome } = consultTold.safeParse(data).data ?? {};
  const by = askedAgency(data);
  switch (type) {
    case 'consulted': {
      const zh = consults.map(({ agencyName }) => agencyName.zh).join('、');
      const en = consults.map(({ agencyName }) => agencyName.en).join(', ');
      return say(`请${zh}提出意见`, `Asked for an opinion: ${en}`);
    }
    case 'opinion-given': {
      const told = whole && outcome !== undefined ? opinionWords[outcome] : undefined;
      return told === undefined
        ? say('提出了意见', 'Gave its opinion')
        : say(`${by.zh}：${told.zh}`, `${by.en}: ${told.en}`);
    }
    case 'consult-withdrawn':
      return say(`不再征求${by.zh}的意见`, `No longer asks ${by.en} for an opinion`);
    default:
      return undefined;
  }
}

const askedAgency = (data: CaseEvent['data']): Bilingual =>
  consultTold.safeParse(data).data?.agencyName ?? say('其他部门', 'Another agency');

/** Whatever words an event carries; the kinds of event carry different ones. */
const words = z.object({
  reason: z.string().optional(),
  reasons: z.string().optional(),
  result: z.string().optional(),
  note: z.string().optional(),
  rightAuthority: z.string().optional(),
  number: z.string().optional(),
  reference: z.string().optional(),
  comment: z.string().optional(),
  text: z.string().optional(),
  source: z.string().optional(),
  question: z.string().optional(),
  conditions: z.string().optional(),
});

function detailOf(data: CaseEvent['data']): string | undefined {
  const {
    reason,
    reasons,
    result,
    note,
    rightAuthority,
    number,
    reference,
    comment,
    text: answer,
    source,
    question,
    conditions,
  } = words.safeParse(data).data ?? {};
  const parts = [
    reason,
    reasons,
    result,
    note,
    rightAuthority,
    number,
    reference,
    comment,
    answer,
    source,
    question,
    conditions,
  ];
  const text = parts.filter((part) => part !== undefined && part !== '').join('\n');
  return text === '' ? undefined : text;
}

const say = (zh: string, en: string): Bilingual => ({ zh, en });

const sentences: Readonly<Record<EventType, Bilingual>> = {
  submitted: say('提交了申请', 'Submitted the application'),
  routed: say('送达办理部门', 'Reached the agency'),
  claimed: say('有工作人员开始办理', 'An officer took up the case'),
  released: say('退回待办', 'Put back into the inbox'),
  'correction-requested': say('一次性告知需要补正的内容', 'Said, once and for all, what needs correcting'),
  corrected: say('提交了补正', 'Submitted the corrections'),
  accepted: say('受理', 'Accepted'),
  'not-accepted': say('不予受理', 'Not accepted'),
  suspended: say('依法中止，期限暂停计算', 'Suspended by law; the clock stands still'),
  resumed: say('恢复办理，期限顺延', 'Resumed; the due days have moved'),
  proposed: say('审查完毕，报请决定', 'Reviewed and put up for decision'),
  returned: say('退回补充审查', 'Returned for further review'),
  granted: say('作出批准的决定', 'Approved'),
  denied: say('作出不予批准的决定', 'Not approved'),
  'document-issued': say('出具文书', 'Issued the document'),
  delivered: say('送达', 'Delivered'),
  withdrawn: say('撤回了申请', 'Withdrew the application'),
  terminated: say('终止办理', 'Ended without a decision'),
  lapsed: say('逾期没有补正，终止办理', 'Closed, as no corrections came in time'),
  reopened: say('恢复办理，可继续补正', 'Taken up again; corrections may be made'),
  extended: say('经批准延长办理期限', 'The time limit was extended'),
  escalated: say('期限将到或已过，已提请负责人督办', 'Put before the supervisor: due today or overdue'),
  recalculated: say('放假安排公布，期限重新计算', 'The calendar was published and due days counted again'),
  'work-order-answered': say('答复了评价', 'Answered the rating'),
  rated: say('作出评价', 'Rated the service'),
  consulted: say('请其他部门提出意见', 'Asked other agencies for an opinion'),
  'opinion-given': say('其他部门提出了意见', 'Another agency gave its opinion'),
  'consult-withdrawn': say('不再征求意见', 'An opinion is no longer asked for'),
  'backoffice-completed': say('业务系统已办', "Done in the agency's own system"),
  'backoffice-failed': say('业务系统没有办成', "Not done in the agency's own system"),
  imported: say('从其他系统转入，此前经过见交换记录', 'Taken over from another system with what it told'),
};

const opinionWords: Readonly<Record<string, Bilingual>> = {
  agree: say('同意', 'agrees'),
  conditions: say('附条件同意', 'agrees on conditions'),
  disagree: say('不同意', 'disagrees'),
};

/** Names of checks for the desk; a check the item does not know any more keeps its code. */
export const namedChecks = (checks: CaseHead['checks'], item: Item) =>
  checks.map(({ code, passed }) => ({
    code,
    passed,
    name: item.checks.find((check) => check.code === code)?.name ?? { zh: code, en: code },
  }));
