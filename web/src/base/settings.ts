/**
 * How this person likes the pages: language, size, contrast, light or dark, keys. Kept in one cookie that says nothing of who they are, so that
 * a page drawn by the hall's server looks as chosen before any script has run.
 */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];
/** `large` is the elder mode (长辈版): main text 22 px; `largest` is its widest step, 30 px. */
export const sizes = ['normal', 'large', 'largest'] as const;
export type Size = (typeof sizes)[number];
/** `more` asks for high contrast whatever the system is set to. */
export const contrasts = ['normal', 'more'] as const;
export type Contrast = (typeof contrasts)[number];
/** `auto`: as the system is set. */
export const schemes = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];
export const keyChoices = ['on', 'off'] as const;

export interface Settings {
  readonly language: Language;
  readonly size: Size;
  readonly contrast: Contrast;
  readonly keys: (typeof keyChoices)[number];
  readonly scheme: Scheme;
}

export interface SettingsAndSetter extends Settings {
  readonly set: (change: Partial<Settings>) => void;
}

export const freshSettings: Settings = {
  language: 'zh',
  size: 'normal',
  contrast: 'normal',
  keys: 'on',
  scheme: 'auto',
};

export const SettingsContext = createContext<SettingsAndSetter>({ ...freshSettings, set: () => undefined });
export const useSettings = () => useContext(SettingsContext);

/** Is the elder mode on, in either of its sizes? */
export const isElder = ({ size }: Pick<Settings, 'size'>): boolean => size !== 'normal';

const cookieName = 'banshi.look';
const year = 365 * 24 * 60 * 60;

/** State for the provider at the top of each application. */
export function useStoredSettings(): SettingsAndSetter {
  const [settings, setSettings] = useState(() => settingsOf(document.cookie, navigator.language));
  useEffect(() => {
    for (const [name, value] of Object.entries(rootAttributes(settings)))
      document.documentElement.setAttribute(name, value);
    // What has measured itself does so again: other letters, other heights.
    dispatchEvent(new Event('resize'));
  }, [settings]);
  const set = (change: Partial<Settings>) => {
    const next = { ...settings, ...change };
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser people have.
    document.cookie = settingsCookie(next);
    setSettings(next);
  };
  return { ...settings, set };
}

/** Attributes of the document that the styles go by. */
export function rootAttributes({ language, size, contrast, scheme }: Settings): Readonly<Record<string, string>> {
  const lang = language === 'zh' ? 'zh-CN' : 'en';
  return { lang, 'data-size': size, 'data-contrast': contrast, 'data-scheme': scheme };
}

/** @param cookies `document.cookie`, or the header. @param preferred languages the browser asks for: `en-GB,en;q=0.9` */
export function settingsOf(cookies: string, preferred: string): Settings {
  const kept = cookies
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${cookieName}=`));
  const values = new URLSearchParams(kept?.slice(cookieName.length + 1) ?? '');
  return settingsIn(values, { ...freshSettings, language: preferred.trim().startsWith('en') ? 'en' : 'zh' });
}

/** Settings as an address or the cookie gives them; what is not said, or not known, is as in `otherwise`. */
export function settingsIn(values: URLSearchParams, otherwise: Settings): Settings {
  return {
    language: oneOf(languages, values.get('language')) ?? otherwise.language,
    size: oneOf(sizes, values.get('size')) ?? otherwise.size,
    contrast: oneOf(contrasts, values.get('contrast')) ?? otherwise.contrast,
    keys: oneOf(keyChoices, values.get('keys')) ?? otherwise.keys,
    scheme: oneOf(schemes, values.get('scheme')) ?? otherwise.scheme,
  };
}

/** The cookie as it is set, in the browser or by the server. */
export function settingsCookie(settings: Settings): string {
  return `${cookieName}=${new URLSearchParams({ ...settings })}; path=/; max-age=${year}; samesite=lax`;
}

function oneOf<T extends string>(known: readonly T[], value: string | null): T | undefined {
  return known.find((each) => each === value);
}
