/** Refunds by state: what waits for a second pair of eyes, what is at the provider, what has ended. */
import { call } from '../../base/api.ts';
import type { RefundLine } from '../../base/api-answers.ts';
import { Empty } from '../../base/conditions.tsx';
import { moneyText, timeText } from '../../base/format.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { Loading, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';
import { useWho } from './who.ts';

const states = ['asked', 'approved', 'abnormal', 'failed', 'success', 'rejected'] as const;

export function Refunds({ desk }: { readonly desk: Desk }) {
  const words = useMoneyWords();
  const { query } = usePlace();
  const state = states.find((one) => one === query.get('state')) ?? 'asked';
  const list = usePaged(state, (cursor) =>
    call('GET /v1/money/refunds', { query: { state, cursor, agency: desk.agency } }),
  );
  return (
    <div class="stack">
      <Title site={words('site')}>{words('refunds-title')}</Title>
      <nav class="money-tabs" aria-label={words('orders-state')}>
        {states.map((one) => (
          <a
            key={one}
            href={placeOf(desk, 'refunds', { state: one })}
            aria-current={one === state ? 'page' : undefined}
          >
            {words(`refund-${one}`)}
          </a>
        ))}
      </nav>
      <section class="card money-list" aria-live="polite">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && (
          <Empty icon="check" title={words('refunds-none')}>
            {words('refunds-none-text')}
          </Empty>
        )}
        {list.items !== undefined && list.items.length > 0 && <Table desk={desk} refunds={list.items} />}
        <MoreButton list={list} />
      </section>
    </div>
  );
}

function Table({ desk, refunds }: { readonly desk: Desk; readonly refunds: readonly RefundLine[] }) {
  const words = useMoneyWords();
  const say = useSay();
  const who = useWho(desk.person);
  const { language } = useSettings();
  return (
    <table class="money-table">
      <thead>
        <tr>
          <th scope="col">{words('column-title')}</th>
          <th scope="col">{words('column-why')}</th>
          <th scope="col">{words('column-by')}</th>
          <th scope="col">{words('column-asked')}</th>
          <th scope="col" class="sum">
            {words('column-amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {refunds.map((refund) => (
          <tr key={refund.refundNo}>
            <td>
              <a href={placeOf(desk, `orders/${refund.orderNo}`)}>{say(refund.title)}</a>
            </td>
            <td>{refund.reason}</td>
            <td>
              {who(refund.askedBy)}
              {refund.state === 'asked' && refund.askedBy === desk.person.id && (
                <span class="small muted"> {words('four-eyes')}</span>
              )}
            </td>
            <td class="small number">{timeText(refund.askedAt, language, new Date())}</td>
            <td class="sum number">{moneyText(refund.amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
