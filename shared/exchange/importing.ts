/**
 * A case of another system, taken into this hall with all that the national lists tell of it. What was told stands, word for word, in
 * the first line of its record with whoever told it and whoever took it in, so that it is sealed by the chain; the hall's own lines
 * follow it. The number of the applicant's paper is the one thing kept apart, under the seal of what applicants write. Pure.
 *
 * A case that is not decided goes on here under the law's clocks, counted as its lists tell them. One that is decided asks for nothing
 * more. No account of this hall has it: the lists name people by papers, not by accounts, so no citizen's page changes.
 */
import * as z from 'zod';
import { dayOf } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import type { Actor, CaseEvent, CaseHead, CaseState, Clocks } from '../cases/case.ts';
import { chain } from '../cases/chain.ts';
import { clocksAfter, marked } from '../cases/clock.ts';
import { importedPaper } from '../cases/masking.ts';
import type { Item } from '../catalogue/item.ts';
import { type ExchangeCase, exchangeCase } from './national-cases.ts';

export interface Import {
  readonly told: ExchangeCase;
  /** The system that it comes from, in words. */
  readonly source: string;
  readonly caseId: string;
  /** Who takes it in. */
  readonly actor: Actor;
  readonly now: Instant;
  /** In the version that the case was filed under. */
  readonly item: Item;
}

export function importedCase({ told, source, caseId, actor, now, item }: Import): {
  head: CaseHead;
  events: CaseEvent[];
} {
  const { applicant, result } = told;
  const { paper, ...whose } = applicant;
  const state = stateOf(told);
  const clocks = clocksOf(told, item);
  const decided = result?.type === '1' || result?.type === '2' ? result : undefined;
  const head: CaseHead = {
    ...{ caseId, state, version: 1 },
    ...{ itemCode: told.itemCode, itemVersion: told.itemVersion, implementingCode: told.implementingCode },
    itemName: item.name,
    agency: told.agency.code,
    applicant: { id: `imported-${caseId}`, ...whose },
    answers: { [importedPaper]: [{ type: paper.type, number: paper.number }] },
    materials: {},
    ...{ createdAt: told.appliedAt, updatedAt: now, eventCount: 0, chainHash: '' },
    ...{ caseNumber: told.caseNumber, submittedAt: told.appliedAt, routedAt: now },
    ...{ checks: [], clocks, documents: [], escalations: [], consults: [] },
    ...(decided === undefined
      ? {}
      : {
          decision: {
            outcome: decided.type === '1' ? 'grant' : 'deny',
            ...{ reasons: decided.explanation ?? '', by: decided.by ?? source, automatic: false },
          },
          decidedAt: decided.at,
        }),
    ...(result?.rating === undefined ? {} : { rating: { score: result.rating, at: result.at } }),
  };
  const data = { caseNumber: told.caseNumber, source, told: { ...told, applicant: whose } };
  const events = chain(head, [{ type: 'imported', state, data, clocks, actor, at: now }]);
  return { head: { ...head, eventCount: 1, chainHash: events[0]?.hash ?? '' }, events };
}

/** What the lists told, from the first line of a record. */
const importedData = z.object({
  source: z.string(),
  told: exchangeCase.extend({ applicant: exchangeCase.shape.applicant.omit({ paper: true }) }),
});
const paperGroup = z.tuple([exchangeCase.shape.applicant.shape.paper]);

/** @returns undefined for a case that began in this hall */
export function toldBefore(head: CaseHead, events: readonly CaseEvent[]): ExchangeCase | undefined {
  const [first] = events;
  if (first?.type !== 'imported') return undefined;
  const { told } = importedData.parse(first.data);
  const [paper] = paperGroup.parse(head.answers[importedPaper]);
  return { ...told, applicant: { ...told.applicant, paper } };
}

/** Where the lists leave it. A result that is neither a grant nor a denial says by its last step how it ended. */
function stateOf({ result, steps }: ExchangeCase): CaseState {
  const last = steps.at(-1)?.name;
  if (result === undefined) return 'in-review';
  if (result.type === '2') return 'denied';
  if (result.type === '1') return steps.some(({ name }) => name === '送达') ? 'delivered' : 'granted';
  return last === '撤回' ? 'withdrawn' : last === '逾期失效' ? 'lapsed' : 'terminated';
}

function clocksOf({ appliedAt, acceptedAt, promisedBy, specials, result }: ExchangeCase, { limits }: Item): Clocks {
  const received: Clocks = { receivedOn: dayOf(appliedAt), pausedDays: 0, deemed: false, provisional: false };
  let clocks = clocksAfter('accept', received, dayOf(acceptedAt), limits);
  for (const { kind, from, to } of specials.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    if (kind === '1')
      clocks = clocks.extendedDays === undefined ? clocksAfter('extend', clocks, dayOf(from), limits) : clocks;
    else clocks = clocksAfter('resume', clocksAfter('pause', clocks, dayOf(from), limits), dayOf(to), limits);
  }
  if (result !== undefined) {
    const stopped = clocksAfter('stop', clocks, dayOf(result.at), limits);
    return result.type === '3' ? stopped : { ...stopped, decidedOn: dayOf(result.at) };
  }
  return promisedBy === undefined ? clocks : marked({ ...clocks, promisedBy: dayOf(promisedBy) });
}
