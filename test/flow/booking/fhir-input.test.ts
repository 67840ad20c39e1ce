/** Whatever bytes are sent to the façade, it answers with a resource: what cannot be read is a 4xx that says why, never a 5xx. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { idNumberOf } from '../../support/booking.ts';
import { type Answer, type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

let engines: Engines;
let hall: BookingFunctions;
beforeAll(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  engines = await startEngines();
  hall = await bookingFunctions(engines);
  const body = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
  expect((await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, body)).status).toBe(200);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});

const fhirJson = 'application/fhir+json';
const post = (id: string, body: string, type: string = fhirJson) =>
  hall.call(clinic.zhang, 'POST /fhir/{type}/{id}', { type: 'Appointment', id }, body, {
    headers: { 'content-type': type },
  });
const outcome = ({ status, body }: Answer) => [status, body.resourceType, body.issue?.[0]?.code];
const book = JSON.stringify({ resourceType: 'Parameters', parameter: [] });

describe('a body that cannot be read', () => {
  it.each([
    [
      'of ten megabytes',
      '$book',
      `{"resourceType":"Parameters","x":"${'x'.repeat(10_000_000)}"}`,
      fhirJson,
      413,
      'too-long',
    ],
    ['one byte above the limit', '$book', ' '.repeat(1_000_001 - book.length) + book, fhirJson, 413, 'too-long'],
    [
      'of ten megabytes, as a form',
      '_search',
      `status=${'x'.repeat(10_000_000)}`,
      'application/x-www-form-urlencoded',
      413,
      'too-long',
    ],
    ['that is not JSON', '$book', '{"resourceType": "Parameters"', fhirJson, 400, 'structure'],
    ['that is a list', '$book', '[]', fhirJson, 400, 'structure'],
    ['that is null', '$book', 'null', fhirJson, 400, 'structure'],
    ['that is no FHIR', '$book', '{"patientId":"1"}', fhirJson, 400, 'structure'],
    ['of another resource', '$book', '{"resourceType":"Bundle"}', fhirJson, 400, 'structure'],
    ['of a hundred thousand brackets', '$book', '['.repeat(100_000), fhirJson, 400, 'structure'],
    ['of another kind', '$book', book, 'text/plain', 415, 'structure'],
    ['of a kind that only begins like JSON', '$book', book, 'application/json-patch', 415, 'structure'],
    ['of a search that is JSON', '_search', '{"status":"booked"}', 'application/json', 415, 'structure'],
  ])('%s', async (_, id, body, type, status, code) => {
    expect(outcome(await post(id, body, type))).toEqual([status, 'OperationOutcome', code]);
  });

  it('and one of exactly the limit is read', async () => {
    expect(outcome(await post('$book', ' '.repeat(1_000_000 - book.length) + book))).toEqual([
      400,
      'OperationOutcome',
      'required',
    ]);
  });
});

describe('an address that cannot be read', () => {
  it.each(['%', '%E0%A4%A', '%zz', '%C0%AF', '%ff'])('%s', async (id) => {
    const key = 'GET /fhir/{type}/{id}';
    expect(outcome(await hall.call(clinic.zhang, key, { type: 'Appointment', id }))).toEqual([
      404,
      'OperationOutcome',
      'not-found',
    ]);
    expect(outcome(await hall.call(clinic.zhang, key, { type: id, id: '1' }))[0]).toBe(404);
    const file = await hall.call(undefined, 'GET /fhir/availability/{file}', { file: id });
    expect(outcome(file)).toEqual([404, 'OperationOutcome', 'not-found']);
  });
});

describe('an operation by GET', () => {
  it('is $find only: what changes something needs POST, and the right to write', async () => {
    const reads = { ...clinic.zhang, scope: 'user/*.rs' };
    const query = { 'appointment-reference': 'Appointment/s001-20261123-am-001' };
    const get = (id: string) =>
      hall.call(reads, 'GET /fhir/{type}/{id}', { type: 'Appointment', id }, undefined, { query });
    for (const id of ['$hold', '$book', '$cancel', '$queue']) {
      const answer = await get(id);
      expect([...outcome(answer), answer.headers.allow], id).toEqual([
        405,
        'OperationOutcome',
        'not-supported',
        'POST',
      ]);
    }
    const { body } = await hall.call(undefined, 'GET /v1/booking/sessions/{sessionId}', {
      sessionId: 's001-20261123-am',
    });
    expect(body.free.map(({ no }: { no: number }) => no)).toContain(1);
  });
});

describe('any bytes at all', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      's001-20261123-am-004',
      'Slot/s001-20261123-am-004',
      '0000-00-00',
      '9999-12-31',
      '9999-12-31T23:59:59Z',
    ),
    fc.constantFrom(
      '-271821-04-20',
      '2026',
      '2026-13-99',
      'W/"1"',
      '',
      'ge',
      '|',
      ',',
      '$find',
      '_search',
      '__proto__',
    ),
  );
  const value = fc.oneof(
    text,
    fc.jsonValue(),
    fc.record({ reference: text }),
    fc.record({ reference: fc.jsonValue() }),
  );
  const names = ['start', 'end', 'slot', 'practitioner', 'specialty', 'organization', 'appointment-reference'];
  const parameter = fc.record(
    {
      name: fc.oneof(fc.constantFrom(...names, 'appointment-resource', 'patient-reference', 'patient-resource'), text),
      valueString: value,
      valueDateTime: text,
      valueReference: value,
      resource: fc.oneof(
        fc.jsonValue(),
        fc.record({
          resourceType: text,
          id: value,
          schedule: value,
          start: text,
          slot: fc.array(value),
          identifier: value,
        }),
      ),
    },
    { requiredKeys: ['name'] },
  );
  const body = fc.oneof(
    text,
    fc.json(),
    fc
      .record({ resourceType: fc.constant('Parameters'), parameter: fc.array(parameter) })
      .map((it) => JSON.stringify(it)),
  );

  it('sent as an operation are a resource or an OperationOutcome, never a 5xx', async () => {
    const id = fc.oneof(fc.constantFrom('$find', '$hold', '$book', '$cancel', '_search', '$nothing'), text);
    const type = fc.constantFrom(
      fhirJson,
      'application/json; charset=utf-8',
      'application/x-www-form-urlencoded',
      'text/plain',
      '',
    );
    await fc.assert(
      fc.asyncProperty(id, body, type, async (name, given, kind) => {
        const answer = await post(encodeURIComponent(name.toWellFormed()) || '$find', given, kind);
        expect(answer.status, answer.text).toBeLessThan(500);
        expect(answer.body.resourceType).toBe(answer.status < 400 ? 'Bundle' : 'OperationOutcome');
        // Tries are counted: the clock goes on.
        hall.now = new Date(Date.parse(hall.now) + 3000).toISOString();
      }),
      { numRuns: 300 },
    );
  });

  it('and so are any parameters of a search, or of $find', async () => {
    const types = ['Slot', 'Schedule', 'Appointment', 'Patient', 'Practitioner', 'Encounter', 'Consent', 'constructor'];
    const name = fc.oneof(
      fc.constantFrom('start', 'end', 'date', 'status', '_count', '_page', '_id', 'birthdate', 'schedule', 'near'),
      text,
    );
    const query = fc.dictionary(name, text, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), query, fc.boolean(), async (type, given, isFind) => {
        const safe = Object.fromEntries(Object.entries(given).map(([k, v]) => [k.toWellFormed(), v.toWellFormed()]));
        const answer = isFind
          ? await hall.call(clinic.zhang, 'GET /fhir/{type}/{id}', { type: 'Appointment', id: '$find' }, undefined, {
              query: safe,
            })
          : await hall.call(clinic.zhang, 'GET /fhir/{type}', { type }, undefined, { query: safe });
        expect(answer.status, answer.text).toBeLessThan(500);
        expect(answer.body.resourceType).toBe(answer.status < 400 ? 'Bundle' : 'OperationOutcome');
      }),
      { numRuns: 300 },
    );
  });
});

describe('tries by FHIR are bounded like any other', () => {
  it('five in ten seconds, then 429 with an OperationOutcome', async () => {
    hall.now = '2026-11-20T05:00:00.000Z';
    const parameter = [{ name: 'slot', valueReference: { reference: 'Slot/s001-20261123-am-003' } }];
    const press = () => post('$book', JSON.stringify({ resourceType: 'Parameters', parameter }));
    const statuses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) statuses.push((await press()).status);
    expect(statuses).toEqual([409, 409, 409, 409, 409, 429, 429]);
    expect(outcome(await press())).toEqual([429, 'OperationOutcome', 'throttled']);
  });
});
