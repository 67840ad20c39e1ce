/**
 * Draws a page of the hall as HTML, with the same components as in the browser: readable before a script has come, and without any.
 * Pages that are somebody's own are drawn as far as a stranger sees them; who is signed in is known in the browser only.
 */
import { renderToString } from 'preact-render-to-string';
import { standAt } from '../base/router.ts';
import { type SeedSource, seedsElement, takeSeedsFrom } from '../base/seeds.ts';
import { rootAttributes, settingsCookie, settingsIn, settingsOf } from '../base/settings.ts';
import { takeTitle } from '../base/ui.tsx';
import { HallAs, pageAt } from '../hall/hall.tsx';
import { hallRows } from '../hall/hall-rows.ts';
import type { PageAsked, PageDrawn, SettingsKept } from './page.ts';

export function draw(template: string, { path, query, cookies, languages, ask }: PageAsked): PageDrawn {
  const settings = settingsOf(cookies, languages);
  const { seeds, missing, source } = collecting(ask);
  takeSeedsFrom(source);
  takeTitle();
  const at = (place: string) => {
    standAt({ path: place, query: new URLSearchParams(query) });
    return renderToString(<HallAs settings={{ ...settings, set: () => undefined }} />);
  };
  const known = pageAt(path) !== undefined;
  const first = at(path);
  const gone = !known || missing.size > 0;
  // A guide of no item is a page that is not there, said in the hall's own words.
  const markup = missing.size > 0 ? at('/not-found') : first;
  const attributes = rootAttributes(settings);
  const title = takeTitle() ?? hallRows.site[settings.language === 'zh' ? 0 : 1];
  return {
    status: gone ? 404 : 200,
    language: attributes.lang ?? 'zh-CN',
    html: template
      .replace('<html lang="zh-CN">', () => `<html ${attributeText(attributes)}>`)
      .replace(/<title>.*?<\/title>/, () => `<title>${escaped(title)}</title>`)
      .replace('<div id="app"></div>', () => `<div id="app">${markup}</div>${seedsText(gone ? {} : seeds)}`),
  };
}

export function settingsKept(query: string, cookies: string, languages: string): SettingsKept | undefined {
  const values = new URLSearchParams(query);
  if (!['language', 'size', 'contrast', 'scheme'].some((name) => values.has(name))) return undefined;
  const back = values.get('back') ?? '/';
  return {
    cookie: settingsCookie(settingsIn(values, settingsOf(cookies, languages))),
    // A path of this site and nothing else: `//elsewhere` is another site's.
    back: /^\/(?![/\\])[\x20-\x7e]*$/.test(back) ? back : '/',
  };
}

/** Notes what was asked for, and what of it there was. */
function collecting(ask: PageAsked['ask']) {
  const seeds: Record<string, string> = {};
  const missing = new Set<string>();
  const source: SeedSource = (url) => {
    const text = ask(url);
    if (text === undefined) missing.add(url);
    else seeds[url] = text;
    return text;
  };
  return { seeds, missing, source };
}

/** Data, not a script: the policy of the page runs nothing that stands in it. */
function seedsText(seeds: Readonly<Record<string, string>>): string {
  const json = JSON.stringify(seeds).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${seedsElement}">${json}</script>`;
}

function attributeText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
