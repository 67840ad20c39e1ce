/**
 * Exports, in the cases table: `EXPORT#<id>` · `EXPORT`, a week. The attribute `due` says that a worker is to go on with it, of
 * which the relay tells the queue. An agency's own, newest first, are in `byHandler` under `EXPORTS#<agency>`. Cases by the day they
 * were filed are in `byAgency` under `FILED#<agency>#<month>`: places that never move, so that each is met exactly once however
 * much is done to cases meanwhile.
 */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { indexList, type PageRequest, queryPage } from '../base/query-page.ts';
import { epochSeconds } from '../base/time.ts';
import { type TransactItem, transact } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import { filedList } from './case-keys.ts';
import { type ExportJob, type ExportView, exportJob, exportView, exportViewOf, keptDays } from './export.ts';

export type ExportStore = ReturnType<typeof createExportStore>;

const keyOf = (exportId: string) => ({ PK: `EXPORT#${exportId}`, SK: 'EXPORT' });
const agencyExports = (agency: string): string => `EXPORTS#${agency}`;

export interface FiledPage {
  readonly caseIds: readonly string[];
  /** Place of the last of them. */
  readonly last: string | undefined;
  readonly isEnd: boolean;
}

export function createExportStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** @throws Problem `not-found` */
    async get(exportId: string): Promise<ExportJob> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(exportId), ConsistentRead: true }),
      );
      if (Item === undefined) throw new Problem('not-found');
      return z.object({ job: exportJob }).parse(Item).job;
    },

    /**
     * @param expected version it was read at; 0 for a new one
     * @param due whether a worker is to go on with it
     * @throws CommitRefused when another worker has it
     */
    async put(job: ExportJob, expected: number, due: boolean, more: readonly TransactItem[] = []): Promise<void> {
      const condition =
        expected === 0
          ? { ConditionExpression: 'attribute_not_exists(PK)' }
          : { ConditionExpression: 'version = :expected', ExpressionAttributeValues: { ':expected': expected } };
      const Item = {
        ...keyOf(job.exportId),
        GSI3PK: agencyExports(job.agency),
        GSI3SK: `${job.createdAt}#${job.exportId}`,
        version: job.version,
        due: due ? 'yes' : 'no',
        job,
        summary: exportViewOf(job),
        expiresAt: epochSeconds(job.createdAt) + keptDays * 86_400,
      };
      await transact(client, [{ Put: { TableName: table, Item, ...condition } }, ...more]);
    },

    /** An agency's, newest first. @throws Problem `bad-cursor` */
    async listOf(agency: string, page: PageRequest) {
      const list = { index: 'byHandler', key: 'GSI3', partition: agencyExports(agency), forward: false };
      const { rows, ...rest } = await queryPage(client, indexList(table, list), page);
      return { items: rows.map((row): ExportView => z.object({ summary: exportView }).parse(row).summary), ...rest };
    },

    /** Ids of an agency's cases filed in a month, from one instant up to another, in order. @param after place of the page before */
    async filed(
      of: { agency: string; month: string; from: Instant; until: Instant; after: string | undefined },
      limit: number,
    ): Promise<FiledPage> {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byAgency',
          KeyConditionExpression: 'GSI2PK = :pk AND GSI2SK BETWEEN :from AND :until',
          // A place sorts before itself with a dollar sign after it, and after nothing else.
          ExpressionAttributeValues: {
            ':pk': filedList(of.agency, of.month),
            ':from': of.after === undefined ? of.from : `${of.after}$`,
            ':until': of.until,
          },
          Limit: limit,
        }),
      );
      const places = z
        .array(z.object({ GSI2SK: z.string() }))
        .parse(Items ?? [])
        .map(({ GSI2SK }) => GSI2SK);
      const caseIds = places.map((place) => place.split('#')[1] ?? '');
      return { caseIds, last: places.at(-1), isEnd: LastEvaluatedKey === undefined };
    },
  };
}
