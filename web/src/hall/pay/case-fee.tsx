/** The fee of a case, on the case's page: to pay, or paid. Nothing is drawn while there is none yet. */

import { call } from '../../base/api.ts';
import type { CaseView, OrderView } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useLoad } from '../../base/load.ts';
import { ApiProblem } from '../../base/problem.ts';
import { useSettings } from '../../base/settings.ts';
import { ProblemNotice } from '../../base/ui.tsx';
import { usePayWords } from './pay-words.ts';
import { isToPay, toldState } from './standing.ts';
import { StrayNotice } from './stray-notice.tsx';

export function CaseFee({ view: { caseId, state } }: { readonly view: CaseView }) {
  const order = useLoad(`${caseId} ${state}`, () =>
    call('GET /v1/cases/{caseId}/order', { path: { caseId } }).catch((problem: unknown) => {
      if (problem instanceof ApiProblem && problem.code === 'not-found') return undefined;
      throw problem;
    }),
  );
  if (order.problem !== undefined) return <ProblemNotice problem={order.problem} retry={() => void order.reload()} />;
  return order.data === undefined ? null : <Fee order={order.data} />;
}

function Fee({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const now = hallNow();
  const { word, tone } = toldState(order, now);
  const toPay = isToPay(order, now);
  return (
    <section class={toPay ? 'card next mine' : 'card'} aria-labelledby="fee">
      <div class="row apart">
        <h2 id="fee">{pay('case-fee')}</h2>
        <span class={`tag ${tone}`}>{pay(word)}</span>
      </div>
      <p class="row">
        <strong class="figure number">{moneyText(order.payment?.amount ?? order.amount)}</strong>
        {toPay && <span class="muted">{pay('pay-by', { when: timeText(order.expiresAt, language, now) })}</span>}
      </p>
      {order.strays?.map((stray) => (
        <StrayNotice key={stray.orderNo} stray={stray} />
      ))}
      <p>
        <a class={toPay ? 'button' : 'button second'} href={`/orders/${order.orderNo}`}>
          {toPay ? pay('case-fee-pay', { amount: moneyText(order.amount) }) : pay('case-fee-see')}
        </a>
      </p>
    </section>
  );
}
