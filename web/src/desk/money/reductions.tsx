/** Requests to pay less, by state: each opens with its order, where it is answered. */
import { call } from '../../base/api.ts';
import type { AskLine } from '../../base/api-answers.ts';
import { Empty } from '../../base/conditions.tsx';
import { moneyText, timeText } from '../../base/format.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { Loading, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';

const states = ['asked', 'granted', 'rejected', 'withdrawn'] as const;

export function Reductions({ desk }: { readonly desk: Desk }) {
  const words = useMoneyWords();
  const { query } = usePlace();
  const state = states.find((one) => one === query.get('state')) ?? 'asked';
  const list = usePaged(state, (cursor) =>
    call('GET /v1/money/reductions', { query: { state, cursor, agency: desk.agency } }),
  );
  return (
    <div class="stack">
      <Title site={words('site')}>{words('reductions-title')}</Title>
      <nav class="money-tabs" aria-label={words('orders-state')}>
        {states.map((one) => (
          <a
            key={one}
            href={placeOf(desk, 'reductions', { state: one })}
            aria-current={one === state ? 'page' : undefined}
          >
            {words(`ask-${one}`)}
          </a>
        ))}
      </nav>
      <section class="card money-list" aria-live="polite">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && (
          <Empty icon="check" title={words('reductions-none')}>
            {words('reductions-none-text')}
          </Empty>
        )}
        {list.items !== undefined && list.items.length > 0 && <Table desk={desk} asks={list.items} />}
        <MoreButton list={list} />
      </section>
    </div>
  );
}

function Table({ desk, asks }: { readonly desk: Desk; readonly asks: readonly AskLine[] }) {
  const words = useMoneyWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <table class="money-table">
      <thead>
        <tr>
          <th scope="col">{words('column-title')}</th>
          <th scope="col">{words('column-ground')}</th>
          <th scope="col">{words('column-asked')}</th>
          <th scope="col" class="sum">
            {words('column-amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {asks.map((ask) => (
          <tr key={`${ask.orderNo} ${ask.askNo}`}>
            <td>
              <a href={placeOf(desk, `orders/${ask.orderNo}`)}>{say(ask.title)}</a>
            </td>
            <td>{words(`ground-${ask.ground}`)}</td>
            <td class="small number">{timeText(ask.askedAt, language, new Date())}</td>
            <td class="sum number">{moneyText(ask.amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
