/** A draft on a page: its answers as typed, saved as they are typed. */
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import type { Answers } from '../../../shared/catalogue/item.ts';
import { call, lastCall } from '../base/api.ts';
import type { DraftView } from '../base/api-answers.ts';
import { beforeLeaving } from '../base/leaving.ts';
import { asProblem } from '../base/problem.ts';
import { DraftSaver, type SaveState, type Unsaved } from './draft-saver.ts';
import type { Answer } from './values.ts';

export interface DraftState {
  readonly answers: Answers;
  readonly saved: SaveState;
  readonly set: (name: string, value: Answer | undefined) => void;
  /** Resolves when everything typed is saved. @throws ApiProblem */
  readonly flush: () => Promise<void>;
}

/** @param opened as fetched; the saver holds what follows. */
export function useDraft(opened: DraftView): DraftState {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const saver = useMemo(() => saverOf(opened, () => redraw(undefined)), [opened]);
  useEffect(() => {
    const path = { caseId: opened.caseId };
    // The tab may be closed for good: one try that outlives the page. What it does not save is remembered.
    const leave = () => {
      if (saver.state.kind === 'saved') return;
      void lastCall('PUT /v1/drafts/{caseId}', {
        path,
        body: { answers: saver.answers },
        ifMatch: saver.version,
      }).catch(() => undefined);
    };
    const again = () => void saver.flush().catch(() => undefined);
    const leaving = beforeLeaving(() => saver.flush());
    addEventListener('pagehide', leave);
    addEventListener('online', again);
    return () => {
      leaving();
      removeEventListener('pagehide', leave);
      removeEventListener('online', again);
      again();
    };
  }, [saver, opened.caseId]);
  return {
    answers: saver.answers,
    saved: saver.state,
    set: (name, value) => saver.set(name, value),
    flush: () => saver.flush(),
  };
}

function saverOf(opened: DraftView, onChange: () => void): DraftSaver {
  const path = { caseId: opened.caseId };
  const key = `banshi.unsaved.${opened.caseId}`;
  const deps = {
    draft: { answers: opened.answers, version: opened.version },
    put: (draft: { answers: Answers; version: number }) =>
      call('PUT /v1/drafts/{caseId}', { path, body: { answers: draft.answers }, ifMatch: draft.version }),
    get: () => call('GET /v1/drafts/{caseId}', { path }),
    judge,
    onChange,
    // This tab's storage only: answers may hold identity numbers, and computers are shared.
    remember: (unsaved: Unsaved) => {
      if (Object.keys(unsaved).length === 0) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(unsaved));
    },
    now: () => new Date(),
  };
  return new DraftSaver(deps, JSON.parse(sessionStorage.getItem(key) ?? '{}'));
}

function judge(error: unknown): 'stale' | 'later' | 'refused' {
  const { code } = asProblem(error);
  if (code === 'stale-version') return 'stale';
  return ['offline', 'too-busy', 'conflict', 'internal', 'unreadable'].includes(code) ? 'later' : 'refused';
}
