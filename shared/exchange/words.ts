/** Moments and the columns that come with every row, as the exchange writes them. Pure. */
import type { Instant } from '../base/words.ts';
import type { CsvRow } from './csv.ts';

const shanghai = 8 * 3600_000;

/** `2026-02-13T01:30:00.000Z` → `2026-02-13 09:30:00`: whole seconds. */
export const localTime = (instant: Instant): string =>
  new Date(Date.parse(instant) + shanghai).toISOString().slice(0, 19).replace('T', ' ');

/** The other way; the text is known to be a local time. */
export const instantOf = (text: string): Instant =>
  new Date(Date.parse(`${text.replace(' ', 'T')}.000Z`) - shanghai).toISOString();

/** Which transfer a row goes with: who sends, when, as which batch. */
export interface Transfer {
  readonly batch: string;
  /** Three characters: the code of the sender. */
  readonly source: string;
  readonly at: Instant;
}

/** The columns of the transfer. `guid` names the row in the sender's system for good; the number is made from it. */
export function transferColumns({ batch, source, at }: Transfer, guid: string): CsvRow {
  return {
    id: String(numberOf(guid)),
    cd_batch: batch,
    cd_operation: 'I',
    cd_time: localTime(at),
    data_source: source,
    row_guid: guid,
  };
}

/** FNV-1a, 63 bits: positive, 19 digits at most. */
function numberOf(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0x7fffffffffffffffn;
  return hash;
}
