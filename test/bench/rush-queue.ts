/**
 * The rush of `rush.ts` with a queue before it: 20,000 people take a ticket before the release, the hall is stopped and woken again, some
 * press at the release without a ticket, and everybody else comes when it is their turn. Exactly 100 must be booked, nobody twice,
 * nobody before their turn, nothing answered 5xx.
 *
 * `npm run bench:rush:queue`; `RUSH_CALLERS=2000` for a quick one. It takes as long as the queue lasts, and some minutes before.
 */
import * as z from 'zod';
import { dayOf, systemClock } from '../../shared/base/time.ts';
import { addDays } from '../../shared/booking/moments.ts';
import { sessionIdOf } from '../../shared/booking/session.ts';
import { median, report, round } from './report.ts';
import { type Call, crowd, inTurn, percentile, type Reply } from './rush/callers.ts';
import { startRushHall } from './rush/hall.ts';

const callers = Number(process.env.RUSH_CALLERS ?? 20_000);
const [atOnce, total] = [64, 100];
/** Schedule s900 of the demo city: a chief physician's hundred numbers every morning, released a week ahead at eight. */
const today = dayOf(systemClock());
const sessionId = sessionIdOf('s900', addDays(today, 7), 'am');
const place = z.object({ ticket: z.string(), admittedFrom: z.iso.datetime() });
const booked = z.object({ no: z.int(), patientId: z.string() });

console.log(`${callers} callers with tickets, ${total} numbers (${sessionId})`);
const hall = await startRushHall(`${today}T07:50:00+08:00`);
try {
  const calls = await hall.callers(callers, sessionId);
  await hall.look(sessionId);
  const asked = await crowd(
    hall.url,
    calls.map((call) => ({ ...call, path: '/v1/booking/queue' })),
    atOnce,
  );
  const places = asked.replies.map(({ body, status }) => place.parse(status === 200 ? JSON.parse(body) : {}));
  await hall.wakeAt(`${today}T07:58:30+08:00`);
  await hall.look(sessionId);
  const ahead = await hallAhead(hall.url);
  const at = places.map(({ admittedFrom }) => Date.parse(admittedFrom) - ahead);
  const release = Date.parse(`${today}T08:00:00+08:00`) - ahead;
  if (Date.now() > release)
    throw new Error('the hall woke too slowly: the release had passed before anybody could press');
  const pressing = calls.slice(0, Math.ceil(callers / 20));
  const [early, replies] = await Promise.all([
    inTurn(
      hall.url,
      pressing.map((call) => ({
        ...call,
        headers: { ...call.headers, 'idempotency-key': `${call.headers['idempotency-key']}-early` },
      })),
      pressing.map(() => release),
    ),
    inTurn(
      hall.url,
      calls.map((call, nth) => withTicket(call, places[nth]?.ticket ?? '')),
      at,
    ),
  ]);
  tell(asked, early, replies, at);
} finally {
  await hall.stop();
}

function withTicket(call: Call, ticket: string): Call {
  const wish = z.record(z.string(), z.unknown()).parse(JSON.parse(call.body));
  return { ...call, body: JSON.stringify({ ...wish, ticket }) };
}

/** Milliseconds by which the hall's clock is ahead of this one, at the least: its answers tell whole seconds. */
async function hallAhead(url: string): Promise<number> {
  const { headers } = await fetch(`${url}/v1/health`);
  return Date.parse(headers.get('date') ?? '') - Date.now();
}

function tell(
  asked: Awaited<ReturnType<typeof crowd>>,
  early: readonly Reply[],
  replies: readonly Reply[],
  at: readonly number[],
): void {
  const won = replies.filter(({ status }) => status === 201);
  const numbers = won.map(({ body }) => booked.parse(JSON.parse(body)));
  const times = replies.map(({ milliseconds }) => milliseconds);
  const seconds = [...Map.groupBy(at, (one) => Math.floor(one / 1000)).values()].map(({ length }) => length);
  const all = [...asked.replies, ...early, ...replies];
  // Whoever is served after the last number is gone is told that; until then, that a ticket is needed.
  const reasons = ['queue-ticket-needed', 'sold-out'];
  const told = early.filter(({ status, body }) => status === 409 && reasons.some((reason) => body.includes(reason)));
  report(
    'rush-queue',
    [
      row('tickets, before the release', asked.replies),
      row('at the release, without a ticket', early),
      row('in their turn', replies),
    ],
    {
      callers,
      ticketsPerSecond: Math.round(asked.replies.length / asked.seconds),
      booked: won.length,
      busiestSecond: Math.max(...seconds),
      p50: round(percentile(times, 50)),
      p99: round(percentile(times, 99)),
      winnersP50: round(
        percentile(
          won.map(({ milliseconds }) => milliseconds),
          50,
        ),
      ),
      // By lot: the middle of the winners stands near the middle of those who asked, not among the first.
      winnersMedianPlaceAmongAskers: round(median(won.map(({ arrival }) => arrival + 1)) / callers),
    },
  );
  const faults = [
    ...(won.length === Math.min(total, callers) ? [] : [`${won.length} booked, not ${total}`]),
    ...(new Set(numbers.map(({ no }) => no)).size === won.length ? [] : ['a number was given twice']),
    ...(new Set(numbers.map(({ patientId }) => patientId)).size === won.length ? [] : ['somebody has two']),
    ...(told.length === early.length ? [] : [`${early.length - told.length} without a ticket were not told so`]),
    ...all.filter(({ status }) => ![200, 201, 409].includes(status)).map(({ status, body }) => `${status} ${body}`),
  ];
  for (const fault of faults.slice(0, 10)) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

function row(who: string, replies: readonly Reply[]) {
  const times = replies.map(({ milliseconds }) => milliseconds);
  return {
    who,
    calls: replies.length,
    '200/201': replies.filter(({ status }) => status < 300).length,
    '409': replies.filter(({ status }) => status === 409).length,
    '5xx': replies.filter(({ status }) => status >= 500).length,
    'p50 ms': round(percentile(times, 50)),
    'p99 ms': round(percentile(times, 99)),
  };
}
