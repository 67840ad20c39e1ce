/** What a doctor is writing in a visit: outlives a reload and a crash of the tab, in the tab's own memory, which signing out empties. */
import { useState } from 'preact/hooks';
import { tabMemory } from '../../base/tab-memory.ts';

/** Where the words for a visit's record are kept until the visit is ended. */
export const noteName = (appointmentId: string): string => `banshi.desk.note.${appointmentId}`;

/** @param fits whether what was kept, perhaps by an older version of these pages, is what is kept now */
export function useKeptEntry<T>(
  name: string,
  fresh: T,
  fits: (kept: unknown) => kept is T,
): { readonly value: T; readonly set: (value: T) => void; readonly forget: () => void } {
  const [value, setValue] = useState<T>(() => keptAt(name, fits) ?? fresh);
  return {
    value,
    set: (next) => {
      tabMemory.set(name, JSON.stringify(next));
      setValue(next);
    },
    forget: () => {
      tabMemory.remove(name);
      setValue(fresh);
    },
  };
}

function keptAt<T>(name: string, fits: (kept: unknown) => kept is T): T | undefined {
  try {
    const kept: unknown = JSON.parse(tabMemory.get(name) ?? 'null');
    return fits(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}
