/** Many cases at once: which acts there are for whom, and how long the undoing lasts. Pure. */
import type { BulkAction, BulkView } from '../base/desk-answers.ts';
import { isRecord } from './drafts.ts';
import type { InboxState } from './filter.ts';

/** As many as the hall takes in one act. */
export const mostAtOnce = 200;

const byState: { readonly [S in InboxState]?: readonly { action: BulkAction; role: string }[] } = {
  submitted: [
    { action: 'claim', role: 'officer' },
    { action: 'accept', role: 'officer' },
    { action: 'refuse', role: 'officer' },
    { action: 'release', role: 'officer' },
  ],
  'in-review': [
    { action: 'claim', role: 'officer' },
    { action: 'propose', role: 'officer' },
    { action: 'release', role: 'officer' },
    { action: 'extend', role: 'approver' },
  ],
  proposed: [
    { action: 'decide', role: 'approver' },
    { action: 'return', role: 'approver' },
  ],
  granted: [{ action: 'deliver', role: 'officer' }],
  denied: [{ action: 'deliver', role: 'officer' }],
};

export function bulkActionsFor(state: InboxState, roles: readonly string[]): BulkAction[] {
  return (byState[state] ?? []).filter(({ role }) => roles.includes(role)).map(({ action }) => action);
}

/** Whole seconds in which it can still be undone. @param now milliseconds */
export function secondsLeft({ undoUntil }: Pick<BulkView, 'undoUntil'>, now: number): number {
  return undoUntil === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(undoUntil) - now) / 1000));
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const keyOf = (personId: string) => `banshi.desk.bulk.${personId}`;

/** Keeps in this tab what can still be undone: whoever goes to another list within the minute finds it there. */
export function keepBulk(personId: string, view: BulkView | undefined, store: Store): void {
  store.removeItem(keyOf(personId));
  if (view?.bulkId === undefined || view.state === 'undone') return;
  try {
    store.setItem(keyOf(personId), JSON.stringify({ ...view, outcomes: [] }));
  } catch {
    // The tab's room is full: it can be undone as long as the page stands.
  }
}

/** @param now milliseconds @returns undefined when there is nothing to undo, or no time any more */
export function keptBulk(personId: string, store: Store, now: number): BulkView | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(personId)) ?? 'null');
    if (isBulk(kept) && secondsLeft(kept, now) > 0) return kept;
  } catch {
    // Not what these pages put there.
  }
  store.removeItem(keyOf(personId));
  return undefined;
}

const isBulk = (kept: unknown): kept is BulkView =>
  isRecord(kept) &&
  ['bulkId', 'action', 'state', 'undoUntil', 'createdAt'].every((name) => typeof kept[name] === 'string') &&
  Array.isArray(kept.outcomes) &&
  isRecord(kept.counts) &&
  ['ready', 'refused', 'done', 'undone'].every((name) => isRecord(kept.counts) && Number.isInteger(kept.counts[name]));
