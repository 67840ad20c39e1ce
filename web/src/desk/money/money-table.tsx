/** A table of the finance desk: its columns by name, those of money at the right. */
import type { ComponentChildren } from 'preact';
import type { MoneyKey } from './money-rows.ts';
import { useMoneyWords } from './money-words.ts';

type Column = Extract<MoneyKey, `column-${string}`>;

interface MoneyTableProps {
  readonly columns: readonly Column[];
  /** Those that hold amounts, after the others. */
  readonly sums: readonly Column[];
  readonly narrow?: boolean;
  /** Last row of all. */
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function MoneyTable({ columns, sums, narrow = false, foot, children }: MoneyTableProps) {
  const words = useMoneyWords();
  return (
    <table class={narrow ? 'money-table narrow-rows' : 'money-table'}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {words(column)}
            </th>
          ))}
          {sums.map((column) => (
            <th key={column} scope="col" class="sum">
              {words(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
      {foot}
    </table>
  );
}
