/** Orders as a table: on a phone each row stands as a card of its own. */

import type { OrderLine } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { MoneyTable } from './money-table.tsx';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';
import { stateTone } from './tones.ts';

interface OrderTableProps {
  readonly desk: Desk;
  readonly orders: readonly OrderLine[];
  /** Why each lies in suspense, instead of its state. */
  readonly why?: boolean;
}

export function OrderTable({ desk, orders, why = false }: OrderTableProps) {
  return (
    <MoneyTable
      columns={['column-title', 'column-number', why ? 'column-why' : 'column-state', 'column-changed']}
      sums={['column-amount']}
    >
      {orders.map((order) => (
        <Row key={order.orderNo} desk={desk} order={order} why={why} />
      ))}
    </MoneyTable>
  );
}

function Row({ desk, order, why }: { readonly desk: Desk; readonly order: OrderLine; readonly why: boolean }) {
  const words = useMoneyWords();
  const say = useSay();
  const { language } = useSettings();
  const { orderNo, title, state, amount, updatedAt, stray } = order;
  return (
    <tr>
      <td>
        <a href={placeOf(desk, `orders/${orderNo}`)}>{say(title)}</a>
      </td>
      <td class="mono small">{orderNo}</td>
      <td>
        {why ? (
          words(stray === undefined ? 'stray-late' : `stray-${stray.reason}`)
        ) : (
          <span class={`tag ${stateTone[state]}`}>{words(`state-${state}`)}</span>
        )}
      </td>
      <td class="small number">{timeText(updatedAt, language, hallNow())}</td>
      <td class="sum number">{moneyText(amount)}</td>
    </tr>
  );
}
