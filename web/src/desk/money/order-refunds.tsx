/** The refunds of an order: who asked, who decided, how far the provider has come. */
import type { DeskOrder } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { useSettings } from '../../base/settings.ts';
import { useMoneyWords } from './money-words.ts';
import { type Desk, mayAct } from './places.ts';
import { refundTone } from './tones.ts';
import { useWho } from './who.ts';

export function OrderRefunds({ desk, order }: { readonly desk: Desk; readonly order: DeskOrder }) {
  const words = useMoneyWords();
  const who = useWho(desk.person);
  const { language } = useSettings();
  const at = (instant: string) => timeText(instant, language, new Date());
  const own = order.refunds.some(({ state, askedBy }) => state === 'asked' && askedBy === desk.person.id);
  return (
    <section class="card" aria-labelledby="order-refunds">
      <h2 id="order-refunds">{words('order-refunds')}</h2>
      {order.refunds.length === 0 && <p class="muted">{words('order-refunds-none')}</p>}
      <ul class="plain money-refunds">
        {order.refunds.map((refund) => (
          <li key={refund.refundNo}>
            <p class="row apart">
              <strong class="number">{moneyText(refund.amount)}</strong>
              <span class={`tag ${refundTone[refund.state]}`}>{words(`refund-${refund.state}`)}</span>
            </p>
            <p>{refund.reason}</p>
            <p class="small muted">
              {words('refund-line', { when: at(refund.askedAt), by: who(refund.askedBy) })}
              {refund.decidedBy !== undefined && ` · ${words('refund-decided', { by: who(refund.decidedBy) })}`}
              {refund.endedAt !== undefined && ` · ${words('refund-ended', { when: at(refund.endedAt) })}`}
            </p>
          </li>
        ))}
      </ul>
      {own && mayAct(desk) && <p class="notice">{words('order-own-proposal')}</p>}
    </section>
  );
}
