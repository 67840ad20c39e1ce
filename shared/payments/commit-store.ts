/** One change of the payments table: its parts, the transaction's items, and which part it was that refused. */
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Idempotency } from '../base/operation.ts';
import { epochSeconds } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import { noticePartition } from './inbox-store.ts';
import { legsOf, type Transfer } from './ledger.ts';
import type { MoneyEventType } from './money-event.ts';
import type { Order } from './order.ts';
import {
  agentRows,
  answerKey,
  askRow,
  eventItem,
  legItem,
  movedAsks,
  movedRefunds,
  orderRow,
  refundRow,
  strayRow,
  versionIs,
} from './payment-rows.ts';
import type { Notice } from './words.ts';

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

export const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;

/** Adds a row, or is refused. */
export const putter =
  (table: string) =>
  (Item: Record<string, unknown>): TransactItem => ({ Put: { TableName: table, Item, ...isNew } });

/** What a commit writes, each item with the part of it that its condition guards. */
export function commitItems(table: string, change: Commit): [Part, TransactItem][] {
  const put = putter(table);
  const { orders = [], transfers = [], events = [], notice, effect, idempotency, now } = change;
  return [
    ...(notice === undefined
      ? []
      : [['notice', noticeUpdate(table, notice.of, notice.outcome, notice.from)] as [Part, TransactItem]]),
    ...(effect === undefined
      ? []
      : [['effect', put({ PK: `EFFECT#${effect}`, SK: 'EFFECT', at: now })] as [Part, TransactItem]]),
    ...orders.flatMap((one) => orderItems(table, one).map((item): [Part, TransactItem] => ['order', item])),
    ...transfers.flatMap((one) => legsOf(one).map((leg): [Part, TransactItem] => ['effect', put(legItem(leg))])),
    ...events.map(({ type, order }): [Part, TransactItem] => ['guard', put(eventItem(type, order, now))]),
    ...(idempotency === undefined ? [] : [['answer', answerItem(table, idempotency, now)] as [Part, TransactItem]]),
    ...(change.with ?? []).map((item): [Part, TransactItem] => ['guard', item]),
  ];
}

export function noticeUpdate(table: string, of: Notice, outcome: string, from: string, to = 'settled') {
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
function orderItems(table: string, one: Order): TransactItem[] {
  const condition = one.version === 1 ? isNew : versionIs(one.version - 1);
  return [
    { Put: { TableName: table, Item: orderRow(one), ...condition } },
    ...movedRefunds(one).map((refund) => ({ Put: { TableName: table, Item: refundRow(one, refund) } })),
    ...movedAsks(one).map((ask) => ({ Put: { TableName: table, Item: askRow(one, ask) } })),
    ...agentRows(one).map((row) => ({ Put: { TableName: table, Item: row } })),
    ...(one.stray === undefined || one.version > 1 ? [] : [putter(table)(strayRow(one))]),
  ];
}

function answerItem(table: string, { call, answer }: NonNullable<Commit['idempotency']>, now: Instant): TransactItem {
  const { requestHash } = call;
  return putter(table)({ ...answerKey(call.id), requestHash, answer, expiresAt: epochSeconds(now) + 2 * 86_400 });
}
