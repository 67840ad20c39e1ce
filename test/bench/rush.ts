/**
 * The rush: 20,000 people press at the same time for 100 numbers, 64 calls under way at once, through the API of `npm start`'s
 * host. Exactly 100 must be booked, nobody twice, nothing answered 5xx. Beside it, in the same run, the same crowd on plain
 * PostgreSQL behind a minimal HTTP server, where Debian's package is installed.
 *
 * `npm run bench:rush`; `RUSH_CALLERS=2000` for a quick one.
 */
import * as z from 'zod';
import { dayOf, secondsAfter, systemClock } from '../../shared/base/time.ts';
import { addDays } from '../../shared/booking/moments.ts';
import { sessionIdOf } from '../../shared/booking/session.ts';
import { type Row, report, round } from './report.ts';
import { type Call, crowd, percentile, type Reply } from './rush/callers.ts';
import { startRushHall } from './rush/hall.ts';
import { startReference } from './rush/postgres.ts';
import { countWrites } from './rush/writes.ts';

const callers = Number(process.env.RUSH_CALLERS ?? 20_000);
const atOnce = 64;
const total = 100;
/** Schedule s900 of the demo city: a hundred numbers every morning, released a week ahead. */
const sessionId = sessionIdOf('s900', addDays(dayOf(systemClock()), 4), 'am');

console.log(`${callers} callers, ${atOnce} at once, ${total} numbers (${sessionId})`);
const hall = await rushOnHall();
const reference = await rushOnPostgres();
const cost = await countWrites(sessionId, secondsAfter(systemClock(), 0), 1000, atOnce);

const rows = [hall.row, ...(reference === undefined ? [] : [reference.row])];
report('rush', rows, {
  callers,
  atOnce,
  ...(reference === undefined
    ? { reference: 'absent: install Debian’s package postgresql for the comparison' }
    : {
        reference: `PostgreSQL ${reference.version}`,
        ratio: {
          callsPerSecond: round(hall.perSecond / reference.perSecond),
          p50: round(hall.p50 / reference.p50),
          p99: round(hall.p99 / reference.p99),
        },
      }),
  cost,
});
if (reference === undefined)
  console.log('No PostgreSQL server on this machine: apt-get install postgresql to compare.');
for (const fault of [...hall.faults, ...(reference?.faults ?? [])]) {
  console.error(fault);
  process.exitCode = 1;
}

async function rushOnHall() {
  const started = await startRushHall();
  try {
    const calls = await started.callers(callers, sessionId);
    await started.look(sessionId);
    const { replies, seconds } = await crowd(started.url, calls, atOnce);
    const booked = z.object({ no: z.int(), patientId: z.string() });
    const numbers = replies.filter(({ status }) => status === 201).map(({ body }) => booked.parse(JSON.parse(body)));
    // The same calls again: the same answers, and no number more.
    const again = await crowd(
      started.url,
      replies.filter(({ status }) => status === 201).flatMap(({ arrival }) => calls[arrival] ?? []),
      atOnce,
    );
    const repeated = again.replies.map(({ body }) => booked.parse(JSON.parse(body)).no);
    const faults = [
      ...faultsOf(
        'hall',
        replies,
        numbers.map(({ no, patientId }) => ({ no, person: patientId })),
      ),
      ...(repeated.join() === numbers.map(({ no }) => no).join() ? [] : ['hall: a repeated call was answered anew']),
    ];
    return { ...figures('hall: API, sign-in, rules, DynamoDB engine', replies, seconds), faults };
  } finally {
    await started.stop();
  }
}

async function rushOnPostgres() {
  const started = await startReference();
  if (started === undefined) return undefined;
  try {
    await started.release(sessionId, total);
    const calls = Array.from(
      { length: callers },
      (_, serial): Call => ({
        path: '/',
        headers: { 'idempotency-key': `rush-call-${serial}` },
        body: JSON.stringify({ person: `caller-${serial}`, session: sessionId }),
      }),
    );
    const { replies, seconds } = await crowd(started.url, calls, atOnce);
    const booked = z.object({ no: z.int(), person: z.string() });
    const numbers = replies.filter(({ status }) => status === 201).map(({ body }) => booked.parse(JSON.parse(body)));
    return {
      ...figures('reference: bare HTTP, PostgreSQL SKIP LOCKED', replies, seconds),
      faults: faultsOf('reference', replies, numbers),
      version: started.version,
    };
  } finally {
    await started.stop();
  }
}

function faultsOf(
  who: string,
  replies: readonly Reply[],
  numbers: readonly { no: number; person: string }[],
): string[] {
  const broken = replies.filter(({ status }) => status >= 500).length;
  const odd = replies.filter(({ status }) => ![201, 409].includes(status) && status < 500);
  return [
    ...(numbers.length === total ? [] : [`${who}: ${numbers.length} booked, not ${total}`]),
    ...(new Set(numbers.map(({ no }) => no)).size === numbers.length ? [] : [`${who}: a number was given twice`]),
    ...(new Set(numbers.map(({ person }) => person)).size === numbers.length ? [] : [`${who}: somebody has two`]),
    ...(broken === 0 ? [] : [`${who}: ${broken} answers of 5xx`]),
    ...(odd.length === 0 ? [] : [`${who}: ${odd.length} odd answers, such as ${odd[0]?.status} ${odd[0]?.body}`]),
  ];
}

/** Fairness: where in the order of arrival the winners stood; with 100 numbers a perfect queue would end at place 100. */
function figures(who: string, replies: readonly Reply[], seconds: number) {
  const times = replies.map(({ milliseconds }) => milliseconds);
  const won = replies.filter(({ status }) => status === 201);
  const lost = replies.filter(({ status }) => status === 409).map(({ milliseconds }) => milliseconds);
  const [p50, p99] = [percentile(times, 50), percentile(times, 99)];
  const perSecond = replies.length / seconds;
  const row: Row = {
    who,
    booked: won.length,
    refused: lost.length,
    '5xx': replies.filter(({ status }) => status >= 500).length,
    'calls/s': Math.round(perSecond),
    'p50 ms': round(p50),
    'p99 ms': round(p99),
    'winners p50 ms': round(
      percentile(
        won.map(({ milliseconds }) => milliseconds),
        50,
      ),
    ),
    'last winner’s place': Math.max(0, ...won.map(({ arrival }) => arrival)) + 1,
    'winners of first 128': won.filter(({ arrival }) => arrival < 128).length,
  };
  return { row, p50, p99, perSecond };
}
