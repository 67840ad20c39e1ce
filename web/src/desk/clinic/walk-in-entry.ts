/** What reception types from an identity card, and an extra session, as the hall takes them. Pure. */
import { fenOf, halfWidth } from '../../base/format.ts';

export interface WalkIn {
  readonly name: string;
  readonly id: string;
  readonly phone: string;
}
export const emptyWalkIn: WalkIn = { name: '', id: '', phone: '' };

const plain = (typed: string): string => halfWidth(typed).replace(/[\s-]/g, '').toUpperCase();

/** @returns undefined when something is missing or is none */
export function walkInBody({ name, id, phone }: WalkIn) {
  const body = { name: name.trim(), idNumber: plain(id), phone: plain(phone) };
  const fits = body.name !== '' && /^\d{17}[\dX]$/.test(body.idNumber) && /^1\d{10}$/.test(body.phone);
  return fits ? body : undefined;
}

export interface ExtraSession {
  readonly practitioner: string;
  readonly kind: 'clinic' | 'virtual';
  readonly date: string;
  readonly part: 'am' | 'pm';
  readonly start: string;
  readonly minutes: string;
  readonly total: string;
  readonly fee: string;
}
export const emptyExtra: ExtraSession = {
  practitioner: '',
  kind: 'clinic',
  date: '',
  part: 'am',
  start: '08:00',
  minutes: '10',
  total: '12',
  fee: '',
};

/** @returns undefined when something is missing or is none */
export function extraBody({ practitioner, kind, date, part, start, minutes, total, fee }: ExtraSession) {
  const time = halfWidth(start).trim();
  const feeFen = fenOf(fee);
  const whole = (text: string): number => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN);
  const body = { practitioner, kind, date, part, start: time, minutes: whole(minutes), total: whole(total) };
  const fits =
    practitioner !== '' &&
    /^\d{4}-\d{2}-\d{2}$/.test(date) &&
    /^([01]\d|2[0-3]):[0-5]\d$/.test(time) &&
    body.minutes >= 3 &&
    body.minutes <= 120 &&
    body.total >= 1 &&
    body.total <= 100;
  return fits && feeFen !== undefined ? { ...body, feeFen } : undefined;
}
