/** A case's record as it lies in the table, read without anything of what people wrote into the form. */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { caseId as caseIdWord, instant } from '../base/words.ts';
import { eventType } from './case.ts';
import { caseNumberKey, casePartition, documentKey } from './case-keys.ts';
import { type ChainCheck, verifyChain } from './chain.ts';

export type RecordStore = ReturnType<typeof createRecordStore>;

export interface RecordCheck {
  readonly caseId: string;
  readonly events: number;
  readonly chain: ChainCheck;
}

export function createRecordStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** The case that an issued document belongs to. @throws Problem `not-found` */
    caseOfDocument: (number: string): Promise<string> => caseAt(documentKey(number)),
    /** @throws Problem `not-found` */
    caseOfNumber: (caseNumber: string): Promise<string> => caseAt(caseNumberKey(caseNumber)),

    /** What happened to a case and when, and nothing that anybody wrote; in order. @throws Problem `not-found` */
    async lines(caseId: string): Promise<RecordLine[]> {
      const lines = (await recordRows(caseId)).flatMap(({ SK, event }) =>
        SK.startsWith('EVENT#') ? [shortLine.parse(event)] : [],
      );
      if (lines.length === 0) throw new Problem('not-found');
      return lines;
    },

    /** Is every line there, in order, unchanged, and none cut off? @throws Problem `not-found` */
    async verify(caseId: string): Promise<RecordCheck> {
      const rows = await recordRows(caseId);
      const head = rows.find(({ SK }) => SK === 'HEAD');
      if (head === undefined) throw new Problem('not-found');
      const events = rows.flatMap(({ event }) => {
        const parsed = recordLine.safeParse(event);
        return parsed.success ? [parsed.data] : [];
      });
      const lines = rows.filter(({ SK }) => SK.startsWith('EVENT#')).length;
      const end = head.chain === undefined ? undefined : { caseId, ...head.chain };
      const chain = verifyChain(events, end);
      // A line that is no event any more is broken, whatever the others say.
      return {
        caseId,
        events: lines,
        chain: events.length === lines ? chain : { intact: false, brokenAt: broken(rows) },
      };
    },
  };

  async function caseAt(Key: Record<string, string>): Promise<string> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key, ProjectionExpression: 'PK, SK, caseId' }),
    );
    const found = z.object({ caseId: caseIdWord }).safeParse(Item);
    if (!found.success) throw new Problem('not-found');
    return found.data.caseId;
  }

  async function recordRows(caseId: string): Promise<Row[]> {
    const rows: Row[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': casePartition(caseId) },
          ExpressionAttributeNames: { '#event': 'event', '#chain': 'chain' },
          ProjectionExpression: 'PK, SK, #event, #chain',
          Select: 'SPECIFIC_ATTRIBUTES',
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      rows.push(...z.array(row).parse(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rows;
  }
}

/** An event as it lies there, whatever its type: the chain asks for every part of it, unchanged. */
const recordLine = z.object({
  eventId: z.string(),
  caseId: z.string(),
  seq: z.int(),
  type: z.string(),
  at: z.string(),
  actor: z.record(z.string(), z.unknown()),
  state: z.string(),
  data: z.record(z.string(), z.unknown()),
  clocks: z.record(z.string(), z.unknown()).optional(),
  previousHash: z.string(),
  hash: z.string(),
});

/** Of an event as much as tells which it is. */
const shortLine = z.object({
  eventId: z.string(),
  type: eventType,
  caseId: caseIdWord,
  seq: z.int().min(1),
  at: instant,
});
export type RecordLine = z.infer<typeof shortLine>;

const row = z.object({
  SK: z.string(),
  event: z.unknown().optional(),
  chain: z.object({ eventCount: z.int(), chainHash: z.string() }).optional(),
});
type Row = z.infer<typeof row>;

const broken = (rows: readonly Row[]): number =>
  rows.filter(({ SK }) => SK.startsWith('EVENT#')).findIndex(({ event }) => !recordLine.safeParse(event).success) + 1;
