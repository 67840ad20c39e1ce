/** The refunds of an order: who asked, who decided, how far the provider has come. */

import type { DeskOrder } from '../../base/api-answers.ts';
import { moneyText, plainDayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useMoneyWords } from './money-words.ts';
import { type Desk, mayAct } from './places.ts';
import { refundTone } from './tones.ts';
import { useWho } from './who.ts';

export function OrderRefunds({ desk, order }: { readonly desk: Desk; readonly order: DeskOrder }) {
  const words = useMoneyWords();
  const who = useWho(desk.person);
  const { language } = useSettings();
  const at = (instant: string) => timeText(instant, language, hallNow());
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
            <p>
              <Said>{refund.reason}</Said>
            </p>
            <p class="small muted">
              {words('refund-line', { when: at(refund.askedAt), by: who(refund.askedBy) })}
              {refund.decidedBy !== undefined && ` · ${words('refund-decided', { by: who(refund.decidedBy) })}`}
              {refund.endedAt !== undefined && ` · ${words('refund-ended', { when: at(refund.endedAt) })}`}
            </p>
            <Stuck refund={refund} desk={desk} />
          </li>
        ))}
      </ul>
      {own && mayAct(desk) && <p class="notice">{words('order-own-proposal')}</p>}
    </section>
  );
}

/** Why the provider did not pay it out, and what was done instead. */
function Stuck({ refund: { refusal, offline, state }, desk }: { readonly refund: Refund; readonly desk: Desk }) {
  const words = useMoneyWords();
  const who = useWho(desk.person);
  const { language } = useSettings();
  return (
    <>
      {refusal !== undefined && (
        <p class="small">
          {refusal.code === 'NO_ANSWER' ? words('refund-no-answer') : words('refund-refusal', { code: refusal.code })}
        </p>
      )}
      {offline !== undefined && (
        <p class="small">
          {words('refund-offline', {
            day: plainDayText(offline.paidOn, language),
            number: offline.reference,
            by: who(offline.by),
          })}
          {' · '}
          <Said>{offline.evidence}</Said>
          {offline.confirmedBy !== undefined && ` · ${words('refund-decided', { by: who(offline.confirmedBy) })}`}
        </p>
      )}
      {offline !== undefined && state !== 'success' && offline.by === desk.person.id && (
        <p class="notice">{words('refund-offline-own')}</p>
      )}
    </>
  );
}

type Refund = DeskOrder['refunds'][number];
