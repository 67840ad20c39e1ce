/** Chooses how to pay, as fits the device, and goes there; a code for WeChat is for the page to draw. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { moneyText } from '../../base/format.ts';
import { useAction } from '../../base/load.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { leaveFor } from './leave.ts';
import { usePayWords } from './pay-words.ts';
import { deviceOf, type Way, waysFor } from './ways.ts';

interface ChooseProps {
  readonly order: OrderView;
  /** There is a code to be scanned. */
  readonly scan: (code: string) => void;
}

export function Choose({ order, scan }: ChooseProps) {
  const pay = usePayWords();
  const [device] = useState(() => deviceOf(navigator.userAgent, matchMedia('(pointer: coarse)').matches, screen.width));
  const ways = waysFor(order.ways, device);
  const going = useAction(async (_key, way: Way) => {
    const { checkout } = await call('POST /v1/orders/{orderNo}/checkout', {
      path: { orderNo: order.orderNo },
      body: { provider: way.provider, client: way.client },
    });
    if (checkout.kind === 'qr') scan(checkout.code);
    else if (checkout.kind !== 'wechat-jsapi') leaveFor(checkout, way.client, location.href);
  });
  if (ways.length === 0) return <p class="notice amber">{pay(device.inside === 'wechat' ? 'in-wechat' : 'no-ways')}</p>;
  return <Ways order={order} ways={ways} going={going} />;
}

interface WaysProps {
  readonly order: OrderView;
  readonly ways: readonly Way[];
  readonly going: ReturnType<typeof useAction<readonly [Way]>>;
}

function Ways({ order, ways, going }: WaysProps) {
  const pay = usePayWords();
  const [chosen, choose] = useState(ways.length === 1 ? ways[0]?.provider : undefined);
  const [pressed, setPressed] = useState(false);
  const wrong = pressed && chosen === undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    const way = ways.find(({ provider }) => provider === chosen);
    if (way === undefined) document.querySelector<HTMLInputElement>('input[name="way"]')?.focus();
    else void going.run(way);
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate>
      <fieldset class={wrong ? 'field bad' : 'field'} aria-describedby={wrong ? 'way-error' : undefined}>
        <legend>
          <h2>{pay('ways-title')}</h2>
        </legend>
        {wrong && (
          <p class="error" id="way-error">
            {pay('choose-first')}
          </p>
        )}
        <div class="options">
          {ways.map((way) => (
            <label class="option pay-way" key={way.provider}>
              <input
                type="radio"
                name="way"
                checked={chosen === way.provider}
                onChange={() => choose(way.provider)}
                aria-describedby={`${way.provider}-how`}
              />
              <span>
                <strong>{pay(way.provider)}</strong>
                <span class="hint" id={`${way.provider}-how`}>
                  {pay(way.how)}
                </span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {going.problem !== undefined && <ProblemNotice problem={going.problem} />}
      <p>
        <ActionButton type="submit" busy={going.busy}>
          {pay('go', { amount: moneyText(order.amount) })}
        </ActionButton>
      </p>
      <p class="small muted">{pay('same-number')}</p>
    </form>
  );
}
