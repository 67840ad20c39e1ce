/** One order, whole: the money, where it stands, what may be done, refunds, entries, what happened. */

import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { DeskOrder } from '../../base/api-answers.ts';
import { Shown } from '../../base/conditions.tsx';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useLoad } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { Entries } from './entries.tsx';
import { useMoneyWords } from './money-words.ts';
import { OrderActions } from './order-actions.tsx';
import { OrderAsks } from './order-asks.tsx';
import { OrderLife } from './order-life.tsx';
import { OrderRefunds } from './order-refunds.tsx';
import { OrderTable } from './order-table.tsx';
import { type Desk, placeOf } from './places.ts';
import { stateTone } from './tones.ts';

export function Order({ desk, orderNo }: { readonly desk: Desk; readonly orderNo: string }) {
  const words = useMoneyWords();
  const order = useLoad(orderNo, () => call('GET /v1/money/orders/{orderNo}', { path: { orderNo } }));
  return (
    <div class="stack">
      <BackLink href={placeOf(desk, 'orders')}>{words('order-back')}</BackLink>
      <Shown of={order} page={words('site')}>
        {(view) => <Opened desk={desk} order={view} reload={order.reload} />}
      </Shown>
    </div>
  );
}

interface OpenedProps {
  readonly desk: Desk;
  readonly order: DeskOrder;
  readonly reload: () => Promise<void>;
}

function Opened({ desk, order, reload }: OpenedProps) {
  const words = useMoneyWords();
  const [told, setTold] = useState('');
  const done = async (action: string) => {
    await reload();
    setTold(words('done', { action }));
  };
  return (
    <>
      <Head order={order} />
      <p class="hidden" role="status">
        {told}
      </p>
      <OrderActions desk={desk} order={order} done={done} />
      <OrderLife order={order} />
      <div class="money-columns">
        <div class="stack">
          <Facts order={order} />
          <OrderAsks order={order} />
          <OrderRefunds desk={desk} order={order} />
          {(order.strays?.length ?? 0) > 0 && (
            <section class="card money-list" aria-labelledby="strays">
              <h2 id="strays">{words('order-strays')}</h2>
              <OrderTable desk={desk} orders={order.strays ?? []} why />
            </section>
          )}
          <section class="card money-list" aria-labelledby="entries">
            <h2 id="entries">{words('order-entries')}</h2>
            {order.entries.length === 0 ? (
              <p class="muted">{words('order-entries-none')}</p>
            ) : (
              <Entries entries={order.entries} />
            )}
          </section>
        </div>
        <div class="stack">
          <Told order={order} />
        </div>
      </div>
    </>
  );
}

function Head({ order }: { readonly order: DeskOrder }) {
  const words = useMoneyWords();
  const say = useSay();
  const { state, stray } = order;
  return (
    <header class="stack tight">
      <Title site={words('site')}>{say(order.title)}</Title>
      <p class="row">
        <span class={`tag ${stateTone[state]}`}>{words(`state-${state}`)}</span>
        {stray !== undefined && <span class="tag amber">{words(`stray-${stray.reason}`)}</span>}
        <strong class="figure number">{moneyText(order.payment?.amount ?? order.amount)}</strong>
        <span class="mono small muted">{order.orderNo}</span>
      </p>
    </header>
  );
}

function Facts({ order }: { readonly order: DeskOrder }) {
  const words = useMoneyWords();
  const say = useSay();
  const { language } = useSettings();
  const at = (instant: string) => timeText(instant, language, hallNow());
  const { payment, receipt } = order;
  const lines: readonly (readonly [string, string])[] = [
    ...(order.payer === undefined ? [] : [[words('order-payer'), order.payer.name] as const]),
    ...(order.caseNumber === undefined ? [] : [[words('order-case'), order.caseNumber] as const]),
    ...order.items.map((item) => [say(item.name), `${moneyText(item.amount)}　${say(item.basis)}`] as const),
    ...order.reductions.map(
      ({ amount, reason, evidence }) =>
        [`−${moneyText(amount)}`, words('order-reduction', { reason, evidence })] as const,
    ),
    [words('order-asked'), at(order.createdAt)],
    ...(payment === undefined ? ([[words('order-expires'), at(order.expiresAt)]] as const) : []),
    ...(payment === undefined
      ? []
      : ([
          [words('order-paid'), `${moneyText(payment.amount)}　${words(payment.provider)}　${at(payment.at)}`],
          ...(payment.by === undefined ? [] : ([[words('order-paid-by'), payment.by.name]] as const)),
          [words('order-transaction'), payment.transactionId],
          ...(payment.providerOrderNo === order.orderNo
            ? []
            : ([[words('order-provider-no'), payment.providerOrderNo]] as const)),
        ] as const)),
    ...(order.attempts.length === 0
      ? []
      : [
          [
            words('order-attempts'),
            order.attempts.map((attempt) => `${words(attempt.provider)} ${at(attempt.at)}`).join('；'),
          ] as const,
        ]),
    ...(receipt === undefined ? [] : [[words('order-receipt'), `${receipt.code} ${receipt.number}`] as const]),
    ...order.redReceipts.map(
      ({ number, against, amount }) =>
        [
          words('order-red-receipt'),
          words('order-red-text', { number, against, amount: moneyText(amount ?? 0) }),
        ] as const,
    ),
  ];
  return (
    <section class="card" aria-label={words('order-title')}>
      <dl class="facts">
        {lines.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd class="break">
              <Said>{value}</Said>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Told({ order }: { readonly order: DeskOrder }) {
  const words = useMoneyWords();
  const { language } = useSettings();
  if (order.told.length === 0) return null;
  return (
    <section class="card" aria-labelledby="told">
      <h2 id="told">{words('order-told')}</h2>
      <ol class="plain timeline" reversed>
        {order.told.toReversed().map(({ type, at }) => (
          <li key={`${type} ${at}`}>
            <p class="small muted">
              <time dateTime={at}>{timeText(at, language, hallNow())}</time>
            </p>
            <p>{words(`told-${type}`)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
