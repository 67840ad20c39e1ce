/**
 * Availability as SMART Scheduling Links: a manifest and newline-delimited files, the same for everyone. A cache in front
 * answers for half a minute, so that at the rush those who look do not reach the table.
 */

import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { locationOf, scheduleOf } from '../../shared/booking/fhir/resources.ts';
import { addDays } from '../../shared/booking/moments.ts';
import { freeOnline } from '../../shared/booking/present.ts';
import { sessionsBetween } from '../../shared/booking/session.ts';
import type { BookingDeps } from '../booking-deps.ts';

const extension = 'http://fhir-registry.smarthealthit.org/StructureDefinition';

export async function availability(
  deps: BookingDeps,
  file: string,
  base: string,
  now: Instant,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { directory } = deps.room;
  if (file === '$bulk-publish') return cached(JSON.stringify(manifest(deps, base, now)), 'application/json');
  if (file === 'locations.ndjson') return ndjson(directory.data.hospitals.map(locationOf));
  if (file === 'schedules.ndjson') {
    return ndjson([...directory.templates.keys()].flatMap((id) => scheduleOf(id, directory) ?? []));
  }
  const department = /^slots-([a-z][a-z0-9]{1,15})\.ndjson$/.exec(file)?.[1] ?? '';
  if (!directory.departments.has(department)) throw new Problem('not-found');
  return ndjson(await slots(deps, department, base, now));
}

function manifest({ room: { directory } }: BookingDeps, base: string, now: Instant) {
  const at = (file: string): string => `${base}/availability/${file}`;
  return {
    transactionTime: now,
    request: at('$bulk-publish'),
    output: [
      { type: 'Location', url: at('locations.ndjson') },
      { type: 'Schedule', url: at('schedules.ndjson') },
      ...directory.data.departments.map(({ id }) => ({ type: 'Slot', url: at(`slots-${id}.ndjson`) })),
    ],
    error: [],
  };
}

/** One Slot for each session, with how many numbers are left in it. */
async function slots({ room }: BookingDeps, department: string, base: string, now: Instant) {
  const { directory, store } = room;
  const schedules = directory.schedules.get(department) ?? [];
  const { horizonDays } = directory.policyOf(department);
  const today = dayOf(now);
  const changed = await store.changedSessions(department);
  const sessions = sessionsBetween(directory, schedules, today, addDays(today, horizonDays), changed).filter(
    ({ releaseAt, end }) => now >= releaseAt && now < end,
  );
  const rows = await Promise.all(sessions.map(({ sessionId }) => store.numbersListed(sessionId)));
  return sessions.map((one, at) => {
    const left = freeOnline(one, directory, rows[at] ?? new Map(), now).length;
    return {
      resourceType: 'Slot',
      id: one.sessionId,
      schedule: { reference: `Schedule/${one.schedule}` },
      status: left > 0 ? 'free' : 'busy',
      start: one.start,
      end: one.end,
      extension: [
        { url: `${extension}/slot-capacity`, valueInteger: left },
        { url: `${extension}/booking-deep-link`, valueUrl: `${base.replace(/\/fhir$/, '')}/booking/${one.sessionId}` },
      ],
    };
  });
}

const ndjson = (lines: readonly object[]) =>
  cached(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'application/fhir+ndjson');

function cached(body: string, type: string): APIGatewayProxyStructuredResultV2 {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  return { statusCode: 200, headers: { 'content-type': type, 'cache-control': 'public, max-age=30', etag }, body };
}
