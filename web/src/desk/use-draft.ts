import { useEffect, useState } from 'preact/hooks';
import { type DraftOf, draftAt, draftPlace, dropDraft, dropOthers, keepDraft } from './drafts.ts';
import { myId } from './me.ts';

/**
 * State of a form on a case that is there again when the person comes back to it.
 * @param read what was kept, if it is still of this shape
 */
export function useDraft<T>(
  of: DraftOf,
  empty: T,
  read: (kept: unknown) => T | undefined,
): { readonly value: T; readonly begun: boolean; readonly set: (next: T) => void; readonly drop: () => void } {
  const place = draftPlace(myId(), of);
  const [state, setState] = useState(() => {
    const kept = read(draftAt(place, sessionStorage));
    return { value: kept ?? empty, begun: kept !== undefined };
  });
  const { key } = place;
  useEffect(() => dropOthers(myId(), sessionStorage), [key]);
  return {
    ...state,
    set: (value) => {
      setState((old) => ({ ...old, value }));
      keepDraft(place, value, sessionStorage);
    },
    drop: () => {
      setState({ value: empty, begun: false });
      dropDraft(place, sessionStorage);
    },
  };
}
