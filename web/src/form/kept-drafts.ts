/** Drafts as this device keeps them, sealed, for when the hall cannot be reached: the form opens, and what was typed is sent later. */
import { myVault } from '../base/my-vault.ts';
import type { Vault } from '../base/vault.ts';
import { type KeptDraft, type KeptRow, mergedRow } from './kept-rows.ts';
import { livingPages, thisPage } from './this-page.ts';

export type { KeptDraft };

const nameOf = (caseId: string, page: string) => `draft/${caseId}/${page}`;
const writing = new Map<string, { next: KeptDraft | undefined; done: Promise<boolean> }>();
const listeners = new Set<() => void>();

/** Called whenever what is kept may have changed. @returns takes it back */
export function onKept(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/**
 * Writes the newest state; while one is being written only the last of those that follow counts.
 * @returns whether the device has it: a full disk, or a browser that keeps nothing, has not
 */
export function keepDraft(kept: KeptDraft): Promise<boolean> {
  const { caseId } = kept.draft;
  const busy = writing.get(caseId);
  if (busy !== undefined) {
    busy.next = kept;
    return busy.done;
  }
  const turn = { next: undefined as KeptDraft | undefined, done: Promise.resolve(false) };
  const write = async () => {
    const vault = await myVault();
    let there = false;
    for (let now: KeptDraft | undefined = kept; now !== undefined; ) {
      turn.next = undefined;
      there = vault !== undefined && (await put(vault, now).catch(() => false));
      now = turn.next;
    }
    writing.delete(caseId);
    for (const listener of listeners) listener();
    return there;
  };
  writing.set(caseId, turn);
  turn.done = write();
  return turn.done;
}

async function put(vault: Vault, { heirOf = [], ...kept }: KeptDraft): Promise<true> {
  await vault.put(nameOf(kept.draft.caseId, await thisPage()), kept);
  // Only what has not been written again meanwhile, by a page that was taken for closed.
  for (const { name, at } of heirOf) {
    const now = await vault.get(name);
    if (isKeptDraft(now) && now.at === at) await vault.drop(name);
  }
  return true;
}

/** As the last page left it, with the words of all closed ones; what another living window types is its own to send. */
export async function keptDraft(caseId: string): Promise<KeptDraft | undefined> {
  const [kept] = await keptDrafts(`draft/${caseId}`).catch(() => []);
  return kept;
}

export async function dropDraft(caseId: string): Promise<void> {
  const vault = await myVault();
  for (const { name } of vault === undefined ? [] : await rowsIn(vault, `draft/${caseId}`)) await vault?.drop(name);
  for (const listener of listeners) listener();
}

/** Those with something the hall does not have. */
export async function unsentDrafts(): Promise<KeptDraft[]> {
  const all = await keptDrafts('draft/');
  return all.filter(({ unsaved }) => Object.keys(unsaved).length > 0);
}

/** Before somebody signs out: what the hall has need not lie here. What it has not stays, sealed, until they are back. */
export async function forgetSent(): Promise<void> {
  await Promise.all([...writing.values()].map(({ done }) => done));
  const vault = await myVault();
  for (const row of vault === undefined ? [] : await rowsIn(vault, 'draft/'))
    if (Object.keys(row.unsaved).length === 0) await vault?.drop(row.name);
  for (const listener of listeners) listener();
}

async function keptDrafts(beginning: string): Promise<KeptDraft[]> {
  const vault = await myVault();
  if (vault === undefined) return [];
  const [rows, own, living] = [await rowsIn(vault, beginning), await thisPage(), await livingPages()];
  const cases = new Set(rows.map(({ draft }) => draft.caseId));
  return [...cases].flatMap((caseId) => {
    const found = mergedRow(
      rows.filter(({ draft }) => draft.caseId === caseId),
      own,
      living,
    );
    return found === undefined ? [] : [found];
  });
}

async function rowsIn(vault: Vault, beginning: string): Promise<KeptRow[]> {
  const rows: KeptRow[] = [];
  for (const name of await vault.names(beginning)) {
    const kept = await vault.get(name).catch(() => undefined);
    if (isKeptDraft(kept)) rows.push({ ...kept, name, page: name.split('/')[2] ?? '' });
  }
  return rows;
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
