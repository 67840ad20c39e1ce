/** Drafts as this device keeps them, sealed, for when the hall cannot be reached: the form opens, and what was typed is sent later. */
import type { DraftView, Item } from '../base/api-answers.ts';
import { myVault } from '../base/my-vault.ts';
import type { Conflict, Unsaved } from './draft-saver.ts';

export interface KeptDraft {
  readonly draft: DraftView;
  readonly item: Item;
  /** Changed answers that the hall does not have yet. */
  readonly unsaved: Unsaved;
  readonly conflicts: readonly Conflict[];
  /** When the draft was last fetched or saved, ISO 8601. */
  readonly at: string;
}

const nameOf = (caseId: string) => `draft/${caseId}`;
const writing = new Map<string, { next: KeptDraft | undefined; done: Promise<void> }>();
const listeners = new Set<() => void>();

/** Called whenever what is kept may have changed. @returns takes it back */
export function onKept(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Writes the newest state; while one is being written only the last of those that follow counts. */
export function keepDraft(kept: KeptDraft): Promise<void> {
  const { caseId } = kept.draft;
  const busy = writing.get(caseId);
  if (busy !== undefined) {
    busy.next = kept;
    return busy.done;
  }
  const turn = { next: undefined as KeptDraft | undefined, done: Promise.resolve() };
  const write = async () => {
    const vault = await myVault();
    for (let now: KeptDraft | undefined = kept; now !== undefined; ) {
      turn.next = undefined;
      await vault?.put(nameOf(caseId), now).catch(() => undefined);
      now = turn.next;
    }
    writing.delete(caseId);
    for (const listener of listeners) listener();
  };
  writing.set(caseId, turn);
  turn.done = write();
  return turn.done;
}

export async function keptDraft(caseId: string): Promise<KeptDraft | undefined> {
  const kept = await (await myVault())?.get(nameOf(caseId)).catch(() => undefined);
  return isKeptDraft(kept) ? kept : undefined;
}

export async function dropDraft(caseId: string): Promise<void> {
  await (await myVault())?.drop(nameOf(caseId));
  for (const listener of listeners) listener();
}

/** Those with something the hall does not have. */
export async function unsentDrafts(): Promise<KeptDraft[]> {
  const all = await keptDrafts();
  return all.filter(({ unsaved }) => Object.keys(unsaved).length > 0);
}

/** Before somebody signs out: what the hall has need not lie here. What it has not stays, sealed, until they are back. */
export async function forgetSent(): Promise<void> {
  await Promise.all([...writing.values()].map(({ done }) => done));
  for (const { draft, unsaved } of await keptDrafts()) {
    if (Object.keys(unsaved).length === 0) await dropDraft(draft.caseId);
  }
}

async function keptDrafts(): Promise<KeptDraft[]> {
  const vault = await myVault();
  const names = (await vault?.names('draft/')) ?? [];
  const all = await Promise.all(names.map((name) => vault?.get(name)));
  return all.filter(isKeptDraft);
}

/** What an older version of these pages kept otherwise is not opened. */
function isKeptDraft(value: unknown): value is KeptDraft {
  if (typeof value !== 'object' || value === null) return false;
  const { draft, item, unsaved, conflicts, at } = { ...emptyRow, ...value };
  return (
    [draft, item, unsaved].every((each) => typeof each === 'object' && each !== null) &&
    Array.isArray(conflicts) &&
    typeof at === 'string'
  );
}

const emptyRow = { draft: undefined, item: undefined, unsaved: undefined, conflicts: undefined, at: undefined };
