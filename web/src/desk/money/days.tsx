/** Reconciled days, last first: bills, differences, signature. */

import { call } from '../../base/api.ts';
import type { DayLine } from '../../base/api-answers.ts';
import { Empty } from '../../base/conditions.tsx';
import { dayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { navigate } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { Loading, Title } from '../../base/ui.tsx';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';

export function Days({ desk }: { readonly desk: Desk }) {
  const words = useMoneyWords();
  const list = usePaged('days', (cursor) => call('GET /v1/money/days', { query: { cursor, agency: desk.agency } }));
  return (
    <div class="stack">
      <Title site={words('site')}>{words('days-title')}</Title>
      <p class="muted">{words('days-lead')}</p>
      <GoTo desk={desk} />
      <section class="card money-list" aria-live="polite">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && <Empty title={words('days-none')}>{words('days-none-text')}</Empty>}
        {list.items !== undefined && list.items.length > 0 && <Table desk={desk} days={list.items} />}
        <MoreButton list={list} />
      </section>
    </div>
  );
}

/** Any day has its balance and its file, reconciled or not. */
function GoTo({ desk }: { readonly desk: Desk }) {
  const words = useMoneyWords();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const day = document.querySelector<HTMLInputElement>('#go-day')?.value ?? '';
    if (day !== '') navigate(placeOf(desk, `days/${day}`));
  };
  return (
    <form class="row" onSubmit={submit}>
      <label class="money-date" for="go-day">
        {words('days-go')}
      </label>
      <input class="money-day" id="go-day" type="date" required />
      <button type="submit" class="button second">
        {words('days-open')}
      </button>
    </form>
  );
}

function Table({ desk, days }: { readonly desk: Desk; readonly days: readonly DayLine[] }) {
  const words = useMoneyWords();
  const { language } = useSettings();
  return (
    <table class="money-table">
      <thead>
        <tr>
          <th scope="col">{words('column-day')}</th>
          <th scope="col">{words('column-bills')}</th>
          <th scope="col">{words('column-differences')}</th>
          <th scope="col">{words('column-signed')}</th>
        </tr>
      </thead>
      <tbody>
        {days.map((line) => (
          <tr key={line.day}>
            <td>
              <a href={placeOf(desk, `days/${line.day}`)}>{dayText(line.day, language, hallNow())}</a>
            </td>
            <td>
              {line.providers.map(({ provider, state }) => `${words(provider)} ${words(`bill-${state}`)}`).join('；')}
            </td>
            <td>
              <Differences line={line} />
            </td>
            <td>
              <span class={line.signedOff === undefined ? 'tag amber' : 'tag ok'}>
                {words(line.signedOff === undefined ? 'not-signed' : 'signed')}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Differences({ line: { open, differences } }: { readonly line: DayLine }) {
  const words = useMoneyWords();
  if (differences === 0) return <>{words('differences-none')}</>;
  if (open === 0) return <>{words('differences-done', { n: differences })}</>;
  return <span class="tag overdue">{words('differences-open', { n: open })}</span>;
}
