/** `npm run exchange -- cases split <file.ndjson>`: an export in the national lists as a CSV file for each list. */
import { appendFileSync, closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import * as z from 'zod';
import { lineText, writeCsv } from '../shared/exchange/csv.ts';
import { columnsOf, isTableName, tableTitles } from '../shared/exchange/fields.ts';

const exportedLine = z.strictObject({ list: z.string(), row: z.record(z.string(), z.string()) });

/** A line at a time, so that a file of any size goes through. @returns the exit code @throws Error at a line that is none of the lists */
export function splitExport(place: string, log: (line: string) => void): number {
  const folder = place.replace(/\.ndjson$/, '');
  if (folder === place) {
    log('An export in the national lists ends in .ndjson.');
    return 2;
  }
  mkdirSync(folder, { recursive: true });
  const started = new Set<string>();
  let rows = 0;
  for (const line of linesIn(place)) {
    const { list, row } = exportedLine.parse(JSON.parse(line));
    if (!isTableName(list)) throw new Error(`line ${rows + 1} names no list: ${list}`);
    const file = path.join(folder, `${tableTitles[list]}.csv`);
    if (!started.has(list)) writeFileSync(file, writeCsv(columnsOf(list), []));
    started.add(list);
    appendFileSync(file, lineText(columnsOf(list).map((column) => row[column] ?? '')));
    rows += 1;
  }
  log(`${rows} rows into ${started.size} files`);
  return 0;
}

function* linesIn(file: string): Generator<string> {
  const handle = openSync(file, 'r');
  const decoder = new StringDecoder('utf8');
  const bytes = Buffer.alloc(1 << 20);
  let rest = '';
  try {
    for (let read = readSync(handle, bytes); read > 0; read = readSync(handle, bytes)) {
      const lines = `${rest}${decoder.write(bytes.subarray(0, read))}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(handle);
  }
}
