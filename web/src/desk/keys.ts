/** Single keys for officers who work with the keyboard. Can be switched off, and never taken from someone who types. */
import { useEffect, useRef } from 'preact/hooks';
import { useSettings } from '../base/settings.ts';
import { isSend, keyOf, textPlaces } from './key-press.ts';

/** @param keys what each lower-case key does */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const settings = useSettings();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (settings.keys === 'off') return undefined;
    const press = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key === undefined || isTyping(event.target)) return;
      // A sheet or a viewer that lies on top has keys of its own.
      if (document.querySelector('dialog[open]') !== null) return;
      const act = latest.current[key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [settings.keys]);
}

/** Ctrl and Enter, or ⌘ and Enter, sends the form one is in: nobody has to go through all of it to its button. */
export function useSendKey(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isSend(event) || !(event.target instanceof Element)) return;
      const form = event.target.closest<HTMLFormElement>('main form');
      if (form === null) return;
      event.preventDefault();
      form.requestSubmit();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(textPlaces);
}
