/**
 * `npm run exchange -- cases in <folder>`: national lists of cases into a running hall, of any size, in pieces of 100. All is checked
 * before the first is taken: the files here, then every piece against the hall. Broken off and begun again, it takes in the rest.
 */
import * as z from 'zod';
import { type CsvRow, writeCsv } from '../shared/exchange/csv.ts';
import { columnsOf, tableTitles } from '../shared/exchange/fields.ts';
import { caseRows, caseTables, type ExchangeCase } from '../shared/exchange/national-cases.ts';

export interface Sending {
  readonly cases: readonly ExchangeCase[];
  /** Address of the hall, and the bearer token of a supervisor of the agency. */
  readonly hall: string;
  readonly token: string;
  /** The system that the cases come from, in words. */
  readonly source: string;
  readonly now: string;
  readonly log: (line: string) => void;
  readonly fetch?: typeof fetch;
}

const answer = z.object({
  good: z.int(),
  unchanged: z.int(),
  faults: z.array(
    z.object({
      list: z.enum(caseTables),
      column: z.string(),
      reason: z.object({ zh: z.string(), en: z.string() }),
      line: z.int(),
    }),
  ),
  taken: z.array(z.object({ caseNumber: z.string(), caseId: z.string() })),
});

const piece = 100;

/** @returns the exit code @throws Error when the hall does not answer as it should: told again, the rest is taken in */
export async function sendCases(sending: Sending): Promise<number> {
  const { cases, log } = sending;
  const pieces = Array.from({ length: Math.ceil(cases.length / piece) }, (_, at) =>
    cases.slice(at * piece, (at + 1) * piece),
  );
  let refused = 0;
  for (const each of pieces) {
    const { faults } = await send(sending, each, false);
    refused += faults.length;
    for (const { list, line, column, reason } of faults) {
      const number = each[line - 2]?.caseNumber ?? '';
      log(`${tableTitles[list]} ${number} ${column}: ${reason.zh} / ${reason.en}`);
    }
  }
  if (refused > 0) {
    log('Nothing was taken.');
    return 1;
  }
  let [taken, unchanged] = [0, 0];
  for (const each of pieces) {
    const told = await send(sending, each, true);
    taken += told.taken.length;
    unchanged += told.unchanged;
    log(`${taken} taken, ${unchanged} were there, of ${cases.length}`);
  }
  return taken + unchanged === cases.length ? 0 : 1;
}

async function send(
  { hall, token, source, now, fetch: call = fetch }: Sending,
  cases: readonly ExchangeCase[],
  apply: boolean,
): Promise<z.infer<typeof answer>> {
  const transfer = { batch: now.replace(/\D/g, '').slice(0, 14), source: 'BSH', at: now };
  const rows = cases.map((one) => caseRows(one, transfer));
  const listOf = (table: (typeof caseTables)[number]): string => {
    const own: readonly CsvRow[] = rows.flatMap((one) => one[table]);
    return writeCsv(columnsOf(table), own);
  };
  const response = await call(new URL('/v1/agency/cases/import', hall), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({
      source,
      apply,
      lists: Object.fromEntries(caseTables.map((table) => [table, listOf(table)])),
    }),
  });
  if (!response.ok) throw new Error(`the hall answered ${response.status}: ${await response.text()}`);
  return answer.parse(await response.json());
}
