/** What goes back, and how far it has come. */

import type { OrderView } from '../../base/api-answers.ts';
import { moneyText, plainDayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { usePayWords } from './pay-words.ts';

type Refund = OrderView['refunds'][number];

const tones: Readonly<Record<Refund['state'], string>> = {
  asked: 'info',
  approved: 'info',
  rejected: '',
  success: 'ok',
  abnormal: 'overdue',
  refused: 'overdue',
  failed: 'overdue',
};

export function Refunds({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  if (order.refunds.length === 0) return null;
  const provider = order.payment === undefined ? '' : pay(order.payment.provider);
  return (
    <section class="card" aria-labelledby="refunds">
      <h2 id="refunds">{pay('refunds-title')}</h2>
      <ul class="plain rows">
        {order.refunds.map((refund) => (
          <RefundRow key={refund.refundNo} refund={refund} provider={provider} />
        ))}
      </ul>
      <p class="small muted">{pay('refund-days')}</p>
    </section>
  );
}

function RefundRow({ refund, provider }: { readonly refund: Refund; readonly provider: string }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const now = hallNow();
  return (
    <li class="pay-refund">
      <p class="row apart">
        <strong class="number">{pay('refund-amount', { amount: moneyText(refund.amount) })}</strong>
        <span class={`tag ${tones[refund.state]}`}>
          {refund.offline === undefined
            ? pay(`refund-${refund.state}`, { provider })
            : pay('refund-offline', {
                day: plainDayText(refund.offline.paidOn, language),
                number: refund.offline.reference,
              })}
        </span>
      </p>
      <p class="small muted">
        <Said>{pay('refund-reason', { reason: refund.reason })}</Said> ·{' '}
        {pay('refund-when', { when: timeText(refund.askedAt, language, now) })}
        {refund.endedAt !== undefined && (
          <> · {pay('refund-ended', { when: timeText(refund.endedAt, language, now) })}</>
        )}
      </p>
    </li>
  );
}
