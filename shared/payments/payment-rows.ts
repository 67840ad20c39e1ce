/** Rows of the payments table: what each is keyed by, which lists it stands in, how it is read back. The list of them: payments-store.ts. */
import * as z from 'zod';
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import { account, type Leg, type Transfer } from './ledger.ts';
import type { MoneyEvent, MoneyEventType } from './money-event.ts';
import { type Order, order as orderSchema, type ReductionAsk, type Refund } from './order.ts';
import { type AgentOrderSummary, type AskSummary, type RefundSummary, summaryOf } from './order-summary.ts';
import { type Notice, notice as noticeSchema } from './words.ts';

export const clockShards = 4;

export const orderKey = (orderNo: string) => ({ PK: `ORDER#${orderNo}`, SK: 'ORDER' });
export const answerKey = (id: string) => ({ PK: `IDEMPOTENCY#${id}`, SK: 'IDEMPOTENCY' });

export function clockKeys(orderNo: string, at: Instant) {
  const shard = (orderNo.codePointAt(orderNo.length - 1) ?? 0) % clockShards;
  return { GSI3PK: `CLOCK#${shard}`, GSI3SK: `${at}#${orderNo}` };
}

const underWay: readonly Refund['state'][] = ['asked', 'approved', 'abnormal', 'refused'];

/** Those that this version of the order has moved, or that are still under way. */
export const movedRefunds = ({ refunds, updatedAt }: Order): Refund[] =>
  refunds.filter(
    ({ state, askedAt, endedAt }) => underWay.includes(state) || askedAt === updatedAt || endedAt === updatedAt,
  );

export function refundRow(order: Order, refund: Refund): Record<string, unknown> {
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

export const movedAsks = ({ asks, updatedAt }: Order): ReductionAsk[] =>
  asks.filter(({ askedAt, decidedAt }) => (decidedAt ?? askedAt) === updatedAt);

export function askRow(order: Order, { askNo, ground, state, askedAt }: ReductionAsk): Record<string, unknown> {
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
export function agentRows(order: Order): Record<string, unknown>[] {
  const { orderNo, agent, payer, itemCode, createdAt } = order;
  if (agent === undefined || payer === undefined || itemCode === undefined) return [];
  const summary: AgentOrderSummary = { ...summaryOf(order), payer, itemCode };
  const list = { GSI2PK: `AGENT#${agent.id}`, GSI2SK: `${createdAt}#${orderNo}` };
  return [{ PK: orderKey(orderNo).PK, SK: 'AGENT', summary, ...list }];
}

export const strayRow = ({ orderNo, payment }: Order) => ({
  PK: orderKey(payment?.providerOrderNo ?? orderNo).PK,
  SK: `STRAY#${orderNo}`,
  stray: orderNo,
});

export function orderRow(order: Order): Record<string, unknown> {
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

export const orderOf = (row: unknown): Order => z.object({ order: orderSchema }).parse(row).order;

export function eventItem(type: MoneyEventType, order: Order, at: Instant): Record<string, unknown> {
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

export function legItem(leg: Leg): Record<string, unknown> {
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

export function noticeOf(row: unknown): { notice: Notice; state: string } {
  const { notice, state } = z.object({ notice: z.string(), state: z.string() }).parse(row);
  return { notice: noticeSchema.parse(JSON.parse(notice)), state };
}

export function replayOf(row: unknown, call: Idempotency | undefined): unknown {
  if (row === undefined || call === undefined) return undefined;
  const { requestHash, answer } = z.object({ requestHash: z.string(), answer: z.unknown() }).parse(row);
  if (requestHash !== call.requestHash) throw new Problem('idempotency-key-reused');
  return answer;
}

export function versionIs(expected: number) {
  return {
    ConditionExpression: '#version = :expected',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':expected': expected },
  };
}

/** @throws ZodError */
export const legOfRow = (row: unknown): Leg => legRow.parse(row).leg;
