/** State that a reload of this tab finds again. */
import { useState } from 'preact/hooks';

/** @returns the value, its setter, and a way to forget it for good */
export function useKept<T>(key: string, fresh: T): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => {
    const text = sessionStorage.getItem(key);
    return text === null ? fresh : JSON.parse(text);
  });
  const keep = (next: T) => {
    sessionStorage.setItem(key, JSON.stringify(next));
    setValue(next);
  };
  return [value, keep, () => sessionStorage.removeItem(key)];
}
