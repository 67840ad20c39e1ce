/** Is there a network? The browser's word for it, and what the last call of the hall met: many a phone is "online" and reaches nothing. */
import { useEffect, useState } from 'preact/hooks';

let reached = true;
const listeners = new Set<() => void>();

/** Told after every call: did any answer come? */
export function noteReached(now: boolean): void {
  if (reached === now) return;
  reached = now;
  for (const listener of listeners) listener();
}

/** Calls back when the network is there again, as the browser says or as a call has found out. @returns takes it back */
export function onBack(listener: () => void): () => void {
  const found = () => {
    if (reached) listener();
  };
  listeners.add(found);
  addEventListener('online', listener);
  return () => {
    listeners.delete(found);
    removeEventListener('online', listener);
  };
}

export function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine && reached);
    // The browser found a network: the next call tells whether it leads anywhere.
    const back = () => {
      reached = true;
      look();
    };
    look();
    listeners.add(look);
    addEventListener('online', back);
    addEventListener('offline', look);
    return () => {
      listeners.delete(look);
      removeEventListener('online', back);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}
