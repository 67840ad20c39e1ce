/**
 * Reconciled days in the payments table: `RECONCILIATION#<agency>` · `DAY#<day>`, one row a day, written over its own version.
 * Its differences are rows of their own, `DIFFERENCES#<agency>#<day>` · `<generation>#<difference>`: there may be thousands, as
 * after a day without notices.
 */
import {
  type DynamoDBDocumentClient,
  GetCommand,
  type PutCommandInput,
  paginateQuery,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchWrite, type Write } from '../base/batch-write.ts';
import { randomCode } from '../base/ids.ts';
import { Problem } from '../base/problems.ts';
import { type Page, type PageRequest, queryPage } from '../base/query-page.ts';
import { type DayRun, type Difference, dayRun, difference } from './reconciliation.ts';

export type ReconciliationStore = ReturnType<typeof createReconciliationStore>;
type Resolution = NonNullable<Difference['resolution']>;
type Found = Pick<DayRun, 'agency' | 'day' | 'providers' | 'runAt'>;

export function createReconciliationStore(client: DynamoDBDocumentClient, table: string) {
  const keyOf = (agency: string, day: string) => ({ PK: `RECONCILIATION#${agency}`, SK: `DAY#${day}` });
  const partitionOf = ({ agency, day }: Pick<DayRun, 'agency' | 'day'>): string => `DIFFERENCES#${agency}#${day}`;
  const rowKey = (run: DayRun, differenceId: string) => ({
    PK: partitionOf(run),
    SK: `${run.generation}#${differenceId}`,
  });

  return {
    async find(agency: string, day: string): Promise<DayRun | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(agency, day), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : z.object({ run: dayRun }).parse(Item).run;
    },

    /** An agency's reconciled days, last first. @throws Problem `bad-cursor` */
    async page(agency: string, page: PageRequest): Promise<Page<DayRun>> {
      const { PK } = keyOf(agency, '');
      const query = {
        TableName: table,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': PK },
        ScanIndexForward: false,
      };
      const { rows, ...rest } = await queryPage(client, { name: PK, partition: { PK }, query }, page);
      return { items: rows.map((row) => z.object({ run: dayRun }).parse(row).run), ...rest };
    },

    /** A run's differences of one kind. @throws Problem `bad-cursor`, also when the day was run again meanwhile */
    async differences(run: DayRun, kind: Difference['kind'], page: PageRequest): Promise<Page<Difference>> {
      const { PK, SK } = rowKey(run, kind);
      const query = {
        TableName: table,
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :kind)',
        ExpressionAttributeValues: { ':pk': PK, ':kind': `${SK}-` },
        ConsistentRead: true,
      };
      const { rows, ...rest } = await queryPage(client, { name: `${PK} ${SK}`, partition: { PK }, query }, page);
      return { items: rows.map((row) => differenceRow.parse(row).difference), ...rest };
    },

    async difference(run: DayRun, differenceId: string): Promise<Difference | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: rowKey(run, differenceId), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : differenceRow.parse(Item).difference;
    },

    /**
     * Puts a run in the place of the one before: its differences first, then in one write the row that makes them the day's. What was
     * resolved stays so. @throws Problem `conflict` when somebody else wrote the day meanwhile; then nothing has changed
     */
    async replace(before: DayRun | undefined, found: Found, differences: readonly Difference[]): Promise<DayRun> {
      const resolved = before === undefined ? new Map<string, Resolution>() : await resolutions(before);
      const known = differences.map((one) => {
        const resolution = resolved.get(one.differenceId);
        return resolution === undefined ? one : { ...one, resolution };
      });
      const version = (before?.version ?? 0) + 1;
      const run: DayRun = {
        ...found,
        version,
        generation: `${padded(version)}-${randomCode(8)}`,
        differences: known.length,
        open: known.filter(({ resolution }) => resolution === undefined).length,
      };
      const puts = known.map((one) => ({
        PutRequest: { Item: { ...rowKey(run, one.differenceId), difference: one } },
      }));
      await batchWrite(client, table, puts);
      await commit([put(run)]);
      await sweep(run);
      return run;
    },

    /** @throws Problem `conflict` when somebody else wrote the day or resolved the difference meanwhile */
    async resolve(before: DayRun, resolved: Difference & { readonly resolution: Resolution }): Promise<void> {
      const row = {
        TableName: table,
        Item: { ...rowKey(before, resolved.differenceId), difference: resolved },
        ConditionExpression: 'attribute_exists(PK) AND attribute_not_exists(difference.resolution)',
      };
      await commit([row, put({ ...before, version: before.version + 1, open: before.open - 1 })]);
    },

    /** @throws Problem `conflict` when somebody else wrote the day meanwhile */
    async signOff(before: DayRun, signedOff: NonNullable<DayRun['signedOff']>): Promise<void> {
      await commit([put({ ...before, version: before.version + 1, signedOff })]);
    },
  };

  function put(run: DayRun): PutCommandInput {
    return {
      TableName: table,
      Item: { ...keyOf(run.agency, run.day), version: run.version, run },
      ConditionExpression: 'attribute_not_exists(PK) OR #version = :expected',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':expected': run.version - 1 },
    };
  }

  async function commit(puts: readonly PutCommandInput[]): Promise<void> {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
    } catch (error) {
      const reasons = cancelled.safeParse(error).data?.CancellationReasons ?? [];
      const raced = reasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
      throw raced ? new Problem('conflict') : error;
    }
  }

  async function resolutions(run: DayRun): Promise<Map<string, Resolution>> {
    const found = new Map<string, Resolution>();
    for await (const row of rowsOf(run)) {
      const { difference: one } = differenceRow.parse(row);
      if (row.SK.startsWith(`${run.generation}#`) && one.resolution !== undefined)
        found.set(one.differenceId, one.resolution);
    }
    return found;
  }

  /** Takes away the differences of runs before; those of a run at the same time are left, which may yet become the day's. */
  async function sweep(run: DayRun): Promise<void> {
    const deletes: Write[] = [];
    for await (const { PK, SK } of rowsOf(run)) {
      if (SK < padded(run.version)) deletes.push({ DeleteRequest: { Key: { PK, SK } } });
    }
    await batchWrite(client, table, deletes);
  }

  async function* rowsOf(run: DayRun) {
    const query = {
      TableName: table,
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf(run) },
      ConsistentRead: true,
    };
    for await (const { Items = [] } of paginateQuery({ client }, query))
      for (const row of Items) yield anyRow.parse(row);
  }
}

/** So that generations sort as the runs were. */
const padded = (version: number): string => String(version).padStart(6, '0');
const differenceRow = z.object({ difference });
const anyRow = z.looseObject({ PK: z.string(), SK: z.string() });
const cancelled = z.object({
  name: z.literal('TransactionCanceledException'),
  CancellationReasons: z.array(z.object({ Code: z.string().optional() })),
});
