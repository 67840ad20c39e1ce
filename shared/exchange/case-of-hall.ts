/** A case of this hall as the exchange tells it: the row writers of exports stand on this. Pure. */
import { startOf } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import type { CaseEvent, CaseHead, EventType, Material } from '../cases/case.ts';
import type { Item } from '../catalogue/item.ts';
import { toldBefore } from './importing.ts';
import type { ExchangeCase } from './national-cases.ts';

export interface WholeCase {
  readonly head: CaseHead;
  readonly events: readonly CaseEvent[];
  readonly materials: readonly Material[];
  readonly item: Item;
}

/** @returns undefined for what the lists do not know: a draft, or a case that was never accepted */
export function exchangeCaseOf({ head, events, materials, item }: WholeCase): ExchangeCase | undefined {
  const before = toldBefore(head, events);
  if (before !== undefined) return { ...before, ...sinceImport(before, head, events) };
  const { caseNumber, submittedAt, clocks, applicant } = head;
  const accepted = events.find(({ type }) => type === 'accepted');
  if (caseNumber === undefined || submittedAt === undefined || accepted === undefined) return undefined;
  const filed = new Set(Object.values(head.materials).flat());
  return {
    caseNumber,
    itemCode: head.itemCode,
    implementingCode: head.implementingCode,
    itemVersion: head.itemVersion,
    itemName: head.itemName.zh,
    agency: { code: head.agency, name: item.agency.name.zh },
    handling: item.handling,
    applicant: { name: applicant.name, kind: applicant.kind, paper: paperOf(head, item) },
    appliedAt: second(submittedAt),
    acceptedAt: clocks.deemed && clocks.acceptedOn !== undefined ? startOf(clocks.acceptedOn) : second(accepted.at),
    ...(clocks.promisedBy === undefined ? {} : { promisedBy: startOf(clocks.promisedBy) }),
    ...(head.handler === undefined ? {} : { handler: head.handler.name }),
    steps: events.map((event, i) => stepOf(event, events[i - 1]?.at ?? event.at)),
    specials: specialsOf(events),
    materials: materials.filter(({ materialId }) => filed.has(materialId)).map((file) => materialOf(file, item)),
    ...resultOf(head, events),
  };
}

/** What was done here since it was taken in goes after what was told; a result or rating of this hall takes the place of one told. */
function sinceImport(
  told: ExchangeCase,
  head: CaseHead,
  [first, ...events]: readonly CaseEvent[],
): Partial<ExchangeCase> {
  if (first === undefined || events.length === 0) return {};
  const result = resultOf(head, events).result ?? told.result;
  return {
    ...(head.handler === undefined ? {} : { handler: head.handler.name }),
    steps: [...told.steps, ...events.map((event, i) => stepOf(event, events[i - 1]?.at ?? first.at))],
    specials: [...told.specials, ...specialsOf(events)],
    ...(result === undefined ? {} : { result: { ...result, ...(head.rating && { rating: head.rating.score }) } }),
  };
}

const second = (at: Instant): Instant => `${at.slice(0, 19)}.000Z`;

/** The first number of identity or credit code that the form asked for and was given. */
function paperOf(head: CaseHead, item: Item): ExchangeCase['applicant']['paper'] {
  const fields = item.form.sections.flatMap((section) => section.fields);
  const wanted = head.applicant.kind === 'natural' ? 'id-card' : 'credit-code';
  const number = fields
    .filter(({ type }) => type === wanted)
    .map(({ name }) => head.answers[name])
    .find((answer) => typeof answer === 'string');
  if (typeof number !== 'string') return { type: '99', number: '无' };
  return { type: wanted === 'id-card' ? '10' : '01', number };
}

function stepOf({ type, at, actor, data }: CaseEvent, before: Instant): ExchangeCase['steps'][number] {
  const said = [data.reason, data.reasons, data.note, data.text, data.comment].find((one) => typeof one === 'string');
  const opinion = typeof said === 'string' && said.trim() !== '' ? said.slice(0, 2000) : stepNames[type];
  return {
    name: stepNames[type],
    action: back.includes(type) ? '2' : forth.includes(type) ? '1' : '9',
    by: actor.name.slice(0, 100),
    from: second(before),
    to: second(at),
    opinion,
  };
}

const forth: readonly EventType[] = ['accepted', 'proposed', 'granted', 'delivered', 'resumed', 'corrected'];
const back: readonly EventType[] = ['correction-requested', 'not-accepted', 'returned', 'denied', 'terminated'];

export const stepNames: Readonly<Record<EventType, string>> = {
  submitted: '申请',
  routed: '收件',
  claimed: '认领',
  released: '退回待办',
  'correction-requested': '一次性告知补正',
  corrected: '补正',
  accepted: '受理',
  'not-accepted': '不予受理',
  suspended: '中止',
  resumed: '恢复',
  proposed: '拟办',
  returned: '退回重审',
  granted: '准予',
  denied: '不予',
  'document-issued': '制发文书',
  delivered: '送达',
  withdrawn: '撤回',
  terminated: '终止',
  lapsed: '逾期失效',
  reopened: '重新启动',
  extended: '延长期限',
  escalated: '督办',
  recalculated: '期限重算',
  rated: '评价',
  'work-order-answered': '差评答复',
  consulted: '征求部门意见',
  'opinion-given': '部门反馈意见',
  'consult-withdrawn': '撤回征求意见',
  'backoffice-completed': '业务系统办结',
  'backoffice-failed': '业务系统退回',
  imported: '转入',
};

/** Each extension at its moment, each suspension with its end; one that has not ended is told when it has. */
function specialsOf(events: readonly CaseEvent[]): ExchangeCase['specials'] {
  return events.flatMap((event, i): ExchangeCase['specials'] => {
    const { type, at, actor, data } = event;
    const reason = typeof data.reason === 'string' && data.reason !== '' ? data.reason.slice(0, 2000) : stepNames[type];
    const by = actor.name.slice(0, 100);
    if (type === 'extended')
      return [{ kind: '1', name: stepNames.extended, reason, by, from: second(at), to: second(at) }];
    if (type !== 'suspended') return [];
    const end = events.slice(i + 1).find((later) => later.type !== 'escalated' && later.state !== 'suspended');
    if (end === undefined) return [];
    return [{ kind: '2', name: stepNames.suspended, reason, by, from: second(at), to: second(end.at) }];
  });
}

function materialOf(file: Material, item: Item): ExchangeCase['materials'][number] {
  const name = item.materials.find(({ code }) => code === file.code)?.name.zh ?? file.code;
  return { name, file: [...file.fileName].slice(0, 200).join(''), way: '2', count: 1 };
}

function resultOf(head: CaseHead, events: readonly CaseEvent[]): Pick<ExchangeCase, 'result'> {
  const ending = events.find(({ type }) => endings[type] !== undefined);
  const type = ending === undefined ? undefined : endings[ending.type];
  if (ending === undefined || type === undefined) return {};
  const paper = head.documents.find(({ kind }) => kind.startsWith('decision-'));
  const reasons = head.decision?.reasons ?? '';
  return {
    result: {
      type,
      at: second(ending.at),
      by: ending.actor.name.slice(0, 100),
      byPost: head.delivery?.channel === 'post',
      ...(paper === undefined ? {} : { certificate: { name: head.itemName.zh, number: paper.number } }),
      ...(reasons.trim() === '' ? {} : { explanation: reasons }),
      ...(head.rating === undefined ? {} : { rating: head.rating.score }),
    },
  };
}

const endings: { readonly [T in EventType]?: '1' | '2' | '3' } = {
  granted: '1',
  denied: '2',
  withdrawn: '3',
  terminated: '3',
  lapsed: '3',
};
