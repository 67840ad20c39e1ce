/** Words that a person, or an agency, wrote: on an English page what of them is Chinese says so, and is read out as Chinese. */
import { useSettings } from './settings.ts';

const han = /\p{Script=Han}/u;
/** From the first Chinese character to the last before another alphabet begins, with the marks between and after them. */
const stretch = /(\p{Script=Han}(?:[^A-Za-z]*\p{Script=Han})?[，。、；：？！）」”》]*)/u;

export function Said({ children }: { readonly children: string }) {
  const { language } = useSettings();
  if (language === 'zh' || !han.test(children)) return <>{children}</>;
  return (
    <>
      {children.split(stretch).map((part, at) =>
        han.test(part) ? (
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
