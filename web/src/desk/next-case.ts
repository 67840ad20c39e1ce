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

/**
 * Somebody else may be quicker: then the one after it.
 * @param key tells this press from others @returns undefined when there is nothing left
 */
export async function nextCase(
  taker: Taker,
  key: string,
): Promise<{ readonly caseId: string; readonly state: InboxState } | undefined> {
  for (const { state, claims } of heapsFor(taker.roles)) {
    let cursor: string | undefined;
    do {
      const page = await call('GET /v1/agency/cases', { query: { state, cursor, limit: '100' } });
      for (const row of page.items.filter((each) => isFree(each, claims, taker))) {
        if (!claims || (await claimed(row.caseId, key))) return { caseId: row.caseId, state };
      }
      cursor = page.next;
    } while (cursor !== undefined);
  }
  return undefined;
}

/** @returns false when it is somebody else's by now, or has moved on */
async function claimed(caseId: string, key: string): Promise<boolean> {
  try {
    await call('POST /v1/agency/cases/{caseId}/claim', {
      path: { caseId },
      body: {},
      idempotencyKey: `${key}-${caseId}`,
    });
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && (error.code === 'already-claimed' || error.code === 'wrong-state')) return false;
    throw error;
  }
}
