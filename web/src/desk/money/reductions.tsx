/** Requests to pay less, by state: each opens with its order, where it is answered. */

import { call } from '../../base/api.ts';
import type { AskLine } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { ByState } from './by-state.tsx';
import { MoneyTable } from './money-table.tsx';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';

export const Reductions = ({ desk }: { readonly desk: Desk }) => (
  <ByState
    desk={desk}
    place="reductions"
    title="reductions-title"
    none={['reductions-none', 'reductions-none-text']}
    states={['asked', 'granted', 'rejected', 'withdrawn']}
    word={(state) => `ask-${state}` as const}
    load={(query) => call('GET /v1/money/reductions', { query })}
    table={(lines) => <Table desk={desk} asks={lines} />}
  />
);

function Table({ desk, asks }: { readonly desk: Desk; readonly asks: readonly AskLine[] }) {
  const words = useMoneyWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <MoneyTable columns={['column-title', 'column-ground', 'column-asked']} sums={['column-amount']}>
      {asks.map((ask) => (
        <tr key={`${ask.orderNo} ${ask.askNo}`}>
          <td>
            <a href={placeOf(desk, `orders/${ask.orderNo}`)}>{say(ask.title)}</a>
          </td>
          <td>{words(`ground-${ask.ground}`)}</td>
          <td class="small number">{timeText(ask.askedAt, language, hallNow())}</td>
          <td class="sum number">{moneyText(ask.amount)}</td>
        </tr>
      ))}
    </MoneyTable>
  );
}
