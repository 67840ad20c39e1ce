/** A hall on a table that holds so many cases already, and what its calls to the table cost. */
import { statSync } from 'node:fs';
import type { TransactWriteCommandOutput } from '@aws-sdk/lib-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { indexStreams } from '../../../local/engines.ts';
import { newId } from '../../../shared/base/ids.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { type CaseFunctions, caseFunctions } from '../../support/case-functions.ts';
import { type Engines, startDynoxide } from '../../support/engines.ts';
import type { Pattern } from './rows.ts';
import { keptFile, storeFile } from './store-file.ts';

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

/** @param folder of this hall alone; the store file that lies there is taken as it is */
export async function grownHall(base: Engines, folder: string, cases: number, of: Pattern): Promise<GrownHall> {
  const { file, loadSeconds } = keptFile(folder) ?? (await storeFile(folder, table, cases, of));
  const engine = await startDynoxide(file);
  // As the hall itself runs it on this machine.
  indexStreams(file);
  const documents = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
  const consumed = counting(documents);
  const engines: Engines = { ...base, dynamodb: engine.client, documents, createCasesTable: async () => table };
  const hall = await caseFunctions(engines, documents, 'a secret of benches');
  // What earlier runs did to a kept file is not met again: neither their calls nor their moments of the day.
  const call = hall.call.bind(hall);
  hall.call = (claims, key, params, body, extra) => call(claims, key, params, body, { key: newId(), ...extra });
  hall.now = secondsAfter(hall.now, Math.floor(Math.random() * 12 * 3600));
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
