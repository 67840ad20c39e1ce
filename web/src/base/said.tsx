/**
 * Words that a person, or an agency, wrote: as they were written, in their own direction and with their own lines; on an English page what
 * of them is Chinese says so, and is read out as Chinese. Wherever people's own words stand, they stand in this.
 */
import type { ComponentChildren } from 'preact';
import { useSettings } from './settings.ts';
import { isRightToLeft, written } from './written.ts';

/** Is there a Chinese character in it? */
export const chinesePart = /\p{Script=Han}/u;
/** From the first Chinese character to the last before another alphabet begins, with the marks between and after them. */
const stretch = /(\p{Script=Han}(?:[^A-Za-z]*\p{Script=Han})?[，。、；：？！）」”》]*)/u;

/** A text cut where Chinese begins and ends. */
export const partsOf = (text: string): string[] => text.split(stretch);

export function Said({ children }: { readonly children: string }): ComponentChildren {
  const { language } = useSettings();
  const text = written(children);
  const words = language === 'zh' || !chinesePart.test(text) ? text : marked(text);
  // Most is one line in one direction, and needs no element of its own.
  if (isRightToLeft(text)) return <bdi class="said">{words}</bdi>;
  return text.includes('\n') ? <span class="said">{words}</span> : words;
}

function marked(text: string): ComponentChildren {
  return partsOf(text).map((part, at) =>
    chinesePart.test(part) ? (
      <span key={at} lang="zh-CN">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
