/** A draft on a page: its answers as typed, saved as they are typed. */
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import type { Answers } from '../../../shared/catalogue/item.ts';
import { lastCall } from '../base/api.ts';
import { beforeLeaving } from '../base/leaving.ts';
import { onBack } from '../base/online.ts';
import { saverOf } from './draft-of.ts';
import type { Conflict, DraftSaver, SaveState } from './draft-saver.ts';
import type { KeptDraft } from './kept-drafts.ts';
import { openDrafts } from './send-unsent.ts';
import type { Answer } from './values.ts';

export interface DraftState {
  readonly answers: Answers;
  readonly saved: SaveState;
  /** Does this device have what the hall has not? */
  readonly kept: boolean;
  /** Answers that were changed elsewhere too; what was typed here counts until the person says otherwise. */
  readonly conflicts: readonly Conflict[];
  readonly settle: (name: string, whose: 'mine' | 'theirs') => void;
  readonly set: (name: string, value: Answer | undefined) => void;
  /** Resolves when everything typed is saved. @throws ApiProblem */
  readonly flush: () => Promise<void>;
}

/** @param opened as fetched, or as this device kept it; the saver holds what follows. */
export function useDraft(opened: KeptDraft): DraftState {
  const { caseId } = opened.draft;
  return useSaver(
    opened,
    caseId,
    (redraw) => saverOf(opened, redraw),
    ({ answers, version }) =>
      lastCall('PUT /v1/drafts/{caseId}', { path: { caseId }, body: { answers }, ifMatch: version }),
  );
}

/**
 * Whatever is saved while it is typed, as long as its page stands.
 * @param of what was opened: another one gets another saver
 * @param last one try that outlives the page
 */
export function useSaver(
  of: object,
  id: string,
  make: (redraw: () => void) => DraftSaver,
  last: (saver: DraftSaver) => Promise<void>,
): DraftState {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const saver = useMemo(() => make(() => redraw(undefined)), [of]);
  useEffect(() => {
    // The tab may be closed for good. What the last try does not save is kept on the device.
    const leave = () => {
      if (saver.state.kind !== 'saved') void last(saver).catch(() => undefined);
    };
    // Where the device could keep nothing, a window that is closed by mistake would take it along: the browser asks.
    const closing = (event: BeforeUnloadEvent) => {
      if (saver.state.kind !== 'saved' && !saver.kept) event.preventDefault();
    };
    const again = () => void saver.flush().catch(() => undefined);
    const leaving = beforeLeaving(() => saver.flush());
    openDrafts.add(id);
    addEventListener('pagehide', leave);
    addEventListener('beforeunload', closing);
    const back = onBack(again);
    return () => {
      leaving();
      openDrafts.delete(id);
      removeEventListener('pagehide', leave);
      removeEventListener('beforeunload', closing);
      back();
      again();
    };
  }, [saver, id]);
  return {
    answers: saver.answers,
    saved: saver.state,
    kept: saver.kept,
    conflicts: saver.conflicts,
    settle: (name, whose) => saver.settle(name, whose),
    set: (name, value) => saver.set(name, value),
    flush: () => saver.flush(),
  };
}
