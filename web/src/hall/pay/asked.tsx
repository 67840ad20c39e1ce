/** What is charged, by which rule, at which rate; what was taken off; who pays less. */
import type { OrderView } from '../../base/api-answers.ts';
import { moneyText } from '../../base/format.ts';
import { Said } from '../../base/said.tsx';
import { useSay } from '../../base/words.ts';
import { usePayWords } from './pay-words.ts';

export function Asked({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  const say = useSay();
  if (order.items.length === 0) return null;
  return (
    <section class="card stack tight" aria-labelledby="why-asked">
      <h2 id="why-asked">{pay('why-title')}</h2>
      {order.items.map((item) => (
        <div class="pay-item" key={item.name.zh}>
          <p class="row apart">
            <strong>{say(item.name)}</strong>
            <strong class="number">{moneyText(item.amount)}</strong>
          </p>
          <dl class="pay-facts small">
            <div>
              <dt>{pay('basis')}</dt>
              <dd>{say(item.basis)}</dd>
            </div>
            {item.standard !== undefined && (
              <div>
                <dt>{pay('standard')}</dt>
                <dd>{say(item.standard)}</dd>
              </div>
            )}
          </dl>
        </div>
      ))}
      {order.reductions.map(({ at, amount, reason }) => (
        <p class="row apart pay-item" key={at}>
          <span>
            {pay('reduction')}{' '}
            <span class="muted">
              <Said>{reason}</Said>
            </span>
          </span>
          <strong class="number">−{moneyText(amount)}</strong>
        </p>
      ))}
      {order.exemption !== undefined && (
        <details>
          <summary>{pay('exemption')}</summary>
          <p>{say(order.exemption)}</p>
        </details>
      )}
    </section>
  );
}
