/** Refunds by state: what waits for a second pair of eyes, what is at the provider, what has ended. */

import { call } from '../../base/api.ts';
import type { RefundLine } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { ByState } from './by-state.tsx';
import { MoneyTable } from './money-table.tsx';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';
import { useWho } from './who.ts';

export const Refunds = ({ desk }: { readonly desk: Desk }) => (
  <ByState
    desk={desk}
    place="refunds"
    title="refunds-title"
    none={['refunds-none', 'refunds-none-text']}
    states={['asked', 'refused', 'abnormal', 'approved', 'failed', 'success', 'rejected']}
    word={(state) => `refund-${state}` as const}
    load={(query) => call('GET /v1/money/refunds', { query })}
    table={(lines) => <Table desk={desk} refunds={lines} />}
  />
);

function Table({ desk, refunds }: { readonly desk: Desk; readonly refunds: readonly RefundLine[] }) {
  const words = useMoneyWords();
  const say = useSay();
  const who = useWho(desk.person);
  const { language } = useSettings();
  return (
    <MoneyTable columns={['column-title', 'column-why', 'column-by', 'column-asked']} sums={['column-amount']}>
      {refunds.map((refund) => (
        <tr key={refund.refundNo}>
          <td>
            <a href={placeOf(desk, `orders/${refund.orderNo}`)}>{say(refund.title)}</a>
          </td>
          <td>
            <Said>{refund.reason}</Said>
          </td>
          <td>
            {who(refund.askedBy)}
            {refund.state === 'asked' && refund.askedBy === desk.person.id && (
              <span class="small muted"> {words('four-eyes')}</span>
            )}
          </td>
          <td class="small number">{timeText(refund.askedAt, language, hallNow())}</td>
          <td class="sum number">{moneyText(refund.amount)}</td>
        </tr>
      ))}
    </MoneyTable>
  );
}
