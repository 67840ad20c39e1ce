/** Keys and rows of the booking table. Every row is parsed on the way out. */
import * as z from 'zod';
import { epochSeconds } from '../base/time.ts';
import { type Day, type Instant, instant } from '../base/words.ts';
import { type Appointment, appointment, type BookingEvent, bookingEvent } from './appointment.ts';
import { quarterHours } from './moments.ts';
import { type Carer, carer, type Patient, type PersonOnRecord, patient, seen, strike } from './patient.ts';
import { type Deviation, deviation, numberIdOf } from './session.ts';

/** Later than any instant: what is booked does not lapse. */
export const never: Instant = '9999-12-31T23:59:59.999Z';

export interface Key {
  readonly PK: string;
  readonly SK: string;
}
export type Row = Record<string, unknown>;

export const sessionKey = (id: string): Key => ({ PK: `SESSION#${id}`, SK: 'SESSION' });
export const soldOutKey = (id: string): Key => ({ PK: `SESSION#${id}`, SK: 'SOLDOUT' });
export const numberKey = (session: string, no: number): Key => ({
  PK: `NUMBER#${numberIdOf(session, no)}`,
  SK: 'NUMBER',
});
export const appointmentKey = (id: string): Key => ({ PK: `APPOINTMENT#${id}`, SK: 'HEAD' });
export const eventKey = (id: string, seq: number): Key => ({
  PK: `APPOINTMENT#${id}`,
  SK: `EVENT#${String(seq).padStart(4, '0')}`,
});
export const personPartition = (patientId: string): string => `PERSON#${patientId}`;
export const accountPartition = (account: string): string => `ACCOUNT#${account}`;
/** Points from a health card (统一诊疗卡) to its person, for reception. */
export const cardKey = (cardNumber: string): Key => ({ PK: `CARD#${cardNumber}`, SK: 'CARD' });
export const waitPartition = (session: string): string => `WAIT#${session}`;
export const idempotencyKey = (id: string): Key => ({ PK: `IDEMPOTENCY#${id}`, SK: 'IDEMPOTENCY' });
export const guardPartition = (patientId: string, date: Day): string => `GUARD#${patientId}#${date}`;
export const quotaKey = (account: string, month: string, place: number): Key => ({
  PK: `QUOTA#${account}#${month}#${place}`,
  SK: 'QUOTA',
});

/** A guard's key as one text, as an appointment keeps it. */
export const keyText = ({ PK, SK }: Key): string => `${PK} ${SK}`;
export const keyOf = (text: string): Key => {
  const at = text.lastIndexOf(' ');
  return { PK: text.slice(0, at), SK: text.slice(at + 1) };
};

/** Guards of one person against themselves: one number per department and day, one place at a time. */
export function guardKeys(patientId: string, department: string, date: Day, start: Instant, end: Instant): Key[] {
  const PK = guardPartition(patientId, date);
  return [
    { PK, SK: `DEPARTMENT#${department}` },
    ...quarterHours(start, end).map((cell) => ({ PK, SK: `CELL#${cell.slice(11)}` })),
  ];
}
export const waitGuardKey = (patientId: string, date: Day, session: string): Key => ({
  PK: guardPartition(patientId, date),
  SK: `WAIT#${session}`,
});

/** One of the places (候补名额) of a session's line: as many can wait as there are places, however many come at once. */
export const waitPlaceKey = (session: string, place: number): Key => ({
  PK: `PLACE#${session}#${place}`,
  SK: 'PLACE',
});

/** A number that has no row is free. */
export const numberRow = z.object({
  state: z.enum(['held', 'booked', 'void']),
  appointmentId: z.string(),
  until: instant,
});
export type NumberRow = z.infer<typeof numberRow>;

/** A session's numbers that somebody has, in one list beside the numbers themselves. */
export const numbersList = (session: string): string => `NUMBERS#${session}`;
const place = (no: number): string => String(no).padStart(3, '0');

export const numberRowOf = (session: string, no: number, row: NumberRow): Row => ({
  ...numberKey(session, no),
  ...row,
  summary: row,
  GSI2PK: numbersList(session),
  GSI2SK: place(no),
});
/** @returns the number, and its row, of an entry of the list */
export const listedNumber = (row: unknown): [number, NumberRow] => {
  const { GSI2SK, summary } = z.object({ GSI2SK: z.coerce.number(), summary: numberRow }).parse(row);
  return [GSI2SK, summary];
};

/** Guards and places of quotas: taken until then. */
export const guardRow = z.object({ PK: z.string(), SK: z.string(), appointmentId: z.string(), until: instant });
export type GuardRow = z.infer<typeof guardRow>;

export const isFree = (row: { until: Instant } | undefined, now: Instant): boolean =>
  row === undefined || row.until <= now;

/** Kept a month after the day, for the desk's questions; housekeeping only: nothing depends on it. */
export const afterDay = (date: Day): number => epochSeconds(`${date}T00:00:00.000Z`) + 40 * 86_400;

/**
 * Lists: a patient's appointments by time, a session's by number, and all that time will do something to.
 * @param due when that is; undefined: never
 */
export function appointmentRow(one: Appointment, due: Instant | undefined): Row {
  return {
    ...appointmentKey(one.appointmentId),
    version: one.version,
    summary: one,
    GSI1PK: patientList(one.patientId),
    GSI1SK: `${one.start}#${one.appointmentId}`,
    GSI2PK: sessionList(one.sessionId),
    GSI2SK: `${place(one.no ?? 999)}#${one.appointmentId}`,
    ...(due === undefined ? {} : dueRow(one.appointmentId, due)),
  };
}
export const patientList = (patientId: string): string => `PATIENT#${patientId}`;
export const sessionList = (session: string): string => `SESSION#${session}`;

/** Every booking of a rush is written to this list: one partition would take a thousand of them a second. */
export const dueShards = Array.from({ length: 16 }, (_, shard) => shard);
export const dueList = (shard: number): string => `DUE#${shard}`;
/** What puts a row into the list of what is due. */
export const dueRow = (appointmentId: string, due: Instant): Row => ({
  GSI3PK: dueList(shardOf(appointmentId)),
  GSI3SK: `${due}#${appointmentId}`,
});
const shardOf = (appointmentId: string): number => (appointmentId.codePointAt(25) ?? 0) % dueShards.length;

export const appointmentOf = (row: unknown): Appointment => z.object({ summary: appointment }).parse(row).summary;
export const eventRow = (event: BookingEvent): Row => ({ ...eventKey(event.appointmentId, event.seq), event });
export const eventOf = (row: unknown): BookingEvent => z.object({ event: bookingEvent }).parse(row).event;

export const deviationRow = (one: Deviation, department: string): Row => ({
  ...sessionKey(one.sessionId),
  version: one.version,
  summary: one,
  GSI2PK: departmentList(department),
  GSI2SK: one.sessionId,
});
export const departmentList = (department: string): string => `DEPARTMENT#${department}`;
export const deviationOf = (row: unknown): Deviation => z.object({ summary: deviation }).parse(row).summary;

export const waitRow = z.object({ SK: z.string(), summary: appointment });

const personRow = z.discriminatedUnion('type', [
  z.object({ type: z.literal('patient'), patient }),
  z.object({ type: z.literal('carer'), carer }),
  z.object({ type: z.literal('strike'), strike }),
  z.object({ type: z.literal('seen'), seen }),
  // Kept to be looked into; no rule reads it.
  z.object({ type: z.literal('carer-ended') }),
]);

/** @returns undefined when there is no such person */
export function personOf(rows: readonly Row[]): PersonOnRecord | undefined {
  const parsed = rows.map((row) => personRow.parse(row));
  const head = parsed.find((row) => row.type === 'patient');
  if (head === undefined) return undefined;
  return {
    patient: head.patient,
    carers: parsed.flatMap((row) => (row.type === 'carer' ? [row.carer] : [])),
    strikes: parsed.flatMap((row) => (row.type === 'strike' ? [row.strike] : [])),
    seen: parsed.flatMap((row) => (row.type === 'seen' ? [row.seen] : [])),
  };
}

/** A person's own row. @param sealed identity number and phone */
export const personHead = (one: Patient, sealed: string): Row => ({
  PK: personPartition(one.patientId),
  SK: 'HEAD',
  type: 'patient',
  patient: one,
  sealed,
});

/** Who may act for a person, found from either side. */
export const carerRows = (link: Carer): Row[] => {
  const { patientId, account } = link;
  return [
    { PK: personPartition(patientId), SK: `CARER#${account}`, type: 'carer', carer: link },
    { PK: accountPartition(account), SK: `PATIENT#${patientId}`, carer: link },
  ];
};

/** That somebody asked to act for a person: what the relay tells of, once a day for the same two. */
export const askedKey = (askId: string): Key => ({ PK: `ASKED#${askId}`, SK: 'EVENT#1' });
export const askedRow = z.object({
  asked: z.object({ askId: z.string(), at: instant, patientId: z.string(), account: z.string() }),
});
export type Asked = z.infer<typeof askedRow>['asked'];

/** An account is one person, and a person has one account: a row for each of the two, written with the link. */
export const selfRows = ({ patientId, account }: Carer): [Row & Key, Row & Key] => [
  { PK: `SELF#${patientId}`, SK: 'SELF', of: account },
  { PK: `SELF#${account}`, SK: 'SELF', of: patientId },
];

/** That somebody's acting was ended, by whom and why. */
export const carerEndedRow = (link: Carer, ended: { by: string; role: string; reason?: string; at: Instant }): Row => ({
  PK: personPartition(link.patientId),
  SK: `ENDED#${ended.at}#${link.account}`,
  type: 'carer-ended',
  carer: link,
  ...ended,
});
