/**
 * The queue before a hot session, by FHIR and by the hall's own API: a place for each person, let in by turns, and nobody past it.
 * Every refusal leaves the table as it was, and a place in the queue writes nothing at all.
 */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { conflicts } from '../../../shared/booking/conflicts.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type Answer, type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

/** Released at eight on the 23rd, a week before; and a colleague's, of the same grade in another department. */
const [hot, other] = ['s001-20261130-am', 's900-20261130-am'];
const opens = '2026-11-22T23:45:00.000Z';
const release = '2026-11-23T00:00:00.000Z';
const ends = '2026-11-23T00:02:00.000Z';
const appointments = 'POST /v1/booking/appointments';

let engines: Engines;
let hall: BookingFunctions;
const patients: Record<'zhang' | 'li', string> = { zhang: '', li: '' };
beforeAll(async () => {
  engines = await startEngines();
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});
beforeEach(async () => {
  hall = await bookingFunctions(engines);
  hall.now = opens;
  for (const [at, who] of (['zhang', 'li'] as const).entries()) {
    const body = { name: clinic[who].name, idNumber: idNumberOf(at + 1), phone: '13800000001', relation: 'self' };
    patients[who] = (await hall.call(clinic[who], 'POST /v1/booking/patients', {}, body)).body.patientId;
  }
});

type Who = 'zhang' | 'li';
const ways = ['/fhir', '/v1'] as const;
type Way = (typeof ways)[number];

interface Place {
  readonly ticket: string;
  readonly turn: number;
  readonly admittedFrom: string;
}

function ask(way: Way, who: Who, sessionId: string = hot, patientId = patients[who]): Promise<Answer> {
  if (way === '/v1') return hall.call(clinic[who], 'POST /v1/booking/queue', {}, { patientId, sessionId });
  return operate(who, '$queue', sessionId, patientId);
}
function book(way: Way, who: Who, ticket?: string, sessionId: string = hot, patientId = patients[who]) {
  const more = ticket === undefined ? {} : { ticket };
  if (way === '/v1') return hall.call(clinic[who], appointments, {}, { patientId, sessionId, no: 1, ...more });
  return operate(who, '$book', sessionId, patientId, ticket);
}
function operate(who: Who, id: string, sessionId: string, patientId: string, ticket?: string) {
  const parameter = [
    { name: 'slot', valueReference: { reference: `Slot/${sessionId}-001` } },
    { name: 'patient-reference', valueReference: { reference: `Patient/${patientId}` } },
    ...(ticket === undefined ? [] : [{ name: 'queue-ticket', valueString: ticket }]),
  ];
  const body = { resourceType: 'Parameters', parameter };
  const headers = { 'content-type': 'application/fhir+json' };
  return hall.call(clinic[who], 'POST /fhir/{type}/{id}', { type: 'Appointment', id }, body, { headers });
}

function placeIn(answer: Answer): Place {
  expect(answer.status, answer.text).toBe(200);
  if (answer.body.resourceType === undefined) return answer.body;
  expect(answer.body.resourceType).toBe('Parameters');
  const named = new Map(
    answer.body.parameter.map(({ name, ...value }: { name: string }) => [name, Object.values(value)[0]]),
  );
  return {
    ticket: String(named.get('queue-ticket')),
    turn: Number(named.get('turn')),
    admittedFrom: String(named.get('admitted-from')),
  };
}
const codes = ({ body }: Answer): string[] =>
  body.resourceType === 'OperationOutcome'
    ? body.issue.map(({ details }: { details: { coding: { code: string }[] } }) => details.coding[0]?.code).sort()
    : body.errors.map(({ code }: { code: string }) => code).sort();

const rows = async (): Promise<unknown> =>
  (await engines.documents.send(new ScanCommand({ TableName: hall.room.table }))).Items;

async function refused(asked: () => Promise<Answer>, expected: (keyof typeof conflicts)[]): Promise<void> {
  const before = await rows();
  const answer = await asked();
  expect(answer.status, answer.text).toBe(409);
  expect(codes(answer)).toEqual(expected);
  for (const code of expected) {
    expect(answer.text).toContain(conflicts[code].zh);
    expect(answer.text).toContain(conflicts[code].en);
  }
  expect(await rows()).toEqual(before);
}
const done = (answer: Answer) => expect([200, 201], answer.text).toContain(answer.status);
const justBefore = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();

describe.each(ways)('by %s', (way) => {
  it('a person takes a place, is let in at the instant they were told, and not a millisecond sooner', async () => {
    const table = await rows();
    const place = placeIn(await ask(way, 'zhang'));
    expect(await rows()).toEqual(table);
    expect(place.turn).toBeGreaterThanOrEqual(1);
    expect(place.turn).toBeLessThanOrEqual(120);
    expect(place.admittedFrom >= release && place.admittedFrom < ends).toBe(true);
    await refused(() => book(way, 'zhang', place.ticket), ['not-released']);
    hall.now = justBefore(place.admittedFrom);
    await refused(() => book(way, 'zhang', place.ticket), ['queue-not-your-turn']);
    hall.now = place.admittedFrom;
    done(await book(way, 'zhang', place.ticket));
  });

  it('without a ticket nobody is let in, until the queue is over', async () => {
    hall.now = release;
    await refused(() => book(way, 'zhang'), ['queue-ticket-needed']);
    hall.now = justBefore(ends);
    await refused(() => book(way, 'zhang'), ['queue-ticket-needed']);
    hall.now = ends;
    await refused(() => ask(way, 'zhang'), ['queue-not-needed']);
    done(await book(way, 'zhang'));
  });

  it('a ticket cannot be forged, lent, used for another session or patient, or kept too long', async () => {
    const mine = placeIn(await ask(way, 'zhang'));
    const elsewhere = placeIn(await ask(way, 'zhang', other));
    hall.now = justBefore(ends);
    const [from, until, signed = ''] = mine.ticket.split('.');
    const soon = `${Date.parse(release).toString(36)}.${until}.${signed}`;
    await refused(() => book(way, 'zhang', soon), ['queue-ticket-invalid']);
    const forged = `${from}.${until}.${'A'.repeat(43)}`;
    await refused(() => book(way, 'zhang', forged), ['queue-ticket-invalid']);
    await refused(() => book(way, 'zhang', elsewhere.ticket), ['queue-ticket-invalid']);
    await refused(() => book(way, 'li', mine.ticket), ['queue-ticket-invalid']);
    // Everything that stands against it is named with it.
    await refused(() => book(way, 'li', mine.ticket, hot, patients.zhang), ['no-consent', 'queue-ticket-invalid']);
    // Any text at all is refused, too: by FHIR as no ticket, by the hall as no field.
    const nonsense = await book(way, 'zhang', 'let me in');
    expect([nonsense.status, way === '/fhir' ? codes(nonsense) : nonsense.body.type]).toEqual(
      way === '/fhir' ? [409, ['queue-ticket-invalid']] : [422, 'urn:banshi:problem:invalid-fields'],
    );
  });

  it('a ticket that has ended is refused; another gives the same place', async () => {
    // Taken as soon as the queue opens, here with tickets of a minute.
    const { eight } = hall.room.directory.data.policies;
    if (eight?.queue === undefined) throw new Error('no queue');
    const policies = {
      ...hall.room.directory.data.policies,
      eight: { ...eight, queue: { ...eight.queue, ticketMinutes: 1 } },
    };
    hall = await bookingFunctions(engines, { ...hall.room.directory.data, policies });
    hall.now = opens;
    const body = { name: clinic.zhang.name, idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
    await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, body);
    const first = placeIn(await ask(way, 'zhang'));
    hall.now = justBefore(ends);
    await refused(() => book(way, 'zhang', first.ticket), ['queue-ticket-expired']);
    const second = placeIn(await ask(way, 'zhang'));
    expect([second.turn, second.admittedFrom]).toEqual([first.turn, first.admittedFrom]);
    expect(second.ticket).not.toBe(first.ticket);
    done(await book(way, 'zhang', second.ticket));
  });

  it('a place is refused too early, for who may not book, and where there is no queue', async () => {
    hall.now = justBefore(opens);
    await refused(() => ask(way, 'zhang'), ['queue-not-open']);
    await refused(() => ask(way, 'li', hot, patients.zhang), ['no-consent', 'queue-not-open']);
    hall.now = opens;
    await refused(() => ask(way, 'zhang', 's002-20261128-am'), ['queue-not-needed']);
    const nowhere = await ask(way, 'zhang', 's001-20261201-am');
    expect(nowhere.status, nowhere.text).toBe(404);
  });
});

it('one person has one place, however often, from wherever and by whomever it is asked at once', async () => {
  const asked = await Promise.all([
    ask('/v1', 'zhang'),
    ask('/fhir', 'zhang'),
    ask('/v1', 'zhang'),
    ask('/fhir', 'zhang'),
  ]);
  expect(new Set(asked.map(placeIn).map(({ ticket }) => ticket)).size).toBe(1);
  // Their husband asks for them, from an account of his own: the same turn, and a ticket of his.
  const wife = {
    ...{ name: '张伟', idNumber: idNumberOf(1), phone: '13800000002' },
    relation: 'other',
    consentUntil: '2026-12-31',
  };
  expect((await hall.call(clinic.li, 'POST /v1/booking/patients', {}, wife)).status).toBe(200);
  await refused(() => ask('/v1', 'li', hot, patients.zhang), ['no-consent']);
  const ofHers = '/v1/booking/patients/{patientId}/carers';
  const carers = (await hall.call(clinic.zhang, `GET ${ofHers}`, { patientId: patients.zhang })).body.items;
  const { carerId } = carers.find(({ asked }: { asked?: boolean }) => asked === true);
  const agree = { patientId: patients.zhang, carerId };
  expect((await hall.call(clinic.zhang, `POST ${ofHers}/{carerId}/agree`, agree, {})).status).toBe(200);
  const his = placeIn(await ask('/v1', 'li', hot, patients.zhang));
  const mine = asked.map(placeIn)[0];
  expect(his.turn).toBe(mine?.turn);
  hall.now = justBefore(ends);
  await refused(() => book('/v1', 'li', mine?.ticket, hot, patients.zhang), ['queue-ticket-invalid']);
  // Raced, they get one number together.
  const both = await Promise.all([
    book('/v1', 'zhang', mine?.ticket),
    hall.call(clinic.li, appointments, {}, { patientId: patients.zhang, sessionId: hot, ticket: his.ticket }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
});

it('a place is the same after a restart, and a hold and a move need it like a booking', async () => {
  const place = placeIn(await ask('/v1', 'zhang'));
  const again = await bookingFunctions(engines);
  again.now = opens;
  const body = { name: clinic.zhang.name, idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
  const { patientId } = (await again.call(clinic.zhang, 'POST /v1/booking/patients', {}, body)).body;
  const restarted = await again.call(clinic.zhang, 'POST /v1/booking/queue', {}, { patientId, sessionId: hot });
  expect(restarted.body).toMatchObject({ turn: place.turn, ticket: place.ticket });

  hall.now = justBefore(ends);
  const wish = { patientId: patients.zhang, sessionId: hot };
  const hold = (more: object) => hall.call(clinic.zhang, appointments, {}, { ...wish, mode: 'hold', ...more });
  await refused(() => hold({}), ['queue-ticket-needed']);
  // They have a number elsewhere, and would move it in past those who queue.
  const had = await hall.call(
    clinic.zhang,
    appointments,
    {},
    { patientId: patients.zhang, sessionId: 's900-20261126-am' },
  );
  done(had);
  const move = (more: object) =>
    hall.call(
      clinic.zhang,
      `${appointments}/{appointmentId}/reschedule`,
      { appointmentId: had.body.appointmentId },
      { sessionId: other, ...more },
    );
  await refused(() => move({}), ['queue-ticket-needed']);
  hall.now = opens;
  const elsewhere = placeIn(await ask('/v1', 'zhang', other));
  hall.now = justBefore(ends);
  done(await move({ ticket: elsewhere.ticket }));
  done(await hold({ ticket: place.ticket }));
});

it('who would move to another doctor of the same department that day may queue for it', async () => {
  const patientId = patients.zhang;
  hall.now = release;
  const had = await hall.call(clinic.zhang, appointments, {}, { patientId, sessionId: 's003-20261130-am' });
  done(had);
  hall.now = justBefore(ends);
  const draw = (more: object) =>
    hall.call(clinic.zhang, 'POST /v1/booking/queue', {}, { patientId, sessionId: hot, ...more });
  await refused(() => draw({}), ['department-day']);
  const place = placeIn(await draw({ replaces: had.body.appointmentId }));
  const params = { appointmentId: had.body.appointmentId };
  const moved = { sessionId: hot, ticket: place.ticket };
  done(await hall.call(clinic.zhang, `${appointments}/{appointmentId}/reschedule`, params, moved));
});

it('the answer to a repeated call stays, though its ticket has ended; staff book without one', async () => {
  const place = placeIn(await ask('/v1', 'zhang'));
  hall.now = justBefore(ends);
  const wish = { patientId: patients.zhang, sessionId: hot, ticket: place.ticket };
  const first = await hall.call(clinic.zhang, appointments, {}, wish, { key: 'the-same-key' });
  done(first);
  hall.now = '2026-11-23T00:30:00.000Z';
  expect((await hall.call(clinic.zhang, appointments, {}, wish, { key: 'the-same-key' })).body).toEqual(first.body);
  hall.now = release;
  const atWindow = { patientId: patients.li, sessionId: hot };
  done(await hall.call(clinic.reception, 'POST /v1/booking/desk/appointments', {}, atWindow));
});

it('who looks at the session is told of the queue, until it is over', async () => {
  const seen = async () =>
    (await hall.call(undefined, 'GET /v1/booking/sessions/{sessionId}', { sessionId: hot })).body;
  expect((await seen()).session).toMatchObject({ state: 'not-released', queue: { opensAt: opens, endsAt: ends } });
  // A copy does not outlive the release: the next look is at what has changed.
  const kept = async (at: string) => {
    hall.now = at;
    const answer = await hall.call(undefined, 'GET /v1/booking/sessions/{sessionId}', { sessionId: hot });
    return answer.headers['cache-control'];
  };
  expect(await kept('2026-11-22T23:59:50.000Z')).toBe('public, max-age=5');
  expect(await kept('2026-11-22T23:59:57.500Z')).toBe('public, max-age=2');
  expect(await kept(justBefore(release))).toBe('public, max-age=0');
  expect(await kept(release)).toBe('public, max-age=5');
  hall.now = ends;
  expect((await seen()).session).not.toHaveProperty('queue');
  const { body } = await hall.call(undefined, 'GET /v1/booking/hospitals');
  expect(JSON.stringify(body.items[0].rules)).toContain('取号签');
});

it('once all is gone, who asks for a place is told so by one process without a read, and without a write by all', async () => {
  const city = hall.room.directory.data;
  const templates = city.templates.map((one) => (one.schedule === 's001' ? { ...one, total: 1, pools: {} } : one));
  hall = await bookingFunctions(engines, { ...city, templates });
  hall.now = opens;
  const people = await Promise.all(
    ['one', 'two', 'three'].map(async (account) => ({
      claims: { sub: account, name: account, roles: 'citizen' },
      patientId: await hall.room.self(account),
    })),
  );
  const asking = ({ claims, patientId }: (typeof people)[number]) =>
    hall.call(claims, 'POST /v1/booking/queue', {}, { patientId, sessionId: hot });
  const tickets = (await Promise.all(people.map(asking))).map((answer) => placeIn(answer).ticket);
  hall.now = justBefore(ends);
  const [first, second, third] = people;
  if (first === undefined || second === undefined || third === undefined) throw new Error('nobody');
  const booking = ({ claims, patientId }: typeof first, ticket: string | undefined) =>
    hall.call(claims, appointments, {}, { patientId, sessionId: hot, ticket });
  done(await booking(first, tickets[0]));
  expect(codes(await booking(second, tickets[1]))).toEqual(['sold-out']);
  await refused(() => asking(third), ['sold-out']);
  // Another process has not seen it yet: the flag in the table tells it.
  hall.room.soldOut.clear();
  await refused(() => asking(third), ['sold-out']);
});
