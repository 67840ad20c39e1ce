/** State that a reload of this tab finds again, and, sealed on the device, a later visit of the same person. */
import { useEffect, useState } from 'preact/hooks';
import { myVault } from '../base/my-vault.ts';
import { tabMemory } from '../base/tab-memory.ts';
import type { Vault } from '../base/vault.ts';

let turn: Promise<void> = Promise.resolve();

/** One after the other: what is forgotten must not come back because it was still being written. */
function inTurn(act: (vault: Vault) => Promise<void>): void {
  turn = turn.then(async () => {
    const vault = await myVault();
    if (vault !== undefined) await act(vault);
  });
  turn = turn.catch(() => undefined);
}

/** For what is kept as plain text. */
export const isText = (kept: unknown): kept is string => typeof kept === 'string';

/**
 * @param fits whether what was kept, perhaps by an older version of these pages, is what is kept now
 * @returns the value, its setter, and a way to forget it for good
 */
export function useKept<T>(
  key: string,
  fresh: T,
  fits: (kept: unknown) => kept is T,
): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => {
    const text = tabMemory.get(key);
    const kept: unknown = text === null ? undefined : JSON.parse(text);
    return fits(kept) ? kept : fresh;
  });
  const name = `kept/${key}`;
  useEffect(() => {
    if (tabMemory.get(key) !== null) return;
    const find = async () => {
      const found = await (await myVault())?.get(name);
      // Whoever has begun to type meanwhile is not disturbed.
      if (fits(found) && tabMemory.get(key) === null) setValue(found);
    };
    void find().catch(() => undefined);
  }, [key]);
  const keep = (next: T) => {
    tabMemory.set(key, JSON.stringify(next));
    setValue(next);
    inTurn((vault) => vault.put(name, next));
  };
  const forget = () => {
    tabMemory.remove(key);
    inTurn((vault) => vault.drop(name));
  };
  return [value, keep, forget];
}
