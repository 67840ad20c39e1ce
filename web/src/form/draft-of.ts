/** A saver for a draft of the hall: how it is put and fetched, and where what is not saved yet is kept meanwhile. */
import type { Answers } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import { asProblem } from '../base/problem.ts';
import { type Conflict, DraftSaver, type Unsaved } from './draft-saver.ts';
import { type KeptDraft, keepDraft } from './kept-drafts.ts';

/** @param kept the draft as it was opened, with what an earlier visit typed and could not save */
export function saverOf(kept: KeptDraft, onChange: () => void): DraftSaver {
  const path = { caseId: kept.draft.caseId };
  const tab = `banshi.unsaved.${kept.draft.caseId}`;
  const deps = {
    draft: { answers: kept.draft.answers, version: kept.draft.version },
    put: (draft: { answers: Answers; version: number }) =>
      call('PUT /v1/drafts/{caseId}', { path, body: { answers: draft.answers }, ifMatch: draft.version }),
    get: () => call('GET /v1/drafts/{caseId}', { path }),
    judge,
    onChange,
    remember: (unsaved: Unsaved, conflicts: readonly Conflict[], saved: { answers: Answers; version: number }) => {
      // At once in this tab's storage, which a reload finds; and sealed on the device, which a closed window does not lose.
      if (Object.keys(unsaved).length === 0) sessionStorage.removeItem(tab);
      else sessionStorage.setItem(tab, JSON.stringify(unsaved));
      void keepDraft({ ...kept, draft: { ...kept.draft, ...saved }, unsaved, conflicts, at: new Date().toISOString() });
    },
    now: () => new Date(),
  };
  return new DraftSaver(deps, { ...kept.unsaved, ...JSON.parse(sessionStorage.getItem(tab) ?? '{}') }, kept.conflicts);
}

export function judge(error: unknown): 'stale' | 'later' | 'refused' {
  const { code } = asProblem(error);
  if (code === 'stale-version') return 'stale';
  return ['offline', 'too-busy', 'conflict', 'internal', 'unreadable'].includes(code) ? 'later' : 'refused';
}
