/** Sends what was typed without a network, also when its form is not open: at the start, and when the network is back. */
import { asProblem } from '../base/problem.ts';
import { saverOf } from './draft-of.ts';
import { dropDraft, type KeptDraft, unsentDrafts } from './kept-drafts.ts';

/** Drafts whose form is open now: it sends its own. */
export const openDrafts = new Set<string>();

let sending: Promise<void> | undefined;

export function sendUnsent(): Promise<void> {
  sending ??= sendAll().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function sendAll(): Promise<void> {
  if (!navigator.onLine) return;
  for (const kept of await unsentDrafts()) if (!openDrafts.has(kept.draft.caseId)) await send(kept);
}

async function send(kept: KeptDraft): Promise<void> {
  const saver = saverOf(kept, () => undefined);
  try {
    await saver.flush();
  } catch (error) {
    // Submitted or deleted meanwhile, elsewhere: there is nothing left to save it into.
    if (['wrong-state', 'not-found'].includes(asProblem(error).code)) await dropDraft(kept.draft.caseId);
  } finally {
    saver.stop();
  }
}
