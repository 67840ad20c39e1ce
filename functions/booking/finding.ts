/** Hospitals, departments, doctors and sessions with numbers left: the same for everyone, so a cache may answer for ten seconds. */
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { explain } from '../../shared/booking/explain.ts';
import { addDays } from '../../shared/booking/moments.ts';
import { freeOnline, sessionViewOf } from '../../shared/booking/present.ts';
import { knownSession } from '../../shared/booking/room.ts';
import { sessionsBetween } from '../../shared/booking/session.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingApi } from './api.ts';

type Keys =
  | 'GET /v1/booking/hospitals'
  | 'GET /v1/booking/departments/{departmentId}/sessions'
  | 'GET /v1/booking/sessions/{sessionId}';

/** No copy outlives the instant at which something changes for everybody: who waits for the release must not read of the time before. */
const cachedUntil = (next: readonly (Instant | undefined)[], now: Instant, most: number) => {
  const left = next.map((at) => (Date.parse(at ?? '') - Date.parse(now)) / 1000).filter((seconds) => seconds > 0);
  return cached(Math.floor(Math.min(most, ...left)));
};
const cached = (seconds: number) => ({ 'cache-control': `public, max-age=${seconds}` });

export const findingHandlers = ({ room }: BookingDeps): Pick<Handlers<typeof bookingApi>, Keys> => ({
  'GET /v1/booking/hospitals': async () => {
    const doctors = Map.groupBy(room.directory.data.practitioners, ({ department }) => department);
    return {
      body: {
        items: room.directory.data.hospitals.map(({ id, name, address, telephone }) => {
          const departments = room.directory.data.departments.filter(({ hospital }) => hospital === id);
          const [first] = departments;
          return {
            id,
            name,
            address,
            telephone,
            rules: first === undefined ? [] : explain(room.directory.policyOf(first.id)),
            departments: departments.map((one) => ({
              id: one.id,
              name: one.name,
              practitioners: (doctors.get(one.id) ?? []).map(({ id, name, grade }) => ({ id, name, grade })),
            })),
          };
        }),
      },
      headers: cached(300),
    };
  },

  'GET /v1/booking/departments/{departmentId}/sessions': async ({ params, query, now }) => {
    const department = room.directory.departments.get(params.departmentId);
    const hospital = room.directory.hospitals.get(department?.hospital ?? '');
    if (department === undefined || hospital === undefined) throw new Problem('not-found');
    const from = query.from ?? dayOf(now);
    const schedules = room.directory.schedules.get(department.id) ?? [];
    const changed = await room.store.changedSessions(department.id);
    const sessions = sessionsBetween(room.directory, schedules, from, addDays(from, query.days - 1), changed);
    const rows = await Promise.all(
      sessions.map(({ sessionId, releaseAt }) =>
        // What has not been released has no rows to read.
        now < releaseAt ? new Map() : room.store.numbersListed(sessionId),
      ),
    );
    return {
      body: {
        department: { id: department.id, name: department.name, hospital: hospital.name },
        rules: explain(room.directory.policyOf(department.id)),
        sessions: sessions.map((one, at) => sessionViewOf(one, room.directory, rows[at] ?? new Map(), now)),
      },
      headers: cached(10),
    };
  },

  'GET /v1/booking/sessions/{sessionId}': async ({ params, now }) => {
    const { sessionId } = params;
    const [changed, rows] = await Promise.all([
      room.store.deviations([sessionId]),
      room.store.numbersListed(sessionId),
    ]);
    const session = knownSession(room, sessionId, changed.get(sessionId));
    const view = sessionViewOf(session, room.directory, rows, now);
    return {
      body: {
        session: view,
        free: freeOnline(session, room.directory, rows, now),
      },
      headers: cachedUntil([session.releaseAt, view.queue?.opensAt, view.queue?.endsAt], now, 5),
    };
  },
});
