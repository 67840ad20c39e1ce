/** 加诊: the desk adds a session that no template has. Its row says all of it; from then on it is a session like any other. */
import * as z from 'zod';
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import { against, refusal } from './conflicts.ts';
import { again, type BookingRoom, knownSession } from './room.ts';
import { type Session, sessionIdOf, sessionOf } from './session.ts';
import type { extraSessionBody } from './views.ts';

/** @param mine throws when the caller may not add to this doctor's hospital. @throws Problem `not-found`, `booking-refused` */
export async function addSession(
  room: BookingRoom,
  { practitioner, date, kind, part, start, minutes, total, feeFen, reason }: z.infer<typeof extraSessionBody>,
  mine: (one: Pick<Session, 'hospital' | 'practitioner'>) => void,
  { now, idempotency }: { readonly now: Instant; readonly idempotency: Idempotency | undefined },
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
  return again(async () => {
    const [changed, replay] = await Promise.all([store.deviations(ids), store.replay(idempotency)]);
    if (replay !== undefined) {
      const first = z.object({ sessionId: z.string() }).parse(replay).sessionId;
      return knownSession(room, first, changed.get(first));
    }
    const there = ids.some((id) => {
      const found = sessionOf(directory, id, changed.get(id));
      return found !== undefined && found.stopped === undefined;
    });
    const found = [
      ...against(there || changed.has(sessionId), 'session-there'),
      ...against(now >= session.end, 'in-the-past'),
    ];
    if (found.length > 0) throw refusal(found);
    // Refused: another call added it, this one's repeat or a colleague's. The next look tells which.
    await store.commit([
      store.writes.deviation(deviation, session.department),
      ...(idempotency === undefined ? [] : [store.writes.answer(idempotency, { sessionId }, now)]),
    ]);
    return session;
  });
}
