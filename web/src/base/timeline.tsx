/** What has happened to a case, newest first. */

import type { TimelineEntry } from './api-answers.ts';
import { timeText } from './format.ts';
import { hallNow } from './hall-time.ts';
import { Said } from './said.tsx';
import { useSettings } from './settings.ts';
import { useSay } from './words.ts';

export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const say = useSay();
  const { language } = useSettings();
  return (
    <ol class="plain timeline" reversed>
      {entries
        .toSorted((a, b) => b.seq - a.seq)
        .map((entry) => (
          <li key={entry.seq}>
            <p class="small muted">
              <time dateTime={entry.at}>{timeText(entry.at, language, hallNow())}</time> · <Said>{say(entry.who)}</Said>
            </p>
            <p>
              <Said>{say(entry.what)}</Said>
            </p>
            {entry.detail !== undefined && (
              <p class="timeline-detail">
                <Said>{entry.detail}</Said>
              </p>
            )}
          </li>
        ))}
    </ol>
  );
}
