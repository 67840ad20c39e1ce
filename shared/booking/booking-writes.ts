/**
 * The single writes of which bookings' transactions are made, each with its condition and a label by which a refused one is
 * told apart. An instant is part of every condition on what lapses: a hold that has ended holds nothing.
 */
import type { Idempotency } from '../base/operation.ts';
import { epochSeconds } from '../base/time.ts';
import type { TransactItem } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import type { Appointment, BookingEvent } from './appointment.ts';
import {
  afterDay,
  appointmentRow,
  deviationRow,
  dueRow,
  eventRow,
  idempotencyKey,
  type Key,
  keyOf,
  never,
  numberKey,
  numberRowOf,
  waitPartition,
} from './booking-rows.ts';
import type { Seen, Strike } from './patient.ts';
import type { Deviation } from './session.ts';

export type Label =
  | 'number'
  | 'department'
  | 'cell'
  | 'quota'
  | 'waiting'
  | 'head'
  | 'event'
  | 'repeat'
  | 'session'
  | 'other';
export interface Write {
  readonly label: Label;
  readonly item: TransactItem;
}

const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;
const isFree = (now: Instant) => ({
  ConditionExpression: 'attribute_not_exists(PK) OR #until <= :now',
  ExpressionAttributeNames: { '#until': 'until' },
  ExpressionAttributeValues: { ':now': now },
});
const isOf = (appointmentId: string) => ({
  ConditionExpression: 'appointmentId = :mine',
  ExpressionAttributeValues: { ':mine': appointmentId },
});

/** @param dueOf when time will next do something to an appointment */
export function bookingWrites(TableName: string, dueOf: (one: Appointment) => Instant | undefined) {
  const put = (label: Label, Item: Record<string, unknown>, condition: object): Write => ({
    label,
    item: { Put: { TableName, Item, ...condition } },
  });
  const remove = (label: Label, Key: Key, condition: object): Write => ({
    label,
    item: { Delete: { TableName, Key: { ...Key }, ...condition } },
  });
  const labelOf = ({ PK, SK }: Key): Label => {
    if (PK.startsWith('QUOTA#')) return 'quota';
    if (SK.startsWith('DEPARTMENT#')) return 'department';
    return SK.startsWith('WAIT#') || PK.startsWith('PLACE#') ? 'waiting' : 'cell';
  };
  const numberItem = (one: Appointment, no: number) => ({
    ...numberRowOf(one.sessionId, no, {
      state: one.status === 'pending' ? 'held' : 'booked',
      appointmentId: one.appointmentId,
      until: untilOf(one),
    }),
    expiresAt: afterDay(one.date),
  });
  const guardItem = (one: Appointment, key: Key, until: Instant) => ({
    ...key,
    appointmentId: one.appointmentId,
    until,
    expiresAt: afterDay(one.date),
  });
  const placeItem = (one: Appointment) => ({
    PK: waitPartition(one.sessionId),
    SK: one.waiting ?? '',
    summary: one,
    expiresAt: afterDay(one.date),
  });
  const untilOf = (one: Appointment): Instant => (one.status === 'pending' ? (one.holdUntil ?? never) : never);

  return {
    /** The number goes to this appointment, if nobody has it now. */
    takeNumber: (one: Appointment, now: Instant): Write => put('number', numberItem(one, one.no ?? 0), isFree(now)),

    /** The number goes from one appointment to another in one write: nobody else can be quicker. */
    handNumber: (one: Appointment, from: string): Write => put('number', numberItem(one, one.no ?? 0), isOf(from)),

    /** The hold becomes a booking, if it is this one's and has not ended at this instant. */
    keepNumber: (one: Appointment, now: Instant): Write =>
      put('number', numberItem(one, one.no ?? 0), {
        ConditionExpression: 'appointmentId = :mine AND #until > :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':mine': one.appointmentId, ':now': now },
      }),

    /** The number is nobody's again. */
    freeNumber: (one: Appointment): Write =>
      remove('number', numberKey(one.sessionId, one.no ?? 0), isOf(one.appointmentId)),

    /** The number is withdrawn (停诊). @param holder who was seen to have it; undefined: nobody, or one whose hold has ended */
    voidNumber: (session: string, no: number, holder: string | undefined, now: Instant, expiresAt: number): Write =>
      put(
        'number',
        { ...numberRowOf(session, no, { state: 'void', appointmentId: 'void', until: never }), expiresAt },
        holder === undefined ? isFree(now) : isOf(holder),
      ),

    takeGuards: (one: Appointment, now: Instant, from?: Appointment): Write[] =>
      one.guards.map((text) => {
        const key = keyOf(text);
        const passedOn = from?.guards.includes(text) === true;
        return put(labelOf(key), guardItem(one, key, untilOf(one)), passedOn ? isOf(from.appointmentId) : isFree(now));
      }),
    keepGuards: (one: Appointment): Write[] =>
      one.guards.map((text) => {
        const key = keyOf(text);
        return put(labelOf(key), guardItem(one, key, never), isOf(one.appointmentId));
      }),
    /** @param but guards that another write of the same transaction passes on */
    freeGuards: (one: Appointment, but: readonly string[] = []): Write[] =>
      one.guards
        .filter((text) => !but.includes(text))
        .map((text) => remove(labelOf(keyOf(text)), keyOf(text), isOf(one.appointmentId))),

    /** @param expected version read; 0 for a new one */
    head: (one: Appointment, expected: number): Write =>
      put(
        'head',
        appointmentRow(one, dueOf(one)),
        expected === 0
          ? isNew
          : {
              ConditionExpression: '#version = :expected',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':expected': expected },
            },
      ),
    event: (event: BookingEvent): Write => put('event', eventRow(event), isNew),

    /** @param look when the pools are joined and the line is to be looked at; the place itself stands in the list of what is due */
    joinWaiting: (one: Appointment, look: Instant | undefined): Write =>
      put('waiting', { ...placeItem(one), ...(look === undefined ? {} : dueRow(one.appointmentId, look)) }, isNew),
    /** The line was looked at: its place is not due any more. Refused when they left it meanwhile. */
    lookedAtWaiting: (one: Appointment): Write =>
      put('waiting', placeItem(one), { ConditionExpression: 'attribute_exists(PK)' }),
    leaveWaiting: (one: Appointment): Write =>
      remove(
        'waiting',
        { PK: waitPartition(one.sessionId), SK: one.waiting ?? '' },
        { ConditionExpression: 'attribute_exists(PK)' },
      ),

    strike: (patientId: string, one: Strike): Write =>
      put(
        'other',
        { PK: `PERSON#${patientId}`, SK: `STRIKE#${one.at}#${one.appointmentId}`, type: 'strike', strike: one },
        isNew,
      ),

    seen: (patientId: string, one: Seen): Write =>
      put(
        'other',
        { PK: `PERSON#${patientId}`, SK: `SEEN#${one.condition}#${one.appointmentId}`, type: 'seen', seen: one },
        isNew,
      ),

    deviation: (one: Deviation, department: string): Write =>
      put(
        'session',
        deviationRow(one, department),
        one.version === 1
          ? isNew
          : {
              ConditionExpression: '#version = :expected',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':expected': one.version - 1 },
            },
      ),

    /** The record by which the same call again gets its first answer; kept two days. */
    answer: ({ id, requestHash }: Idempotency, answer: unknown, now: Instant): Write =>
      put('repeat', { ...idempotencyKey(id), requestHash, answer, expiresAt: epochSeconds(now) + 2 * 86_400 }, isNew),

    put,
    isNew,
  };
}
export type BookingWrites = ReturnType<typeof bookingWrites>;
