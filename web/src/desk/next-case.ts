/** The next case for somebody who has a hand free: claimed for an officer, opened for an approver. */
import { call } from '../base/api.ts';
import type { InboxRow } from '../base/api-answers.ts';
import { ApiProblem } from '../base/problem.ts';
import type { InboxState } from './filter.ts';

interface Taker {
  readonly id: string;
  readonly roles: readonly string[];
}

/** What somebody looks through for their next case, the most urgent first in each; and whether they take it. */
export function heapsFor(
  roles: readonly string[],
): readonly { readonly state: InboxState; readonly claims: boolean }[] {
  return [
    ...(roles.includes('officer')
      ? ([
          { state: 'submitted', claims: true },
          { state: 'in-review', claims: true },
        ] as const)
      : []),
    ...(roles.includes('approver') ? ([{ state: 'proposed', claims: false }] as const) : []),
  ];
}

/** Nobody's case may be claimed; a proposal is for another pair of eyes than those that made it. */
export const isFree = (row: Pick<InboxRow, 'handler'>, claims: boolean, taker: Pick<Taker, 'id'>): boolean =>
  claims ? row.handler === undefined : row.handler?.id !== taker.id;

export interface NextCase {
  readonly caseId: string;
  readonly state: InboxState;
}

/** A claim on its way, of which nobody knows yet whether the hall has it. */
export interface Claiming {
  unsure?: NextCase | undefined;
}

/**
 * Somebody else may be quicker: then the one after it. When the answer to a claim was lost, the same press asks for that case
 * again first: it may be theirs already, and nobody is to hold two for one press.
 * @param key tells this press from others, also when it is repeated @returns undefined when there is nothing left
 */
export async function nextCase(taker: Taker, key: string, claiming: Claiming): Promise<NextCase | undefined> {
  const take = async (next: NextCase): Promise<boolean> => {
    claiming.unsure = next;
    const taken = await claimed(next.caseId, key);
    claiming.unsure = undefined;
    return taken;
  };
  const { unsure } = claiming;
  if (unsure !== undefined && (await take(unsure))) return unsure;
  for (const { state, claims } of heapsFor(taker.roles)) {
    let cursor: string | undefined;
    do {
      const page = await call('GET /v1/agency/cases', { query: { state, cursor, limit: '100' } });
      for (const row of page.items.filter((each) => isFree(each, claims, taker))) {
        const next = { caseId: row.caseId, state };
        if (!claims || (await take(next))) return next;
      }
      cursor = page.next;
    } while (cursor !== undefined);
  }
  return undefined;
}

/** Somebody else has it or is at it, or it has moved on; the list may not say so yet. */
const gone: ReadonlySet<string> = new Set(['already-claimed', 'wrong-state', 'conflict', 'not-found']);

/** @returns false when it is not to be had any more */
async function claimed(caseId: string, key: string): Promise<boolean> {
  try {
    await call('POST /v1/agency/cases/{caseId}/claim', {
      path: { caseId },
      body: {},
      idempotencyKey: `${key}-${caseId}`,
    });
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && gone.has(error.code)) return false;
    throw error;
  }
}
