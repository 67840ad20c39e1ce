/** How every bench reports: a table for people, and as its last line one JSON object with figures, ratios and machine. */
import { cpus, totalmem } from 'node:os';

export type Row = Readonly<Record<string, string | number>>;

export function report(bench: string, rows: readonly Row[], summary: Readonly<Record<string, unknown>>): void {
  console.table(rows);
  console.log(JSON.stringify({ bench, rows, ...summary, machine: machine() }));
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
});
