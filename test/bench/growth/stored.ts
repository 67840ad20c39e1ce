/**
 * A row as the engine keeps it in its file: the item itself, and its entry in every index that holds it. What the engine's own
 * import makes of the same rows is compared with this before a file is filled (`store-file.ts`).
 */
import { createHash } from 'node:crypto';
import { casesTable } from '../../support/engines.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Key, sort key, the item as DynamoDB's JSON, its size by DynamoDB's rules, and where a parallel scan finds it. */
export type StoredItem = readonly [pk: string, sk: string, json: string, size: number, hashPrefix: string];
export type StoredEntry = readonly [
  index: string,
  pk: string,
  sk: string,
  itemPk: string,
  itemSk: string,
  json: string,
];
export interface Stored {
  readonly item: StoredItem;
  readonly entries: readonly StoredEntry[];
}

export function stored(row: Row): Stored {
  const item = typed(row);
  const [pk, sk] = [text(row, 'PK'), text(row, 'SK')];
  const entries = casesTable.GlobalSecondaryIndexes.flatMap(({ IndexName, Projection }, index): StoredEntry[] => {
    const [hash, range] = [`GSI${index + 1}PK`, `GSI${index + 1}SK`];
    if (row[hash] === undefined || row[range] === undefined) return [];
    const summary = Projection.ProjectionType === 'KEYS_ONLY' ? [] : ['summary'];
    const kept = ['PK', 'SK', hash, range, ...summary].filter((name) => row[name] !== undefined);
    const json = JSON.stringify(Object.fromEntries(kept.map((name) => [name, item[name]])));
    return [[IndexName, `S:${text(row, hash)}`, `S:${text(row, range)}`, `S:${pk}`, `S:${sk}`, json]];
  });
  const hashPrefix = createHash('md5').update(`Outliers${pk}`).digest('hex').slice(0, 6);
  return { item: [`S:${pk}`, `S:${sk}`, JSON.stringify(item), sizeOf(row), hashPrefix], entries };
}

function text(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw new Error(`${name} is no text`);
  return value;
}

const present = (row: object): [string, unknown][] => Object.entries(row).filter(([, value]) => value !== undefined);

/** As the SDK's marshalling has it, for the kinds of values that cases are made of. */
const typed = (row: object): Record<string, unknown> =>
  Object.fromEntries(present(row).map(([name, value]) => [name, typedValue(value)]));

function typedValue(value: unknown): unknown {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(typedValue) };
  if (typeof value === 'object' && value !== null) return { M: typed(value) };
  throw new Error(`no row of a case holds ${String(value)}`);
}

/** Names and values in bytes; a list or a map costs three, and one for each thing in it. */
const sizeOf = (row: object): number =>
  present(row).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return 1 + Math.ceil(String(value).replace(/^-|\.|0+$/g, '').length / 2);
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + 1 + valueSize(one), 3);
  if (typeof value === 'object' && value !== null) return 3 + present(value).length + sizeOf(value);
  return 1;
}
