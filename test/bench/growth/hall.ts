/** A hall on a table that holds so many cases already, and what its calls to the table cost. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TransactWriteCommandOutput } from '@aws-sdk/lib-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type CaseFunctions, caseFunctions } from '../../support/case-functions.ts';
import { casesTable, dynoxide, type Engines, startDynoxide } from '../../support/engines.ts';
import type { Load, Sample } from './rows.ts';

export interface GrownHall {
  readonly cases: number;
  readonly hall: CaseFunctions;
  readonly loadSeconds: number;
  readonly fileMegabytes: number;
  /** Capacity units used since it was last asked. */
  consumed(): { read: number; write: number };
  stop(): Promise<void>;
}

const table = 'cases';
const workers = 2;

/** @param folder of this hall alone; left empty */
export async function grownHall(
  base: Engines,
  folder: string,
  cases: number,
  of: { samples: readonly Sample[]; agencies: readonly string[] },
): Promise<GrownHall> {
  const started = performance.now();
  const rows = path.join(folder, 'rows', table, 'data');
  mkdirSync(rows, { recursive: true });
  const share = Math.ceil(cases / workers);
  await Promise.all(
    Array.from({ length: workers }, (_, at) => {
      const first = at * share;
      const load: Load = { ...of, first, count: Math.min(share, cases - first), file: path.join(rows, `${at}.json`) };
      return made(load);
    }),
  );
  const file = path.join(folder, 'cases.db');
  await imported(path.join(folder, 'rows'), folder, file);
  rmSync(path.join(folder, 'rows'), { recursive: true });
  const loadSeconds = (performance.now() - started) / 1000;
  const engine = await startDynoxide(file);
  const documents = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
  const consumed = counting(documents);
  const engines: Engines = { ...base, dynamodb: engine.client, documents, createCasesTable: async () => table };
  const hall = await caseFunctions(engines, documents, 'a secret of benches');
  return {
    cases,
    hall,
    loadSeconds,
    fileMegabytes: statSync(file).size / 1e6,
    consumed,
    async stop() {
      engine.client.destroy();
      await engine.stop();
    },
  };
}

function made(load: Load): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./rows.ts', import.meta.url), { workerData: load });
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
}

/** Rows straight into the engine's file, as one imports an export of DynamoDB's. */
async function imported(source: string, folder: string, output: string): Promise<void> {
  const schema = path.join(folder, 'schema.json');
  writeFileSync(schema, JSON.stringify({ Table: { TableName: table, ...casesTable, TableStatus: 'ACTIVE' } }));
  const args = ['import', '--source', source, '--schema', schema, '--output', output, '--force'];
  const child = spawn(dynoxide(), args, { stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`the import ended with ${String(code)}`);
}

/** Asks the engine what each call used, as DynamoDB bills it. */
function counting(client: DynamoDBDocumentClient): GrownHall['consumed'] {
  const used = { read: 0, write: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity } = result.output as Pick<TransactWriteCommandOutput, 'ConsumedCapacity'>;
        const all = [ConsumedCapacity ?? []].flat();
        const kind = /Put|Write|Update|Delete/.test(commandName) ? 'write' : 'read';
        for (const { CapacityUnits = 0 } of all) used[kind] += CapacityUnits;
        return result;
      },
    { step: 'initialize', name: 'consumed' },
  );
  return () => {
    const told = { ...used };
    used.read = 0;
    used.write = 0;
    return told;
  };
}
