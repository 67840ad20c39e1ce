/**
 * The payments table: the only place that talks to it, beside the inbox of the callback function (inbox-store.ts) and the days'
 * reconciliation (reconciliation-store.ts).
 *
 * | what | key |
 * |---|---|
 * | a verified notice | `NOTICE#<provider>#<id>` · `NOTICE` |
 * | a business fact that had its effect | `EFFECT#<provider>#<transaction>#<what>` · `EFFECT`, for ever |
 * | an order | `ORDER#<no>` · `ORDER` |
 * | a notice that came too early | `ORDER#<no>` · `PARKED#<provider>#<id>` |
 * | what is told to others (outbox) | `ORDER#<no>` · `MONEY#<eventId>` |
 * | a request to pay less, as lists show it | `ORDER#<no>` · `ASK#<n>` |
 * | a refund of it, as lists show it | `ORDER#<no>` · `REFUND#<refundNo>` |
 * | the order, as its agent's list shows it | `ORDER#<no>` · `AGENT` |
 * | money that came under its number and did not fit | `ORDER#<no>` · `STRAY#<no of the stray>` |
 * | the two legs of a transfer | `TRANSFER#<id>` · `LEG#DEBIT`, `LEG#CREDIT`, only ever added |
 * | the order of a case's fee | `CASE#<id>` · `ORDER` and `CASE#<number>` · `ORDER` |
 * | the answer to a repeated call | `IDEMPOTENCY#<hash>` · `IDEMPOTENCY`, two days |
 *
 * Access: an order and a repeated call (one BatchGet); all that belongs to an order (its partition); an agency's orders by state,
 * its refunds and its requests to pay less by state and a day's legs (`byAgency`); a payer's orders,
 * those of cases that somebody files for others, and an order's legs (`byPayer`); what the clock must look at (`byClock`, four shards). Lists read indexes and decide nothing.
 * Every write has a condition; an order's is its version. A settlement is one transaction.
 */
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import { CommitRefused, transact } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import {
  type Commit,
  commitItems,
  isNew,
  noticeUpdate,
  type Part,
  PartRefused,
  putter,
  type TransactItem,
} from './commit-store.ts';
import type { Leg } from './ledger.ts';
import { allRows, createPaymentLists } from './lists-store.ts';
import { type MoneyEvent, moneyEvent } from './money-event.ts';
import type { Order } from './order.ts';
import { type OrderSummary, summaryOf } from './order-summary.ts';
import { answerKey, clockKeys, legOfRow, noticeOf, orderKey, orderOf, replayOf, versionIs } from './payment-rows.ts';
import type { Notice, Provider } from './words.ts';

/** An order as it was read, and the notices that wait beside it. */
export interface OrderRead {
  readonly order: Order | undefined;
  readonly parked: readonly Notice[];
}

export type PaymentsStore = ReturnType<typeof createPaymentsStore>;

export function createPaymentsStore(client: DynamoDBDocumentClient, table: string) {
  const put = putter(table);

  return {
    /** The order, or undefined. One round trip. */
    find,

    /** @throws Problem `not-found` */
    async get(orderNo: string): Promise<Order> {
      const found = await find(orderNo);
      if (found === undefined) throw new Problem('not-found');
      return found;
    },

    /** The order and what the same call was answered before. One round trip. @throws Problem `not-found`, `idempotency-key-reused` */
    async load(orderNo: string, call?: Idempotency): Promise<{ order: Order; replay: unknown }> {
      const Keys = [orderKey(orderNo), ...(call === undefined ? [] : [answerKey(call.id)])];
      const { Responses, UnprocessedKeys = {} } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      if (Object.keys(UnprocessedKeys).length > 0) throw new Problem('too-busy');
      const rows = Responses?.[table] ?? [];
      const row = rows.find((one) => one.SK === 'ORDER');
      if (row === undefined) throw new Problem('not-found');
      return {
        order: orderOf(row),
        replay: replayOf(
          rows.find((one) => one.SK === 'IDEMPOTENCY'),
          call,
        ),
      };
    },

    /** Number of the order that holds a payment, by the ledger: of the one that was asked, or of a stray. */
    async orderNoOfPayment(provider: Provider, transactionId: string): Promise<string | undefined> {
      const leg = await legOf([`${provider}#${transactionId}#PAID#in`]);
      if (leg === undefined) return undefined;
      return (await legOf([`${leg.orderNo}#matched`]))?.orderNo ?? leg.orderNo;
    },

    /** One leg of the first of these transfers that the ledger has. */
    legOf,

    /** Number of the order that asks a case's fee. @param of the case's id or its number */
    async orderNoOfCase(of: string): Promise<string | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { PK: `CASE#${of}`, SK: 'ORDER' }, ConsistentRead: true }),
      );
      return z.object({ orderNo: z.string() }).safeParse(Item).data?.orderNo;
    },

    /** The guard that gives a case one order for its fee. */
    caseItem: (caseId: string, orderNo: string, previous?: string): TransactItem => ({
      Put: {
        TableName: table,
        Item: { PK: `CASE#${caseId}`, SK: 'ORDER', orderNo },
        ...(previous === undefined
          ? isNew
          : { ConditionExpression: 'orderNo = :previous', ExpressionAttributeValues: { ':previous': previous } }),
      },
    }),

    /** The same under the case's number, by which people find it. */
    caseNumberItem: (caseNumber: string, orderNo: string, previous?: string): TransactItem => ({
      Put: {
        TableName: table,
        Item: { PK: `CASE#${caseNumber}`, SK: 'ORDER', orderNo },
        ConditionExpression: `attribute_not_exists(PK)${previous === undefined ? '' : ' OR orderNo = :previous'}`,
        ...(previous === undefined ? {} : { ExpressionAttributeValues: { ':previous': previous } }),
      },
    }),

    /** The recorded notice, and whether it is still to be settled. */
    async notice(provider: string, noticeId: string): Promise<{ notice: Notice; state: string } | undefined> {
      const Key = { PK: `NOTICE#${provider}#${noticeId}`, SK: 'NOTICE' };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : noticeOf(Item);
    },

    /** One transaction, wholly or not at all. @throws PartRefused */
    async commit(change: Commit): Promise<void> {
      const parts = commitItems(table, change);
      if (parts.length === 0) return;
      try {
        await transact(
          client,
          parts.map(([, item]) => item),
        );
      } catch (error) {
        if (!(error instanceof CommitRefused)) throw error;
        const failed = error.failed.flatMap((at) => parts[at]?.[0] ?? []);
        throw new PartRefused(new Set(failed), error.throttled);
      }
    },

    /** Ends a notice that had no effect of its own: its fact was settled by another. Idempotent. */
    async endNotice(of: Notice, outcome: string): Promise<void> {
      try {
        await client.send(new UpdateCommand(noticeUpdate(table, of, outcome, 'received').Update));
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      }
    },

    /** Keeps a notice beside the order it waits for, while that is as it was read. @throws PartRefused */
    async park(of: Notice, orderNo: string, order: Order | undefined, now: Instant): Promise<void> {
      const unchanged: TransactItem = {
        ConditionCheck: {
          TableName: table,
          Key: orderKey(orderNo),
          ...(order === undefined ? isNew : versionIs(order.version)),
        },
      };
      const row = {
        PK: orderKey(orderNo).PK,
        SK: `PARKED#${of.provider}#${of.noticeId}`,
        notice: JSON.stringify(of),
        ...clockKeys(orderNo, now),
      };
      const items: [Part, TransactItem][] = [
        ['notice', noticeUpdate(table, of, 'parked', 'received', 'parked')],
        ['order', unchanged],
        ['parked', put(row)],
      ];
      try {
        await transact(
          client,
          items.map(([, item]) => item),
        );
      } catch (error) {
        if (!(error instanceof CommitRefused)) throw error;
        throw new PartRefused(new Set(error.failed.flatMap((at) => items[at]?.[0] ?? [])), error.throttled);
      }
    },

    /** Takes a parked notice off the clock; it stays beside its order's number. @returns false when it lies there since later than that */
    async setAside(of: Notice, orderNo: string, before: Instant): Promise<boolean> {
      const row = {
        TableName: table,
        Key: { PK: orderKey(orderNo).PK, SK: `PARKED#${of.provider}#${of.noticeId}` },
        UpdateExpression: 'REMOVE GSI3PK, GSI3SK',
        ConditionExpression: 'GSI3SK < :before',
        ExpressionAttributeValues: { ':before': before },
      };
      try {
        await client.send(new UpdateCommand(row));
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    },

    /** The order and the notices that are parked beside it. One round trip. */
    async findWithParked(orderNo: string): Promise<OrderRead> {
      const rows = await query({
        KeyConditionExpression: 'PK = :pk AND SK BETWEEN :order AND :parked',
        ExpressionAttributeValues: { ':pk': orderKey(orderNo).PK, ':order': 'ORDER', ':parked': 'PARKED#~' },
        ConsistentRead: true,
      });
      const row = rows.find(({ SK }) => SK === 'ORDER');
      const parked = rows.filter(({ SK }) => SK !== 'ORDER');
      return {
        order: row === undefined ? undefined : orderOf(row),
        parked: parked.map((one) => noticeOf({ ...one, state: 'parked' }).notice),
      };
    },

    unparkItem: (of: Notice, orderNo: string): TransactItem => ({
      Delete: {
        TableName: table,
        Key: { PK: orderKey(orderNo).PK, SK: `PARKED#${of.provider}#${of.noticeId}` },
        ConditionExpression: 'attribute_exists(PK)',
      },
    }),

    ...createPaymentLists(client, table),

    /** What was told of an order, oldest first, and the money that came under its number and did not fit. */
    async around(orderNo: string): Promise<{ told: MoneyEvent[]; strays: OrderSummary[] }> {
      const rows = await query({
        KeyConditionExpression: 'PK = :pk AND SK BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': orderKey(orderNo).PK, ':from': 'MONEY#', ':to': 'STRAY#~' },
      });
      const told = rows.flatMap((row) => z.object({ event: moneyEvent }).safeParse(row).data?.event ?? []);
      const strays = rows.flatMap((row) => z.object({ stray: z.string() }).safeParse(row).data?.stray ?? []);
      const found = await Promise.all(strays.map(find));
      return {
        told: told.toSorted((a, b) => a.at.localeCompare(b.at)),
        strays: found.flatMap((one) => (one === undefined ? [] : [summaryOf(one)])),
      };
    },
  };

  async function legOf(transferIds: readonly string[]): Promise<Leg | undefined> {
    for (const id of transferIds) {
      const Key = { PK: `TRANSFER#${id}`, SK: 'LEG#DEBIT' };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      if (Item !== undefined) return legOfRow(Item);
    }
    return undefined;
  }

  async function find(orderNo: string): Promise<Order | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: orderKey(orderNo), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : orderOf(Item);
  }

  function query(input: Omit<QueryCommandInput, 'TableName'>) {
    return allRows(client, { TableName: table, ...input });
  }
}
