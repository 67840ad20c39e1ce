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
  QueryCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decodeCursor, encodeCursor, type LastKey } from '../base/cursor.ts';
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import { epochSeconds, secondsAfter, startOf } from '../base/time.ts';
import { CommitRefused, transact } from '../base/transact.ts';
import type { Day, Instant } from '../base/words.ts';
import { noticePartition } from './inbox-store.ts';
import { account, type Leg, legsOf, type Transfer } from './ledger.ts';
import { type MoneyEvent, type MoneyEventType, moneyEvent } from './money-event.ts';
import { type Order, order as orderSchema, type ReductionAsk, type Refund } from './order.ts';
import {
  type AgentOrderSummary,
  type AskSummary,
  agentOrderSummary,
  askSummary,
  type OrderSummary,
  orderSummary,
  type RefundSummary,
  refundSummary,
  summaryOf,
} from './order-summary.ts';
import type { OrderState } from './order-transitions.ts';
import { type Notice, notice as noticeSchema, type Provider } from './words.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Why a commit was refused: which of its parts found the table otherwise than expected. */
export type Part = 'notice' | 'effect' | 'order' | 'parked' | 'answer' | 'guard';

export class PartRefused extends Error {
  readonly parts: ReadonlySet<Part>;
  readonly throttled: boolean;
  constructor(parts: ReadonlySet<Part>, throttled: boolean) {
    super('commit refused');
    this.parts = parts;
    this.throttled = throttled;
  }
}

export interface Commit {
  /** Orders as they now are; each is written over the version before. */
  readonly orders?: readonly Order[];
  readonly transfers?: readonly Transfer[];
  readonly events?: readonly { readonly type: MoneyEventType; readonly order: Order }[];
  /** A recorded notice that is done with; refused when it was before. */
  readonly notice?: { readonly of: Notice; readonly outcome: string; readonly from: 'received' | 'parked' };
  /** The business fact; refused when it had its effect before. */
  readonly effect?: string;
  readonly idempotency?: { readonly call: Idempotency; readonly answer: unknown } | undefined;
  readonly with?: readonly TransactItem[];
  readonly now: Instant;
}

/** An order as it was read, and the notices that wait beside it. */
export interface OrderRead {
  readonly order: Order | undefined;
  readonly parked: readonly Notice[];
}

/** First and last day, both included, in Beijing. */
export interface Days {
  readonly from: Day;
  readonly to: Day;
}

export type PaymentsStore = ReturnType<typeof createPaymentsStore>;
const clockShards = 4;

export function createPaymentsStore(client: DynamoDBDocumentClient, table: string) {
  const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;
  const put = (Item: Record<string, unknown>): TransactItem => ({ Put: { TableName: table, Item, ...isNew } });

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
      const parts = itemsOf(change);
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
        await client.send(new UpdateCommand(noticeUpdate(of, outcome, 'received').Update));
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
        ['notice', noticeUpdate(of, 'parked', 'received', 'parked')],
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

    /** All legs of an order, oldest first. */
    async legsOfOrder(orderNo: string): Promise<Leg[]> {
      const rows = await query({
        IndexName: 'byPayer',
        KeyConditionExpression: 'GSI2PK = :pk',
        ExpressionAttributeValues: { ':pk': `LEDGER#${orderNo}` },
      });
      return rows.map((row) => legRow.parse(row).leg);
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

    /** All legs of an agency's day. */
    async legs(agency: string, day: string): Promise<Leg[]> {
      const rows = await query({
        IndexName: 'byAgency',
        KeyConditionExpression: 'GSI1PK = :pk',
        ExpressionAttributeValues: { ':pk': `LEDGER#${agency}#${day}` },
      });
      return rows.map((row) => legRow.parse(row).leg);
    },
  };

  async function legOf(transferIds: readonly string[]): Promise<Leg | undefined> {
    for (const id of transferIds) {
      const Key = { PK: `TRANSFER#${id}`, SK: 'LEG#DEBIT' };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      if (Item !== undefined) return legRow.parse(Item).leg;
    }
    return undefined;
  }

  async function find(orderNo: string): Promise<Order | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: orderKey(orderNo), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : orderOf(Item);
  }

  function itemsOf(change: Commit): [Part, TransactItem][] {
    const { orders = [], transfers = [], events = [], notice, effect, idempotency, now } = change;
    return [
      ...(notice === undefined
        ? []
        : [['notice', noticeUpdate(notice.of, notice.outcome, notice.from)] as [Part, TransactItem]]),
      ...(effect === undefined
        ? []
        : [['effect', put({ PK: `EFFECT#${effect}`, SK: 'EFFECT', at: now })] as [Part, TransactItem]]),
      ...orders.flatMap((one) => orderItems(one).map((item): [Part, TransactItem] => ['order', item])),
      ...transfers.flatMap((one) => legsOf(one).map((leg): [Part, TransactItem] => ['effect', put(legItem(leg))])),
      ...events.map(({ type, order }): [Part, TransactItem] => ['guard', put(eventItem(type, order, now))]),
      ...(idempotency === undefined ? [] : [['answer', answerItem(idempotency, now)] as [Part, TransactItem]]),
      ...(change.with ?? []).map((item): [Part, TransactItem] => ['guard', item]),
    ];
  }

  function noticeUpdate(of: Notice, outcome: string, from: string, to = 'settled') {
    return {
      Update: {
        TableName: table,
        Key: { PK: noticePartition(of), SK: 'NOTICE' },
        UpdateExpression: 'SET #state = :to, outcome = :outcome',
        ConditionExpression: '#state = :from',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':to': to, ':outcome': outcome, ':from': from },
      },
    };
  }

  /** The order over its last version, and the rows that follow from it: what guards the one guards all. */
  function orderItems(one: Order): TransactItem[] {
    const condition = one.version === 1 ? isNew : versionIs(one.version - 1);
    return [
      { Put: { TableName: table, Item: orderRow(one), ...condition } },
      ...movedRefunds(one).map((refund) => ({ Put: { TableName: table, Item: refundRow(one, refund) } })),
      ...movedAsks(one).map((ask) => ({ Put: { TableName: table, Item: askRow(one, ask) } })),
      ...agentRows(one).map((row) => ({ Put: { TableName: table, Item: row } })),
      ...(one.stray === undefined || one.version > 1 ? [] : [put(strayRow(one))]),
    ];
  }

  function answerItem({ call, answer }: NonNullable<Commit['idempotency']>, now: Instant): TransactItem {
    const { requestHash } = call;
    return put({ ...answerKey(call.id), requestHash, answer, expiresAt: epochSeconds(now) + 2 * 86_400 });
  }

  async function query(input: Record<string, unknown>, most = Number.POSITIVE_INFINITY) {
    const rows: Record<string, unknown>[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const found = await client.send(
        new QueryCommand({
          TableName: table,
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

const keysIn = (key: Record<string, unknown>, gsi: string): LastKey => ({
  PK: String(key.PK),
  SK: String(key.SK),
  [`${gsi}SK`]: String(key[`${gsi}SK`]),
});

const orderKey = (orderNo: string) => ({ PK: `ORDER#${orderNo}`, SK: 'ORDER' });
const answerKey = (id: string) => ({ PK: `IDEMPOTENCY#${id}`, SK: 'IDEMPOTENCY' });

function clockKeys(orderNo: string, at: Instant) {
  const shard = (orderNo.codePointAt(orderNo.length - 1) ?? 0) % clockShards;
  return { GSI3PK: `CLOCK#${shard}`, GSI3SK: `${at}#${orderNo}` };
}

const underWay: readonly Refund['state'][] = ['asked', 'approved', 'abnormal', 'refused'];

/** Those that this version of the order has moved, or that are still under way. */
const movedRefunds = ({ refunds, updatedAt }: Order): Refund[] =>
  refunds.filter(
    ({ state, askedAt, endedAt }) => underWay.includes(state) || askedAt === updatedAt || endedAt === updatedAt,
  );

function refundRow(order: Order, refund: Refund): Record<string, unknown> {
  const { orderNo, agency, title, stray, payment, updatedAt } = order;
  const summary: RefundSummary = {
    orderNo,
    agency,
    title,
    ...refund,
    updatedAt,
    ...(stray && { stray }),
    ...(payment && { provider: payment.provider }),
  };
  return {
    PK: orderKey(orderNo).PK,
    SK: `REFUND#${refund.refundNo}`,
    summary,
    GSI1PK: `REFUNDS#${agency}#${refund.state}`,
    GSI1SK: `${updatedAt}#${refund.refundNo}`,
  };
}

const movedAsks = ({ asks, updatedAt }: Order): ReductionAsk[] =>
  asks.filter(({ askedAt, decidedAt }) => (decidedAt ?? askedAt) === updatedAt);

function askRow(order: Order, { askNo, ground, state, askedAt }: ReductionAsk): Record<string, unknown> {
  const { orderNo, agency, title, amount, updatedAt } = order;
  const summary: AskSummary = { orderNo, agency, title, amount, askNo, ground, state, askedAt, updatedAt };
  return {
    PK: orderKey(orderNo).PK,
    SK: `ASK#${askNo}`,
    summary,
    GSI1PK: `ASKS#${agency}#${state}`,
    GSI1SK: `${updatedAt}#${orderNo}`,
  };
}

/** @returns none where the payer files for themselves, and for what is no case's fee */
function agentRows(order: Order): Record<string, unknown>[] {
  const { orderNo, agent, payer, itemCode, createdAt } = order;
  if (agent === undefined || payer === undefined || itemCode === undefined) return [];
  const summary: AgentOrderSummary = { ...summaryOf(order), payer, itemCode };
  const list = { GSI2PK: `AGENT#${agent.id}`, GSI2SK: `${createdAt}#${orderNo}` };
  return [{ PK: orderKey(orderNo).PK, SK: 'AGENT', summary, ...list }];
}

const strayRow = ({ orderNo, payment }: Order) => ({
  PK: orderKey(payment?.providerOrderNo ?? orderNo).PK,
  SK: `STRAY#${orderNo}`,
  stray: orderNo,
});

function orderRow(order: Order): Record<string, unknown> {
  const { orderNo, agency, state, updatedAt, createdAt, payer, checkAt, version } = order;
  return {
    ...orderKey(orderNo),
    version,
    state,
    order,
    summary: summaryOf(order),
    GSI1PK: `AGENCY#${agency}#${state}`,
    GSI1SK: `${updatedAt}#${orderNo}`,
    ...(payer === undefined ? {} : { GSI2PK: `PAYER#${payer.id}`, GSI2SK: `${createdAt}#${orderNo}` }),
    ...(checkAt === undefined ? {} : clockKeys(orderNo, checkAt)),
  };
}

const orderOf = (row: unknown): Order => z.object({ order: orderSchema }).parse(row).order;

function eventItem(type: MoneyEventType, order: Order, at: Instant): Record<string, unknown> {
  const { orderNo, version, caseId, appointmentId, beforeDecision, amount } = order;
  const eventId = `${orderNo}-${version}-${type}`;
  const event: MoneyEvent = {
    eventId,
    type,
    orderNo,
    beforeDecision,
    amount,
    at,
    ...(caseId === undefined ? {} : { caseId }),
    ...(appointmentId === undefined ? {} : { appointmentId }),
  };
  return { PK: orderKey(orderNo).PK, SK: `MONEY#${eventId}`, event };
}

const legRow = z.object({
  leg: z.strictObject({
    account,
    agency: z.string(),
    day: z.string(),
    at: z.string(),
    amount: z.int(),
    transferId: z.string(),
    orderNo: z.string(),
    reason: z.custom<Transfer['reason']>((value) => typeof value === 'string'),
  }),
});

function legItem(leg: Leg): Record<string, unknown> {
  const side = leg.amount > 0 ? 'DEBIT' : 'CREDIT';
  return {
    PK: `TRANSFER#${leg.transferId}`,
    SK: `LEG#${side}`,
    GSI1PK: `LEDGER#${leg.agency}#${leg.day}`,
    GSI1SK: `${leg.account}#${leg.transferId}#${side}`,
    GSI2PK: `LEDGER#${leg.orderNo}`,
    GSI2SK: `${leg.at}#${leg.transferId}#${side}`,
    leg,
  };
}

function noticeOf(row: unknown): { notice: Notice; state: string } {
  const { notice, state } = z.object({ notice: z.string(), state: z.string() }).parse(row);
  return { notice: noticeSchema.parse(JSON.parse(notice)), state };
}

function replayOf(row: unknown, call: Idempotency | undefined): unknown {
  if (row === undefined || call === undefined) return undefined;
  const { requestHash, answer } = z.object({ requestHash: z.string(), answer: z.unknown() }).parse(row);
  if (requestHash !== call.requestHash) throw new Problem('idempotency-key-reused');
  return answer;
}

function versionIs(expected: number) {
  return {
    ConditionExpression: '#version = :expected',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':expected': expected },
  };
}
