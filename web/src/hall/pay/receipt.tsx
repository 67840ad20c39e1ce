/** The fiscal e-receipt (财政电子票据), drawn like the paper it is, with the way to its PDF; under it those that a refund took back. */
import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { dateText, moneyText } from '../../base/format.ts';
import { Icon } from '../../base/icon.tsx';
import { useAction } from '../../base/load.ts';
import { openLink } from '../../base/open-link.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { PaperSign } from '../paper-sign.tsx';
import { usePayWords } from './pay-words.ts';
import { receiptComes } from './standing.ts';

type OneReceipt = NonNullable<OrderView['receipt']>;

export function Receipt({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  return (
    <>
      {receiptComes(order) && (
        <p class="card" role="status">
          {pay(order.refunded > 0 ? 'receipt-again' : 'receipt-waiting')}
        </p>
      )}
      {order.receipt !== undefined && <Paper order={order} receipt={order.receipt} />}
      <TakenBack order={order} />
    </>
  );
}

function Paper({ order, receipt }: { readonly order: OrderView; readonly receipt: OneReceipt }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const { agencyName } = order;
  return (
    <section class="paper" aria-labelledby="receipt">
      <h2 class="paper-title" id="receipt">
        {pay('receipt-title')}
      </h2>
      <dl class="pay-facts">
        {(
          [
            ['receipt-code', receipt.code],
            ['receipt-number', receipt.number],
            ['receipt-check', receipt.check],
            ['receipt-sum', moneyText(receipt.amount ?? order.payment?.amount ?? order.amount)],
          ] as const
        ).map(([word, value]) => (
          <div key={word}>
            <dt>{pay(word)}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      {agencyName !== undefined && (
        <PaperSign agency={agencyName} date={dateText(receipt.issuedAt, language, new Date(0))} />
      )}
      <Open order={order} number={receipt.number} label={pay('receipt-open')} />
    </section>
  );
}

/** Red ones, each with the receipt that it took back. */
function TakenBack({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  if (order.redReceipts.length === 0) return null;
  return (
    <section class="card stack tight" aria-labelledby="red-receipts">
      <h2 id="red-receipts">{pay('red-title')}</h2>
      <p class="muted">{pay('red-why')}</p>
      {order.redReceipts.map(({ number, against, amount }) => (
        <div key={number} class="stack tight">
          <p>{pay('red-line', { number, against, amount: moneyText(amount ?? 0) })}</p>
          <Open order={order} number={number} label={pay('red-open', { number })} />
        </div>
      ))}
    </section>
  );
}

function Open({
  order,
  number,
  label,
}: {
  readonly order: OrderView;
  readonly number: string;
  readonly label: string;
}) {
  const opening = useAction(async () => {
    const path = { orderNo: order.orderNo };
    await openLink(async () => (await call('GET /v1/orders/{orderNo}/receipt', { path, query: { number } })).url);
  });
  return (
    <>
      <p class="row no-print">
        <ActionButton busy={opening.busy} onClick={() => void opening.run()}>
          <Icon name="file" /> {label}
        </ActionButton>
      </p>
      {opening.problem !== undefined && <ProblemNotice problem={opening.problem} />}
    </>
  );
}
