/** What was just done, in a sentence; gone when the language changes, for it was said in the other. */
import { useEffect, useState } from 'preact/hooks';
import { useSettings } from '../../base/settings.ts';

export function useTold(): readonly [string, (sentence: string) => void] {
  const { language } = useSettings();
  const [told, setTold] = useState('');
  useEffect(() => setTold(''), [language]);
  return [told, setTold];
}
