/** Words that a person, or an agency, wrote: on an English page what of them is Chinese says so, and is read out as Chinese. */
import { useSettings } from './settings.ts';

/** Is there a Chinese character in it? */
export const chinesePart = /\p{Script=Han}/u;
/** From the first Chinese character to the last before another alphabet begins, with the marks between and after them. */
const stretch = /(\p{Script=Han}(?:[^A-Za-z]*\p{Script=Han})?[，。、；：？！）」”》]*)/u;

/** A text cut where Chinese begins and ends. */
export const partsOf = (text: string): string[] => text.split(stretch);

export function Said({ children }: { readonly children: string }) {
  const { language } = useSettings();
  if (language === 'zh' || !chinesePart.test(children)) return <>{children}</>;
  return (
    <>
      {partsOf(children).map((part, at) =>
        chinesePart.test(part) ? (
          <span key={at} lang="zh-CN">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
