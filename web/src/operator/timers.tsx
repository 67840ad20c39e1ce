/** When the law does something by itself next, and what is late. */

import { call } from '../base/api.ts';
import { Shown } from '../base/conditions.tsx';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useLoad } from '../base/load.ts';
import { useSettings } from '../base/settings.ts';
import { useOperatorWords } from './operator-words.ts';

export function Timers() {
  const words = useOperatorWords();
  const { language } = useSettings();
  const timers = useLoad('timers', () => call('GET /v1/operations/timers', {}));
  return (
    <section class="card stack tight" aria-labelledby="timers">
      <h2 id="timers">{words('timers')}</h2>
      <p class="small muted">{words('timers-help')}</p>
      <Shown of={timers}>
        {({ late, lateOrMore, items }) => (
          <>
            <p class={late === 0 ? 'tag ok' : 'tag overdue'}>
              {late === 0
                ? words('timers-on-time')
                : words(lateOrMore ? 'timers-late-more' : 'timers-late', { n: late })}
            </p>
            {items.length === 0 && <p class="muted">{words('timers-none')}</p>}
            {items.length > 0 && (
              <table class="figures">
                <thead>
                  <tr>
                    <th scope="col">{words('timer-at')}</th>
                    <th scope="col">{words('timer-case')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.slice(0, 12).map(({ caseId, at, late: isLate }) => (
                    <tr key={caseId}>
                      <td class="nowrap">
                        {timeText(at, language, hallNow())}
                        {isLate && <span class="tag overdue"> {words('timer-late')}</span>}
                      </td>
                      <td class="small break">{caseId}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
      </Shown>
    </section>
  );
}
