/**
 * The payer was sent to a provider, and nothing has been heard: what we know, whom we ask, and that nobody need pay twice. Paying
 * again stays possible, under the same number.
 */

import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { type Loaded, useAction } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { Choose } from './choose.tsx';
import { usePayWords } from './pay-words.ts';

interface WaitingProps {
  readonly order: OrderView;
  readonly loaded: Loaded<OrderView>;
  readonly scan: (code: string) => void;
}

export function Waiting({ order, loaded, scan }: WaitingProps) {
  const pay = usePayWords();
  const [again, setAgain] = useState(false);
  const asking = useAction(async () => {
    const answer = await call('POST /v1/orders/{orderNo}/ask', { path: { orderNo: order.orderNo }, body: {} });
    loaded.set(answer);
  });
  if (order.begun === undefined) return null;
  const provider = pay(order.begun.provider);
  return (
    <>
      <section class="card next mine stack tight" aria-labelledby="waiting" role="status">
        <h2 id="waiting">{pay('wait-title', { provider })}</h2>
        <p class="next-what">{pay('wait-paid')}</p>
        <Heard order={order} provider={provider} />
      </section>
      {loaded.problem !== undefined && <ProblemNotice problem={loaded.problem} retry={() => void loaded.reload()} />}
      {asking.problem !== undefined && <ProblemNotice problem={asking.problem} />}
      <p class="row">
        <ActionButton kind="second" busy={asking.busy} onClick={() => void asking.run()}>
          {pay('wait-ask')}
        </ActionButton>
        {!again && (
          <ActionButton kind="second" onClick={() => setAgain(true)}>
            {pay('wait-not-paid')} {pay('wait-again')}
          </ActionButton>
        )}
      </p>
      {again && <Choose order={order} scan={scan} />}
    </>
  );
}

/** Only what is so: when it was asked, what it said, when it is asked next. */
function Heard({ order, provider }: { readonly order: OrderView; readonly provider: string }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const now = hallNow();
  const { last, next } = order.asked ?? {};
  const since = last !== undefined && order.begun !== undefined && last > order.begun.at;
  return (
    <>
      <p>
        {since && last !== undefined
          ? pay('wait-asked', { when: timeText(last, language, now), provider })
          : pay('wait-asking', { provider })}
      </p>
      {next !== undefined && next > now.toISOString() && (
        <p class="small muted">{pay('wait-next', { when: timeText(next, language, now) })}</p>
      )}
    </>
  );
}
