/** 加诊: the desk adds a session that no template has. Its row says all of it; from then on it is a session like any other. */
import type * as z from 'zod';
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import { WritesRefused } from './booking-store.ts';
import { against, refusal } from './conflicts.ts';
import type { BookingRoom } from './room.ts';
import { type Session, sessionIdOf, sessionOf } from './session.ts';
import type { extraSessionBody } from './views.ts';

/** @param mine throws when the caller may not add to this doctor's hospital. @throws Problem `not-found`, `booking-refused` */
export async function addSession(
  room: BookingRoom,
  { practitioner, date, kind, part, start, minutes, total, feeFen, reason }: z.infer<typeof extraSessionBody>,
  mine: (one: Pick<Session, 'hospital' | 'practitioner'>) => void,
  now: Instant,
): Promise<Session> {
  const { store, directory } = room;
  const schedules = [...directory.templates].flatMap(([schedule, lines]) =>
    lines.some((line) => line.practitioner === practitioner) ? [schedule] : [],
  );
  const ids = schedules.map((schedule) => sessionIdOf(schedule, date, part));
  const [sessionId] = ids;
  if (sessionId === undefined) throw new Problem('not-found');
  const added = { schedule: schedules[0] ?? '', practitioner, kind, part, start, minutes, total, feeFen, pools: {} };
  const deviation = { sessionId, version: 1, extra: 0, added, reason };
  const session = sessionOf(directory, sessionId, deviation);
  if (session === undefined) throw new Problem('not-found');
  mine(session);
  const changed = await store.deviations(ids);
  const there = ids.some((id) => {
    const found = sessionOf(directory, id, changed.get(id));
    return found !== undefined && found.stopped === undefined;
  });
  const found = [
    ...against(there || changed.has(sessionId), 'session-there'),
    ...against(now >= session.end, 'in-the-past'),
  ];
  if (found.length > 0) throw refusal(found);
  try {
    await store.commit([store.writes.deviation(deviation, session.department)]);
  } catch (error) {
    if (error instanceof WritesRefused && error.labels.includes('session'))
      throw refusal(against(true, 'session-there'));
    throw error;
  }
  return session;
}
