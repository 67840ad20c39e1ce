/** Ledger entries: debit and credit side by side, and their sums. */

import type { DeskOrder } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useSettings } from '../../base/settings.ts';
import type { MoneyKey } from './money-rows.ts';
import { moneyRows } from './money-rows.ts';
import { MoneyTable } from './money-table.tsx';
import { useMoneyWords } from './money-words.ts';

type Entry = DeskOrder['entries'][number];

export function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <MoneyTable
      columns={['column-when', 'column-account', 'column-reason']}
      sums={['column-debit', 'column-credit']}
      foot={<Sums amounts={entries.map(({ amount }) => amount)} columns={3} />}
    >
      {entries.map((entry) => (
        <Row key={`${entry.transferId} ${entry.account}`} entry={entry} />
      ))}
    </MoneyTable>
  );
}

function Row({ entry: { at, account, reason, amount } }: { readonly entry: Entry }) {
  const words = useMoneyWords();
  const { language } = useSettings();
  return (
    <tr>
      <td class="small number">{timeText(at, language, hallNow())}</td>
      <td>{words(`account-${account}`)}</td>
      <td>{words(reasonKey(reason))}</td>
      <td class="sum number" data-label={words('column-debit')}>
        {amount > 0 ? moneyText(amount) : undefined}
      </td>
      <td class="sum number" data-label={words('column-credit')}>
        {amount < 0 ? moneyText(-amount) : undefined}
      </td>
    </tr>
  );
}

/** A newer hall may have a reason that these pages do not know. */
function reasonKey(reason: string): MoneyKey {
  const key = `entry-${reason}`;
  return isKey(key) ? key : 'entry-correction';
}

const isKey = (key: string): key is MoneyKey => key in moneyRows;

/** Debits and credits, and that they are equal. @param columns before the sums */
export function Sums({ amounts, columns }: { readonly amounts: readonly number[]; readonly columns: number }) {
  const words = useMoneyWords();
  const debit = amounts.filter((amount) => amount > 0).reduce((sum, amount) => sum + amount, 0);
  const credit = -amounts.filter((amount) => amount < 0).reduce((sum, amount) => sum + amount, 0);
  const equal = debit === credit;
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={columns}>
          {words('total')}{' '}
          <span class={equal ? 'tag ok' : 'tag overdue'}>{words(equal ? 'balanced' : 'unbalanced')}</span>
        </th>
        <td class="sum number" data-label={words('column-debit')}>
          {moneyText(debit)}
        </td>
        <td class="sum number" data-label={words('column-credit')}>
          {moneyText(credit)}
        </td>
      </tr>
    </tfoot>
  );
}
