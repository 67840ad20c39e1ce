/**
 * What somebody at the desk was writing on a case and has not sent: kept in this tab, beside the tokens, and gone with them. So it
 * is there again after another case, a reload, or signing in anew. It belongs to the case as it stood: of a case that has moved
 * on, or of another person, nothing is shown. Pure.
 */
import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
type View = Pick<DeskCaseView, 'caseId' | 'state' | 'proposal' | 'correction'>;

export interface DraftPlace {
  readonly key: string;
  /** What the text was written on: a proposal that was made anew is not decided by yesterday's words. */
  readonly stand: string;
}

const prefix = 'banshi.desk.draft.';

/** Of which form of which case somebody writes. */
export interface DraftOf {
  readonly caseId: string;
  readonly form: string;
  readonly stand: string;
}

/** A form of a case, as the case stands. */
export const caseForm = (view: View, form: OfficerAction): DraftOf => ({
  ...{ caseId: view.caseId, form },
  stand: [view.state, view.proposal?.at ?? '', view.correction?.requestedAt ?? ''].join(' '),
});

export const draftPlace = (personId: string, { caseId, form, stand }: DraftOf): DraftPlace => ({
  key: `${prefix}${personId} ${caseId} ${form}`,
  stand,
});

/** @returns JSON as these pages put it, for the caller to check; undefined where nothing is kept of the case as it stands */
export function draftAt({ key, stand }: DraftPlace, store: Store): unknown {
  try {
    const kept: unknown = JSON.parse(store.getItem(key) ?? 'null');
    if (!Array.isArray(kept) || kept.length !== 2) return undefined;
    if (kept[0] === stand) return kept[1];
    store.removeItem(key);
  } catch {
    store.removeItem(key);
  }
  return undefined;
}

export function keepDraft({ key, stand }: DraftPlace, value: unknown, store: Store): void {
  try {
    store.setItem(key, JSON.stringify([stand, value]));
  } catch {
    // The tab's room is full: it is still on the page.
  }
}

export const dropDraft = ({ key }: DraftPlace, store: Store): void => store.removeItem(key);

/** Whoever signs in after somebody whose session ran out finds nothing of theirs. */
export function dropOthers(personId: string, store: Store): void {
  const all = Array.from({ length: store.length }, (_, at) => store.key(at) ?? '');
  for (const key of all) if (key.startsWith(prefix) && !key.startsWith(`${prefix}${personId} `)) store.removeItem(key);
}

/** Texts by the name of their field. */
export function textsIn(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined;
  const texts = Object.entries(value).filter((each): each is [string, string] => typeof each[1] === 'string');
  return texts.length === Object.keys(value).length ? Object.fromEntries(texts) : undefined;
}

export const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
