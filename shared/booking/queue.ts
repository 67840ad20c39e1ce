/** The line before a doctor's door: who is next, how many are before one, and an honest estimate. Pure. */
import { secondsAfter } from '../base/time.ts';
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';

/** Those who have checked in, in the order they are called: by number, but who came late stands behind who came in time. */
export function line(session: readonly Appointment[]): Appointment[] {
  const place = (one: Appointment): string => {
    const late = (one.checkedInAt ?? '') > one.start ? one.checkedInAt : undefined;
    return `${late ?? one.start}#${String(one.no ?? 999).padStart(3, '0')}`;
  };
  return session.filter(({ status }) => status === 'checked-in').sort((a, b) => place(a).localeCompare(place(b)));
}

export interface Place {
  /** People to be seen before; 0: next. */
  readonly before: number;
  /** When the turn will come, by how long visits of this session really took so far; by the template before two are over. */
  readonly estimate: Instant;
  readonly measured: boolean;
}

/** @returns undefined when this one is not in line */
export function placeOf(
  one: Appointment,
  session: readonly Appointment[],
  minutes: number,
  now: Instant,
): Place | undefined {
  const inLine = line(session);
  const before = inLine.findIndex(({ appointmentId }) => appointmentId === one.appointmentId);
  if (before < 0) return undefined;
  const seen = session.flatMap(({ calledAt, endedAt, status }) =>
    status === 'fulfilled' && calledAt !== undefined && endedAt !== undefined
      ? [(Date.parse(endedAt) - Date.parse(calledAt)) / 1000]
      : [],
  );
  const measured = seen.length >= 2;
  const each = measured ? seen.reduce((sum, seconds) => sum + seconds, 0) / seen.length : minutes * 60;
  const inside = session.find(({ status }) => status === 'arrived');
  const rest =
    inside === undefined ? 0 : Math.max(60, each - (Date.parse(now) - Date.parse(inside.calledAt ?? now)) / 1000);
  const first = session.map(({ start }) => start).sort()[0] ?? now;
  const from = now > first ? now : first;
  return { before, estimate: secondsAfter(from, Math.round(rest + before * each)), measured };
}
