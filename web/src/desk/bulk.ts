/** Many cases at once: which acts there are for whom, and how long the undoing lasts. Pure. */
import type { BulkAction, BulkView } from '../base/desk-answers.ts';
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
