/** One draft out of what several pages kept of it. Pure. */
import type { DraftView, Item } from '../base/api-answers.ts';
import type { Conflict, Unsaved } from './draft-saver.ts';

export interface KeptDraft {
  readonly draft: DraftView;
  readonly item: Item;
  /** Changed answers that the hall does not have yet. */
  readonly unsaved: Unsaved;
  readonly conflicts: readonly Conflict[];
  /** When the draft was last fetched or saved, ISO 8601. */
  readonly at: string;
  /** What closed pages kept of it, and this now holds as well: dropped once this is kept. */
  readonly heirOf?: readonly Pick<KeptRow, 'name' | 'at'>[];
}

export interface KeptRow extends KeptDraft {
  readonly name: string;
  /** Which page kept it; empty for one of an older version of these pages. */
  readonly page: string;
}

/**
 * The newest of them, with the unsaved words of this page and of all that are closed: of two words for one answer, the later. Its base is what
 * each word was typed over, so that a change made elsewhere meanwhile is seen as one.
 * @param living pages that send their own words
 */
export function mergedRow(
  rows: readonly KeptRow[],
  own: string,
  living: ReadonlySet<string>,
): (KeptDraft & Required<Pick<KeptDraft, 'heirOf'>>) | undefined {
  const byAge = [...rows].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  const newest = byAge.at(-1);
  if (newest === undefined) return undefined;
  const left = byAge.filter(({ page }) => page === own || !living.has(page));
  const heirOf = left.filter(({ page }) => page !== own).map(({ name, at }) => ({ name, at }));
  const { draft, item, conflicts, at } = newest;
  const typed = left
    .filter(({ unsaved }) => Object.keys(unsaved).length > 0)
    .sort((one, other) => one.draft.version - other.draft.version);
  const oldest = typed[0];
  if (oldest === undefined) return { draft, item, unsaved: {}, conflicts, at, heirOf };
  const unsaved = Object.assign({}, ...left.map((row) => row.unsaved));
  const answers = { ...oldest.draft.answers };
  for (const row of typed) {
    for (const name of Object.keys(row.unsaved)) {
      const before = row.draft.answers[name];
      if (before === undefined) delete answers[name];
      else answers[name] = before;
    }
  }
  return { draft: { ...draft, answers, version: oldest.draft.version }, item, unsaved, conflicts, at, heirOf };
}
