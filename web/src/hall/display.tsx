/** How the pages look: size, contrast, light or dark, language. Each choice is shown at once; nothing has to be saved. */
import type { ComponentChildren } from 'preact';
import { contrasts, languages, type Settings, schemes, sizes, useSettings } from '../base/settings.ts';
import { BackLink, Title } from '../base/ui.tsx';
import { useHallWords } from './hall-words.ts';

export function Display() {
  const words = useHallWords();
  const settings = useSettings();
  const choice = <K extends 'size' | 'contrast' | 'scheme' | 'language'>(
    name: K,
    values: readonly Settings[K][],
    label: (value: Settings[K]) => ComponentChildren,
  ) => (
    <fieldset class="field">
      <legend>
        <h2>{words(`display-${name}`)}</h2>
      </legend>
      <div class="options">
        {values.map((value) => (
          <label class="option" key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={settings[name] === value}
              onChange={() => settings.set({ [name]: value })}
            />
            <span class={`sample-${value}`}>{label(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
  return (
    <form class="narrow stack" action="/display" onSubmit={(event) => event.preventDefault()}>
      <input type="hidden" name="back" value="/display" />
      <BackLink href="/">{words('nav-home')}</BackLink>
      <Title site={words('site')}>{words('display')}</Title>
      <p class="muted">{words('display-lead')}</p>
      {choice('size', sizes, (value) => words(`display-size-${value}`))}
      {choice('contrast', contrasts, (value) => words(`display-contrast-${value}`))}
      {choice('scheme', schemes, (value) => words(`display-scheme-${value}`))}
      {choice('language', languages, (value) => (
        <span lang={value === 'zh' ? 'zh-CN' : 'en'}>{words(`display-language-${value}`)}</span>
      ))}
      <noscript>
        <button type="submit" class="button">
          {words('display-keep')}
        </button>
      </noscript>
    </form>
  );
}
