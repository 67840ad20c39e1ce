/** The graph of an order: the states it has passed, where it stands, what it may yet become. The words below say the same. */
import type { OrderState } from '../../../../shared/payments/order-graph.ts';
import { orderStates } from '../../../../shared/payments/order-graph.ts';
import type { DeskOrder } from '../../base/api-answers.ts';
import { nextOf, passedBy, places } from './life.ts';
import { useMoneyWords } from './money-words.ts';

const [width, height, boxWidth, boxHeight] = [128, 62, 106, 34] as const;
const centre = (state: OrderState): readonly [number, number] => {
  const [x, y] = places[state];
  return [x * width + boxWidth / 2 + 4, y * height + boxHeight / 2 + 4];
};

export function OrderLife({ order }: { readonly order: DeskOrder }) {
  const words = useMoneyWords();
  const passed = passedBy(order);
  const next = nextOf(order.state);
  const kindOf = (state: OrderState) =>
    state === order.state ? 'now' : next.includes(state) ? 'next' : passed.includes(state) ? 'passed' : '';
  return (
    <section class="card" aria-labelledby="life">
      <h2 id="life">{words('order-life')}</h2>
      <svg class="life" viewBox={`0 0 ${5 * width + boxWidth + 8} ${2 * height + boxHeight + 8}`} aria-hidden="true">
        {passed.slice(1).map((state, at) => (
          <Arrow key={state} from={passed[at] ?? state} to={state} kind="passed" />
        ))}
        {next.map((state) => (
          <Arrow key={state} from={order.state} to={state} kind="next" />
        ))}
        {orderStates.map((state) => (
          <g
            key={state}
            class={kindOf(state)}
            transform={`translate(${places[state][0] * width + 4} ${places[state][1] * height + 4})`}
          >
            <rect width={boxWidth} height={boxHeight} rx="6" />
            <text x={boxWidth / 2} y={boxHeight / 2 + 5}>
              {words(`state-${state}`)}
            </text>
          </g>
        ))}
      </svg>
      <p class="life-path">
        {passed.map((state, at) => (
          <span key={state}>
            {at > 0 && <span aria-hidden="true"> → </span>}
            {state === order.state ? <strong>{words(`state-${state}`)}</strong> : words(`state-${state}`)}
          </span>
        ))}
      </p>
      <p class="small muted">
        {next.length === 0
          ? words('order-end')
          : `${words('order-next')}: ${next.map((state) => words(`state-${state}`)).join(' · ')}`}
      </p>
    </section>
  );
}

interface ArrowProps {
  readonly from: OrderState;
  readonly to: OrderState;
  readonly kind: 'passed' | 'next';
}

/** From edge to edge, with its head drawn at the end. */
function Arrow({ from, to, kind }: ArrowProps) {
  const [x1, y1] = centre(from);
  const [x2, y2] = centre(to);
  const [dx, dy] = [x2 - x1, y2 - y1];
  const reach = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : boxWidth / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : boxHeight / 2 / Math.abs(dy),
  );
  const [startX, startY, endX, endY] = [x1 + dx * reach, y1 + dy * reach, x2 - dx * reach, y2 - dy * reach];
  const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  return (
    <g class={`life-arrow ${kind}`}>
      <line x1={startX} y1={startY} x2={endX} y2={endY} />
      <path d="M-7 -4 0 0 -7 4" transform={`translate(${endX} ${endY}) rotate(${angle})`} />
    </g>
  );
}
