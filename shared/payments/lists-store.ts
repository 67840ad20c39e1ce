/** Lists of the payments room: each reads one index, a page at a time, and decides nothing. */
import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { decodeCursor, encodeCursor, type LastKey } from '../base/cursor.ts';
import { queryPage } from '../base/query-page.ts';
import { secondsAfter, startOf } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
import type { Leg } from './ledger.ts';
import type { ReductionAsk, Refund } from './order.ts';
import { agentOrderSummary, askSummary, orderSummary, refundSummary } from './order-summary.ts';
import type { OrderState } from './order-transitions.ts';
import { clockShards, legOfRow } from './payment-rows.ts';

/** First and last day, both included, in Beijing. */
export interface Days {
  readonly from: Day;
  readonly to: Day;
}

export function createPaymentLists(client: DynamoDBDocumentClient, table: string) {
  return {
    /** An agency's orders in one state, newest change first. @param days first and last day of that change */
    agencyOrders: (agency: string, state: OrderState, limit: number, cursor: string | undefined, days?: Days) =>
      page(orderSummary, 'byAgency', `AGENCY#${agency}#${state}`, 'GSI1', limit, cursor, days),

    /** An agency's refunds in one state, newest change first. */
    agencyRefunds: (agency: string, state: Refund['state'], limit: number, cursor: string | undefined) =>
      page(refundSummary, 'byAgency', `REFUNDS#${agency}#${state}`, 'GSI1', limit, cursor),

    /** An agency's requests to pay less in one state, newest change first. */
    agencyAsks: (agency: string, state: ReductionAsk['state'], limit: number, cursor: string | undefined) =>
      page(askSummary, 'byAgency', `ASKS#${agency}#${state}`, 'GSI1', limit, cursor),

    /** A payer's orders, newest first; `having` keeps those that have such an attribute of the summary, so that a page may be short. */
    payerOrders: (payerId: string, limit: number, cursor: string | undefined, having?: 'receipt' | 'refund') =>
      page(orderSummary, 'byPayer', `PAYER#${payerId}`, 'GSI2', limit, cursor, undefined, having),

    /** Orders of cases that somebody files for others (代办), newest first: whoever shows them asks whether the consent still holds. */
    agentOrders: (agentId: string, limit: number, cursor: string | undefined, having?: 'receipt' | 'refund') =>
      page(agentOrderSummary, 'byPayer', `AGENT#${agentId}`, 'GSI2', limit, cursor, undefined, having),

    /** All legs of an order, oldest first. */
    async legsOfOrder(orderNo: string): Promise<Leg[]> {
      const rows = await query({
        IndexName: 'byPayer',
        KeyConditionExpression: 'GSI2PK = :pk',
        ExpressionAttributeValues: { ':pk': `LEDGER#${orderNo}` },
      });
      return rows.map((row) => legOfRow(row));
    },

    /** Numbers of orders whose time has come, at most `most`. */
    async due(now: Instant, most: number): Promise<string[]> {
      const shards = Array.from({ length: clockShards }, (_, shard) =>
        query(
          {
            IndexName: 'byClock',
            KeyConditionExpression: 'GSI3PK = :pk AND GSI3SK <= :now',
            ExpressionAttributeValues: { ':pk': `CLOCK#${shard}`, ':now': `${now}~` },
          },
          most,
        ),
      );
      const rows = (await Promise.all(shards)).flat();
      return [...new Set(rows.map(({ PK }) => String(PK).slice('ORDER#'.length)))].slice(0, most);
    },

    /** An agency's legs of a day, a page at a time, by account and transfer. @throws Problem `bad-cursor` */
    async legPage(agency: string, day: Day, limit: number, cursor: string | undefined) {
      const GSI1PK = `LEDGER#${agency}#${day}`;
      const query = {
        TableName: table,
        IndexName: 'byAgency',
        KeyConditionExpression: 'GSI1PK = :pk',
        ExpressionAttributeValues: { ':pk': GSI1PK },
      };
      const list = { name: GSI1PK, partition: { GSI1PK }, query };
      const { rows, ...rest } = await queryPage(client, list, { limit, cursor });
      return { items: rows.map(legOfRow), ...rest };
    },

    /** All legs of an agency's day. */
    async legs(agency: string, day: string): Promise<Leg[]> {
      const rows = await query({
        IndexName: 'byAgency',
        KeyConditionExpression: 'GSI1PK = :pk',
        ExpressionAttributeValues: { ':pk': `LEDGER#${agency}#${day}` },
      });
      return rows.map((row) => legOfRow(row));
    },
  };

  function query(input: Omit<QueryCommandInput, 'TableName'>, most?: number) {
    return allRows(client, { TableName: table, ...input }, most);
  }

  async function page<S extends z.ZodType>(
    summary: S,
    IndexName: string,
    partition: string,
    gsi: string,
    Limit: number,
    cursor: string | undefined,
    days?: Days,
    having?: string,
  ): Promise<{ items: z.output<S>[]; next?: string }> {
    const from = decodeCursor(partition, cursor);
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName,
        KeyConditionExpression: `${gsi}PK = :pk${days === undefined ? '' : ` AND ${gsi}SK BETWEEN :from AND :to`}`,
        ExpressionAttributeValues: {
          ':pk': partition,
          ...(days && { ':from': startOf(days.from), ':to': secondsAfter(startOf(days.to), 86_400) }),
        },
        ScanIndexForward: false,
        Limit,
        ...(having === undefined
          ? {}
          : {
              FilterExpression: 'attribute_exists(summary.#having)',
              ExpressionAttributeNames: { '#having': having },
            }),
        ...(from === undefined ? {} : { ExclusiveStartKey: { ...from, [`${gsi}PK`]: partition } }),
      }),
    );
    return {
      items: Items.map((row) => summary.parse(row.summary)),
      ...(LastEvaluatedKey === undefined ? {} : { next: encodeCursor(partition, keysIn(LastEvaluatedKey, gsi)) }),
    };
  }
}

/** All rows of a question, page after page, or as many as are wanted. */
export async function allRows(
  client: DynamoDBDocumentClient,
  input: QueryCommandInput,
  most = Number.POSITIVE_INFINITY,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const found = await client.send(
      new QueryCommand({
        ...input,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        ...(Number.isFinite(most) ? { Limit: most } : {}),
      }),
    );
    rows.push(...(found.Items ?? []));
    from = found.LastEvaluatedKey;
  } while (from !== undefined && rows.length < most);
  return rows;
}

const keysIn = (key: Record<string, unknown>, gsi: string): LastKey => ({
  PK: String(key.PK),
  SK: String(key.SK),
  [`${gsi}SK`]: String(key[`${gsi}SK`]),
});
