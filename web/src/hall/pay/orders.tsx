/** All that a person was asked to pay and has paid. */

import { call } from '../../base/api.ts';
import type { OrderLine } from '../../base/api-answers.ts';
import { Empty } from '../../base/conditions.tsx';
import { dateText, moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { useSettings } from '../../base/settings.ts';
import { Loading, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useHallWords } from '../hall-words.ts';
import { MineTabs } from '../mine-tabs.tsx';
import { Own } from '../signed-in.tsx';
import '../../styles/pay.css';
import { usePayWords } from './pay-words.ts';
import { isToPay, toldState } from './standing.ts';

export function Orders() {
  const pay = usePayWords();
  return <Own why={pay('sign-in-why')}>{() => <List />}</Own>;
}

function List() {
  const words = useHallWords();
  const pay = usePayWords();
  const list = usePaged('orders', (cursor) => call('GET /v1/orders', { query: { cursor } }));
  const now = hallNow();
  const toPay = list.items?.filter((order) => isToPay(order, now)) ?? [];
  const others = list.items?.filter((order) => !isToPay(order, now)) ?? [];
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{pay('list-title')}</Title>
      <MineTabs />
      {list.items === undefined && list.problem === undefined && <Loading />}
      {list.items?.length === 0 && (
        <div class="card">
          <Empty icon="yuan" title={pay('list-none')}>
            {pay('list-none-text')}
          </Empty>
        </div>
      )}
      {list.items !== undefined && list.items.length > 0 && (
        <section class="card" aria-labelledby="to-pay">
          <h2 id="to-pay">{pay('list-to-pay')}</h2>
          {toPay.length === 0 ? <p class="muted">{pay('nothing-to-pay')}</p> : <Rows orders={toPay} />}
        </section>
      )}
      {others.length > 0 && (
        <section class="card" aria-labelledby="paid">
          <h2 id="paid">{pay('list-done')}</h2>
          <Rows orders={others} />
        </section>
      )}
      <MoreButton list={list} />
    </div>
  );
}

function Rows({ orders }: { readonly orders: readonly OrderLine[] }) {
  return (
    <ul class="plain rows">
      {orders.map((order) => (
        <Row key={order.orderNo} order={order} />
      ))}
    </ul>
  );
}

function Row({ order }: { readonly order: OrderLine }) {
  const pay = usePayWords();
  const say = useSay();
  const { language } = useSettings();
  const now = hallNow();
  const { word, tone } = toldState(order, now);
  return (
    <li>
      <a class="row-link pay-row" href={`/orders/${order.orderNo}`}>
        <span class="row-name">
          {say(order.title)} <span class={`tag ${tone}`}>{pay(word)}</span>
        </span>
        <strong class="pay-row-amount number">{moneyText(order.amount)}</strong>
        <span class="row-facts">
          <Facts order={order} />
          {isToPay(order, now) && <span>{pay('pay-by', { when: timeText(order.expiresAt, language, now) })}</span>}
        </span>
      </a>
    </li>
  );
}

function Facts({ order: { paid, createdAt, refunded, receipt } }: { readonly order: OrderLine }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const now = hallNow();
  return (
    <>
      {paid === undefined ? (
        <span>{pay('created', { when: dateText(createdAt, language, now) })}</span>
      ) : (
        <span>{pay('paid-on', { when: timeText(paid.at, language, now), provider: pay(paid.provider) })}</span>
      )}
      {receipt !== undefined && <span>{pay('receipt-line', { number: receipt })}</span>}
      {refunded !== undefined && refunded > 0 && <span>{pay('refund-gone', { amount: moneyText(refunded) })}</span>}
    </>
  );
}
