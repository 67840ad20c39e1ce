/** The treasury's file: fetched piece by piece, put together here, saved byte for byte with the hash of the whole. */
import { call } from '../../base/api.ts';

export interface DayFile {
  readonly fileName: string;
  readonly text: string;
  readonly sha256: string;
}

/** @param told after each piece: how many lines there are by now @throws ApiProblem */
export async function fetchDay(
  day: string,
  agency: string | undefined,
  told: (lines: number) => void,
): Promise<DayFile> {
  const pieces: string[] = [];
  let lines = -1;
  for (let cursor: string | undefined; ; ) {
    const { fileName, csv, next } = await call(route, { path: { day }, query: { agency, cursor } });
    pieces.push(csv);
    lines += csv.split('\r\n').length - 1;
    told(lines);
    if (next === undefined) return fileOf(fileName, pieces.join(''));
    cursor = next;
  }
}

const route = 'GET /v1/money/days/{day}/export';

async function fileOf(fileName: string, text: string): Promise<DayFile> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const sha256 = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { fileName, text, sha256 };
}

/** Saves a text as a file of the person's own: its hash must hold there too. */
export function save({ fileName, text }: DayFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
