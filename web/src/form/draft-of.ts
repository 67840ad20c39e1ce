/** A saver for a draft of the hall: how it is put and fetched, and where what is not saved yet is kept meanwhile. */
import type { Answers } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import { hallNow } from '../base/hall-time.ts';
import { asProblem } from '../base/problem.ts';
import { tabMemory } from '../base/tab-memory.ts';
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
    faulty,
    onChange,
    remember: (
      unsaved: Unsaved,
      conflicts: readonly Conflict[],
      saved: { answers: Answers; version: number },
    ): Promise<boolean> => {
      // At once in this tab's storage, which a reload finds; and sealed on the device, which a closed window does not lose.
      if (Object.keys(unsaved).length === 0) tabMemory.remove(tab);
      else tabMemory.set(tab, JSON.stringify(unsaved));
      return keepDraft({
        ...kept,
        draft: { ...kept.draft, ...saved },
        unsaved,
        conflicts,
        at: hallNow().toISOString(),
      });
    },
    now: hallNow,
  };
  const typed: Unsaved = { ...kept.unsaved, ...JSON.parse(tabMemory.get(tab) ?? '{}') };
  // The agency may have taken a question away while its answer waited: the hall would refuse it for ever.
  const asked = new Set(kept.item.form.sections.flatMap(({ fields }) => fields).map(({ name }) => name));
  const still = Object.entries(typed).filter(([name]) => asked.has(name));
  return new DraftSaver(deps, Object.fromEntries(still), kept.conflicts);
}

/** `answers.family.0.name` is about `family`. */
export function faulty(error: unknown): string[] {
  return (asProblem(error).errors ?? []).flatMap(({ field }) => /(?:^|\.)answers\.([^.]+)/.exec(field)?.[1] ?? []);
}

export function judge(error: unknown): 'stale' | 'later' | 'refused' {
  const { code } = asProblem(error);
  if (code === 'stale-version') return 'stale';
  return ['offline', 'too-busy', 'conflict', 'internal', 'unreadable'].includes(code) ? 'later' : 'refused';
}
