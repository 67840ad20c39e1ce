/** Where rows of the payments table go: recorded notices to settlement, events of orders to whoever waits for them. */
import * as z from 'zod';
import { attributeOf } from '../../events/stream-batch.ts';
import { type MoneyEventType, moneyEvent } from '../../shared/payments/money-event.ts';
import { notice, orderNoOfNotice } from '../../shared/payments/words.ts';
import type { Outgoing } from './outgoing.ts';

const noticeImage = z.object({ notice: z.object({ S: z.string() }) });
const eventImage = z.object({ event: attributeOf(moneyEvent) });

/** @param key of the row that was added */
export function moneyOutgoing(key: string, image: Record<string, unknown>): Outgoing[] {
  if (key === 'NOTICE') return noticeOutgoing(image);
  if (key.startsWith('MONEY#')) return eventOutgoing(image);
  return [];
}

function noticeOutgoing(image: Record<string, unknown>): Outgoing[] {
  const recorded = notice.parse(JSON.parse(noticeImage.parse(image).notice.S));
  const { provider, noticeId } = recorded;
  const orderNo = orderNoOfNotice(recorded);
  const eventId = `${provider}-${noticeId}`;
  const message = {
    kind: 'notice' as const,
    eventId,
    provider,
    noticeId,
    ...(orderNo === undefined ? {} : { orderNo }),
  };
  return [{ queue: 'settlement', message, group: orderNo ?? noticeId }];
}

const destinations: { readonly [T in MoneyEventType]?: readonly ('settlement' | 'receipts' | 'case-fees')[] } = {
  'refund-approved': ['settlement'],
  silent: ['settlement'],
  paid: ['receipts', 'case-fees'],
  refunded: ['receipts'],
  waived: ['case-fees'],
  closed: ['case-fees'],
};

/** Appointments are told of all that becomes of their order, by the same worker as cases. */
const ofAppointment: typeof destinations = {
  ...destinations,
  'late-paid': ['case-fees'],
  refunded: ['receipts', 'case-fees'],
  'refund-failed': ['case-fees'],
};

function eventOutgoing(image: Record<string, unknown>): Outgoing[] {
  const { event } = eventImage.parse(image);
  const message = { kind: 'money' as const, ...event };
  const queues = event.appointmentId === undefined ? destinations[event.type] : ofAppointment[event.type];
  return (queues ?? []).map((queue) => ({ queue, message, group: event.orderNo }));
}
