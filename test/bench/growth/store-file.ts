/**
 * The engine's own store file with so many cases in it. The engine makes the file, its tables and the first cases itself, as one
 * imports an export of DynamoDB's; the rest is put in beside them by SQL, which is several times as fast, and only after the
 * engine's rows and ours were found the same, column by column.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { casesTable, dynoxide } from '../../support/engines.ts';
import { type Load, type Pattern, rowsOf } from './rows.ts';
import { type Row, type Stored, stored } from './stored.ts';

const workers = 2;
const firstCases = 100;
const loaded = z.object({ loadSeconds: z.number() });
const indexNames = casesTable.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);

export interface StoreFile {
  readonly file: string;
  readonly loadSeconds: number;
}

/** One that an earlier run filled to its end. */
export function keptFile(folder: string): StoreFile | undefined {
  const told = path.join(folder, 'loaded.json');
  if (!existsSync(told)) return undefined;
  const file = path.join(folder, 'cases.db');
  const database = new DatabaseSync(file);
  // The engine looks through its stream with every write; DynamoDB has let go of what is a day old.
  database.exec('DELETE FROM _stream_records');
  database.close();
  return { file, ...loaded.parse(JSON.parse(readFileSync(told, 'utf8'))) };
}

/** @param folder of this hall alone */
export async function storeFile(folder: string, table: string, cases: number, pattern: Pattern): Promise<StoreFile> {
  const started = performance.now();
  const first: Row[] = [];
  for (let serial = 0; serial < Math.min(firstCases, cases); serial += 1) {
    first.push(...(await rowsOf(pattern, serial)));
  }
  const file = path.join(folder, 'cases.db');
  await imported(folder, table, file, first);
  const database = new DatabaseSync(file);
  try {
    mustBeSame(database, table, first.map(stored));
    await fill(database, table, { ...pattern, first: firstCases, count: Math.max(0, cases - firstCases) });
  } finally {
    database.close();
  }
  const loadSeconds = (performance.now() - started) / 1000;
  writeFileSync(path.join(folder, 'loaded.json'), JSON.stringify({ loadSeconds }));
  return { file, loadSeconds };
}

async function imported(folder: string, table: string, output: string, rows: readonly Row[]): Promise<void> {
  const source = path.join(folder, 'rows');
  mkdirSync(path.join(source, table, 'data'), { recursive: true });
  const lines = rows.map((row) => `${JSON.stringify({ Item: marshall(row, { removeUndefinedValues: true }) })}\n`);
  writeFileSync(path.join(source, table, 'data', '0.json'), lines.join(''));
  const schema = path.join(folder, 'schema.json');
  writeFileSync(schema, JSON.stringify({ Table: { TableName: table, ...casesTable, TableStatus: 'ACTIVE' } }));
  const args = ['import', '--source', source, '--schema', schema, '--output', output, '--force'];
  const child = spawn(dynoxide(), args, { stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  rmSync(source, { recursive: true });
  if (code !== 0) throw new Error(`the import ended with ${String(code)}`);
}

const indexTable = (table: string, index: string): string => `"${table}::gsi::${index}"`;

/** @throws Error when the engine keeps a row otherwise than we would */
function mustBeSame(database: DatabaseSync, table: string, ours: readonly Stored[]): void {
  const columns = 'pk, sk, item_json, item_size, hash_prefix, cached_at';
  const items = database.prepare(`SELECT ${columns} FROM "${table}"`).all();
  same(
    items.map((row) => Object.values(row)),
    ours.map(({ item: [pk, sk, json, size, hash] }) => [pk, sk, json, size, hash, null]),
  );
  for (const index of indexNames) {
    const entries = database.prepare(
      `SELECT gsi_pk, gsi_sk, table_pk, table_sk, item_json FROM ${indexTable(table, index)}`,
    );
    same(
      entries.all().map((row) => Object.values(row)),
      ours.flatMap(({ entries: all }) => all.filter(([name]) => name === index).map(([, ...entry]) => entry)),
    );
  }
}

function same(theirs: readonly (readonly unknown[])[], ours: readonly (readonly unknown[])[]): void {
  const plain = (rows: typeof ours) =>
    rows.map((row) => JSON.stringify(row.map((value) => (isJson(value) ? ordered(JSON.parse(value)) : value)))).sort();
  const [left, right] = [plain(theirs), plain(ours)];
  const at = left.findIndex((row, index) => row !== right[index]);
  if (left.length !== right.length || at >= 0) {
    throw new Error(`the engine keeps rows otherwise:\n${left[at] ?? left.length}\n${right[at] ?? right.length}`);
  }
}

const isJson = (value: unknown): value is string => typeof value === 'string' && value.startsWith('{');

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, one]) => [name, ordered(one)])
    .sort();
}

/** Nothing of this file is worth keeping if the machine stops: no journal, no waiting for the disk, indexes at the end. */
async function fill(database: DatabaseSync, table: string, load: Load): Promise<void> {
  for (const setting of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -2500000', 'temp_store = FILE']) {
    database.exec(`PRAGMA ${setting}`);
  }
  const later = database
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name LIKE '%::base_key'")
    .all();
  for (const { name } of later) database.exec(`DROP INDEX "${String(name)}"`);
  const putItem = database.prepare(
    `INSERT INTO "${table}" (pk, sk, item_json, item_size, hash_prefix) VALUES (?, ?, ?, ?, ?)`,
  );
  const putEntry = new Map(
    indexNames.map((index) => [
      index,
      database.prepare(
        `INSERT INTO ${indexTable(table, index)} (gsi_pk, gsi_sk, table_pk, table_sk, item_json) VALUES (?, ?, ?, ?, ?)`,
      ),
    ]),
  );
  await made(load, (rows) => {
    database.exec('BEGIN');
    for (const { item, entries } of rows) {
      putItem.run(...item);
      for (const [index, ...entry] of entries) putEntry.get(index)?.run(...entry);
    }
    database.exec('COMMIT');
  });
  for (const { sql } of later) database.exec(String(sql));
  database.exec('PRAGMA journal_mode = WAL');
}

/** All rows, in batches, as the workers have them ready. */
async function made({ first, count, ...pattern }: Load, take: (rows: readonly Stored[]) => void): Promise<void> {
  const share = Math.ceil(count / workers);
  const loads = Array.from({ length: workers }, (_, at): Load => {
    const done = Math.min(count, at * share);
    return { ...pattern, first: first + done, count: Math.min(share, count - done) };
  });
  await Promise.all(
    loads.map(
      (load) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(new URL('./rows.ts', import.meta.url), { workerData: load });
          worker.on('message', (message: readonly Stored[] | 'done') => {
            if (message === 'done') return resolve();
            take(message);
            worker.postMessage('next');
          });
          worker.once('error', reject);
        }),
    ),
  );
}
