/**
 * The lot of a person and the ticket that tells it, both under a key of the hall. The lot is a keyed hash of person, department
 * and day: without the key as good as drawn, and for whoever asks again, from another device, account or process, the same.
 * All doctors of a department share it: as everyone can have one number there that day, it gains nothing to ask at each of them.
 * The ticket names nobody: what it is bound to goes into its signature only, so it tells a stranger nothing, and any other
 * account, patient or session makes it invalid.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../base/words.ts';
import { against, type Conflict } from './conflicts.ts';
import type { Session } from './session.ts';

/** What a ticket is bound to. */
export interface Bearer {
  readonly account: string;
  readonly patientId: string;
  readonly sessionId: string;
}

/** `<admitted from>.<good until>.<signature>`: milliseconds in base 36, HMAC-SHA-256 in base64url. */
export const ticketPattern = /^([0-9a-z]{8,9})\.([0-9a-z]{8,9})\.([\w-]{43})$/;

/** @returns at least 0, less than 1 */
export function lotOf(
  key: Buffer,
  patientId: string,
  { department, date }: Pick<Session, 'department' | 'date'>,
): number {
  return keyed(key, ['lot', patientId, department, date]).readUIntBE(0, 6) / 2 ** 48;
}

/** @param admittedFrom when its bearer is let in @param until when it ends */
export function signTicket(key: Buffer, bearer: Bearer, admittedFrom: Instant, until: Instant): string {
  const times = [admittedFrom, until].map((one) => Date.parse(one).toString(36));
  return [...times, signature(key, bearer, times)].join('.');
}

/** What stands against coming in with this ticket now. */
export function ticketConflicts(key: Buffer, bearer: Bearer, ticket: string | undefined, now: Instant): Conflict[] {
  if (ticket === undefined) return against(true, 'queue-ticket-needed');
  const [, from = '', until = '', signed = ''] = ticketPattern.exec(ticket) ?? [];
  const given = Buffer.from(signed);
  const right = Buffer.from(signature(key, bearer, [from, until]));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return against(true, 'queue-ticket-invalid');
  const at = Date.parse(now);
  return [
    ...against(at >= Number.parseInt(until, 36), 'queue-ticket-expired'),
    ...against(at < Number.parseInt(from, 36), 'queue-not-your-turn'),
  ];
}

const signature = (key: Buffer, { account, patientId, sessionId }: Bearer, times: readonly string[]): string =>
  keyed(key, ['ticket', account, patientId, sessionId, ...times]).toString('base64url');

/** As JSON, so that no two lists of parts read the same. */
const keyed = (key: Buffer, parts: readonly string[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest();
