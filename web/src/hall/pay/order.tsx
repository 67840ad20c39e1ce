/** One order: what is asked and why, how to pay it, what became of it, what came back. */

import { useState } from 'preact/hooks';
import type { OrderView } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import type { Loaded } from '../../base/load.ts';
import { useOnline } from '../../base/online.ts';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Loading, PageProblem, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useHallWords } from '../hall-words.ts';
import { Own } from '../signed-in.tsx';
import '../../styles/pay.css';
import { Said } from '../../base/said.tsx';
import { Asked } from './asked.tsx';
import { Asks } from './asks.tsx';
import { Choose } from './choose.tsx';
import { usePayWords } from './pay-words.ts';
import { Receipt } from './receipt.tsx';
import { Reduce } from './reduce.tsx';
import { Refunds } from './refunds.tsx';
import { Scan } from './scan.tsx';
import { isToPay, standingOf, toldState } from './standing.ts';
import { StrayNotice } from './stray-notice.tsx';
import { useOrder } from './use-order.ts';
import { Waiting } from './waiting.tsx';

export function OrderPage({ orderNo }: { readonly orderNo: string }) {
  const pay = usePayWords();
  return <Own why={pay('sign-in-why')}>{() => <Opened orderNo={orderNo} />}</Own>;
}

function Opened({ orderNo }: { readonly orderNo: string }) {
  const words = useHallWords();
  const loaded = useOrder(orderNo);
  const { data, problem, reload } = loaded;
  if (data === undefined && problem !== undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />;
  return data === undefined ? <Loading /> : <Order order={data} loaded={loaded} />;
}

function Order({ order, loaded }: { readonly order: OrderView; readonly loaded: Loaded<OrderView> }) {
  const words = useHallWords();
  const pay = usePayWords();
  const say = useSay();
  const now = hallNow();
  const { word, tone } = toldState(order, now);
  return (
    <div class="narrow stack">
      <BackLink href="/orders">{pay('list-title')}</BackLink>
      <header class="stack tight">
        <Title site={words('site')}>{say(order.title)}</Title>
        <p>
          <span class={`tag ${tone}`}>{pay(word)}</span>
        </p>
      </header>
      <Away />
      {order.strays?.map((stray) => (
        <StrayNotice key={stray.orderNo} stray={stray} />
      ))}
      <Amount order={order} />
      <Asks order={order} set={loaded.set} />
      <Now order={order} loaded={loaded} />
      <Refunds order={order} />
      <Asked order={order} />
      <p class="small muted break">
        {pay('number')} <span class="case-number">{order.orderNo}</span>
      </p>
    </div>
  );
}

/** Without a network: that a payment made is made, whatever this page can show. */
function Away() {
  const pay = usePayWords();
  return useOnline() ? null : (
    <p class="notice amber" role="status">
      {pay('wait-offline')}
    </p>
  );
}

/** The sum, to whom, until when: before anything else. */
function Amount({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  const say = useSay();
  const { language } = useSettings();
  const now = hallNow();
  const label =
    order.stray !== undefined ? 'amount-stray' : order.payment === undefined ? 'amount-label' : 'amount-paid';
  return (
    <section class="card pay-amount" aria-label={pay(label)}>
      <p class="muted small">{pay(label)}</p>
      <p class="pay-sum number">{moneyText(order.payment?.amount ?? order.amount)}</p>
      <dl class="pay-facts">
        {order.agencyName !== undefined && (
          <div>
            <dt>{pay('payee')}</dt>
            <dd>{say(order.agencyName)}</dd>
          </div>
        )}
        {isToPay(order, now) && (
          <div>
            <dt>{pay('until')}</dt>
            <dd>{pay('until-text', { when: timeText(order.expiresAt, language, now) })}</dd>
          </div>
        )}
        {order.caseId !== undefined && (
          <div>
            <dt>{pay('for')}</dt>
            <dd>
              <a href={`/cases/${order.caseId}`}>{pay('to-case')}</a>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** The one thing this page is about at the moment. */
function Now({ order, loaded }: { readonly order: OrderView; readonly loaded: Loaded<OrderView> }) {
  const [code, setCode] = useState<string>();
  const scan = (drawn: string) => {
    setCode(drawn);
    void loaded.reload();
  };
  const standing = standingOf(order, hallNow());
  const open = standing === 'choose' || standing === 'waiting';
  if (open && code !== undefined)
    return <Scan code={code} amount={moneyText(order.amount)} other={() => setCode(undefined)} />;
  if (standing === 'asking') return null;
  if (standing === 'choose') {
    return (
      <>
        <Choose order={order} scan={scan} />
        <Reduce order={order} set={loaded.set} />
      </>
    );
  }
  if (standing === 'waiting') return <Waiting order={order} loaded={loaded} scan={scan} />;
  if (standing === 'paid') return <Paid order={order} />;
  return <Ended order={order} />;
}

function Paid({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const { payment } = order;
  if (payment === undefined) return null;
  const when = timeText(payment.at, language, hallNow());
  return (
    <>
      <section class="notice ok stack tight" role="status">
        <h2>{pay('paid-title')}</h2>
        <p>{pay('paid-text', { when, provider: pay(payment.provider), amount: moneyText(payment.amount) })}</p>
        {payment.by !== undefined && (
          <p>
            <Said>{pay('paid-by', { name: payment.by })}</Said>
          </p>
        )}
        {order.caseId !== undefined && order.refunded === 0 && <p>{pay('paid-goes-on')}</p>}
      </section>
      <Receipt order={order} />
    </>
  );
}

/** Closed without money, or with money that goes back. */
function Ended({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  const back = order.payment !== undefined;
  return (
    <section class="notice stack tight" role="status">
      <h2>{pay(back ? 'late-title' : 'closed-title')}</h2>
      <p>{pay(back ? backText(order) : order.closedFor === 'waived' ? 'closed-waived' : 'closed-expired')}</p>
    </section>
  );
}

function backText({ stray }: OrderView): 'late-second-payment' | 'late-wrong-amount' | 'late-closed' {
  if (stray?.reason === 'second-payment') return 'late-second-payment';
  return stray === undefined ? 'late-closed' : 'late-wrong-amount';
}
