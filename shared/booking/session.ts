/**
 * Sessions (门诊班次) and their numbers (号源), made from weekly templates, closures and what the desk changed. Nothing is
 * written for a session that goes as its template says: a number that has no row is free, and its release is a condition.
 */

import * as z from 'zod';
import { secondsAfter } from '../base/time.ts';
import { type Day, type Instant, instant } from '../base/words.ts';
import { type Directory, type Part, type Pool, parts, pools, sessionId, type Template, template } from './directory.ts';
import { addDays, instantAt, momentOf, releaseOf, weekdayOf } from './moments.ts';
import type { Policy } from './policy.ts';

/** A number of a session, `<session>-<nnn>`; also its FHIR Slot's id. */
export const numberId = z.string().regex(/^[a-z][a-z0-9]{1,15}-\d{8}-(am|pm)-\d{3}$/);

/** What the desk changed about one session: its row, `SESSION#<id>`. */
export const deviation = z.strictObject({
  sessionId,
  version: z.int().min(1),
  /** Stopped (停诊). */
  stopped: z.strictObject({ at: instant, reason: z.string(), replacement: sessionId.optional() }).optional(),
  /** Numbers squeezed in by staff (加号) above the template's. */
  extra: z.int().min(0).max(50),
  /** A session that no template has (加诊). */
  added: template.omit({ weekdays: true, from: true, to: true }).optional(),
  /** Why it was added, as audited. */
  reason: z.string().optional(),
});
export type Deviation = z.infer<typeof deviation>;

export interface Session {
  readonly sessionId: string;
  readonly schedule: string;
  readonly practitioner: string;
  readonly department: string;
  readonly hospital: string;
  readonly kind: Template['kind'];
  readonly date: Day;
  readonly part: Part;
  readonly start: Instant;
  readonly end: Instant;
  readonly minutes: number;
  /** Numbers 1 … total; staff's extra ones are above. */
  readonly total: number;
  readonly extra: number;
  readonly feeFen: number;
  readonly pools: Template['pools'];
  readonly stopped: Deviation['stopped'];
  readonly releaseAt: Instant;
}

export const sessionIdOf = (schedule: string, date: Day, part: Part): string =>
  `${schedule}-${date.replaceAll('-', '')}-${part}`;

/** The parts of a session's id; undefined when it is none. */
export function partsOf(id: string): { schedule: string; date: Day; part: Part } | undefined {
  const match = /^([a-z][a-z0-9]{1,15})-(\d{4})(\d{2})(\d{2})-(am|pm)$/.exec(id);
  if (match === null) return undefined;
  const [, schedule = '', year = '', month = '', dayOfMonth = '', part] = match;
  const date = `${year}-${month}-${dayOfMonth}`;
  const found = parts.find((one) => one === part);
  const isDay = z.iso.date().safeParse(date).success;
  return found === undefined || !isDay ? undefined : { schedule, date, part: found };
}

export const numberIdOf = (session: string, no: number): string => `${session}-${String(no).padStart(3, '0')}`;
export const numberParts = (id: string): { sessionId: string; no: number } => ({
  sessionId: id.slice(0, -4),
  no: Number(id.slice(-3)),
});

/** @returns undefined when neither a template nor the desk has such a session */
export function sessionOf(directory: Directory, id: string, changed?: Deviation): Session | undefined {
  const told = partsOf(id);
  if (told === undefined) return undefined;
  const line = changed?.added ?? lineFor(directory, told);
  if (line === undefined) return undefined;
  const who = directory.practitioners.get(line.practitioner);
  const department = directory.departments.get(who?.department ?? '');
  if (who === undefined || department === undefined) return undefined;
  const start = instantAt(told.date, line.start);
  return {
    sessionId: id,
    schedule: told.schedule,
    practitioner: who.id,
    department: department.id,
    hospital: department.hospital,
    kind: line.kind,
    date: told.date,
    part: told.part,
    start,
    end: secondsAfter(start, line.total * line.minutes * 60),
    minutes: line.minutes,
    total: line.total,
    extra: changed?.extra ?? 0,
    feeFen: line.feeFen,
    pools: line.pools,
    stopped: changed?.stopped,
    releaseAt: releaseOf(directory.policyOf(department.id), told.date),
  };
}

function lineFor(
  { templates, data }: Directory,
  { schedule, date, part }: { schedule: string; date: Day; part: Part },
): Template | undefined {
  const line = templates
    .get(schedule)
    ?.find(
      (one) =>
        one.part === part &&
        one.weekdays.includes(weekdayOf(date)) &&
        one.from <= date &&
        (one.to === undefined || date <= one.to),
    );
  return line === undefined || data.closures.some((closed) => closes(closed, line, date)) ? undefined : line;

  function closes(closed: { at: string; from: Day; to: Day }, { practitioner }: Template, on: Day): boolean {
    if (on < closed.from || on > closed.to) return false;
    const department = data.practitioners.find(({ id }) => id === practitioner)?.department;
    const hospital = data.departments.find(({ id }) => id === department)?.hospital;
    return ['*', schedule, department, hospital].includes(closed.at);
  }
}

/** Sessions of some schedules over some days, in order of time. */
export function sessionsBetween(
  directory: Directory,
  schedules: readonly string[],
  from: Day,
  to: Day,
  changed: ReadonlyMap<string, Deviation> = new Map(),
): Session[] {
  const found: Session[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    for (const schedule of schedules) {
      for (const part of parts) {
        const id = sessionIdOf(schedule, date, part);
        const session = sessionOf(directory, id, changed.get(id));
        if (session !== undefined) found.push(session);
      }
    }
  }
  return found.sort((a, b) => a.start.localeCompare(b.start) || a.sessionId.localeCompare(b.sessionId));
}

/** When a number's holder is expected. Extra numbers come after the last. */
export function timeOf(session: Session, no: number): { start: Instant; end: Instant } {
  const start = secondsAfter(session.start, (no - 1) * session.minutes * 60);
  return { start, end: secondsAfter(start, session.minutes * 60) };
}

/**
 * Whom a number is kept for. Pools are spread evenly over the session, so that each has early and late numbers: each number
 * goes to the pool that is furthest behind its share.
 */
export function poolOf({ total, pools: shares }: Pick<Session, 'total' | 'pools'>, no: number): Pool {
  if (no > total) return 'clinic';
  const { window = 0, clinic = 0 } = shares;
  const wanted = { online: 100 - window - clinic, window, clinic };
  const given = { online: 0, window: 0, clinic: 0 };
  let last: Pool = 'online';
  for (let at = 1; at <= no; at += 1) {
    const behind = (pool: Pool): number => wanted[pool] * at - given[pool] * 100;
    last = pools.reduce<Pool>((most, pool) => (behind(pool) > behind(most) ? pool : most), 'online');
    given[last] += 1;
  }
  return last;
}

/** Numbers a channel may be given now, in order. Once the pools are joined, all; as where nobody divided them (加诊). */
export function numbersFor(session: Session, channel: Pool, policy: Policy, now: Instant): number[] {
  const all = Array.from({ length: session.total }, (_, index) => index + 1);
  const divided = Object.values(session.pools).some((share = 0) => share > 0);
  const joined = !divided || now >= momentOf(policy.poolsJoin, session);
  return joined ? all : all.filter((no) => poolOf(session, no) === channel);
}
