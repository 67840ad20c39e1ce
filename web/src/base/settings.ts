/** How this person likes the pages: language, size, keys. Kept in the browser, shown as attributes of the document. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

export type Language = 'zh' | 'en';
/** `large` is the elder mode (长辈版). */
export type Size = 'normal' | 'large';

export interface Settings {
  readonly language: Language;
  readonly size: Size;
  readonly keys: 'on' | 'off';
}

interface SettingsAndSetter extends Settings {
  readonly set: (change: Partial<Settings>) => void;
}

const fresh: Settings = { language: 'zh', size: 'normal', keys: 'on' };

export const SettingsContext = createContext<SettingsAndSetter>({ ...fresh, set: () => undefined });
export const useSettings = () => useContext(SettingsContext);

/** State for the provider at the top of each application. */
export function useStoredSettings(): SettingsAndSetter {
  const [settings, setSettings] = useState(stored);
  useEffect(() => {
    document.documentElement.lang = settings.language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.size = settings.size;
  }, [settings]);
  const set = (change: Partial<Settings>) => {
    const next = { ...settings, ...change };
    for (const [name, value] of Object.entries(next)) localStorage.setItem(`banshi.${name}`, value);
    setSettings(next);
  };
  return { ...settings, set };
}

function stored(): Settings {
  const language = localStorage.getItem('banshi.language') ?? (navigator.language.startsWith('en') ? 'en' : 'zh');
  return {
    language: language === 'en' ? 'en' : 'zh',
    size: localStorage.getItem('banshi.size') === 'large' ? 'large' : 'normal',
    keys: localStorage.getItem('banshi.keys') === 'off' ? 'off' : 'on',
  };
}
