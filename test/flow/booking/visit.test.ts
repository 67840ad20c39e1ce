/** A video visit from the follow-up gate to two signatures, over the functions' HTTP. */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignature } from '../../../local/sigv4.ts';
import { chimeMeetings } from '../../../shared/booking/chime-port.ts';
import { chime, jitsi } from '../../../shared/booking/media-port.ts';
import { retentionYears } from '../../../shared/booking/retention.ts';
import { idNumberOf, mediaSecret } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

/** The chief physician's clinic on Monday, and her video hours on Tuesday. */
const [inPerson, online] = ['s001-20261123-am', 'v001-20261124-pm'];
const appointments = '/v1/booking/appointments';
const desk = '/v1/booking/desk';

let engines: Engines;
let hall: BookingFunctions;
let patient: string;
beforeAll(async () => {
  engines = await startEngines();
  hall = await bookingFunctions(engines);
  const body = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
  patient = (await hall.call(clinic.zhang, 'POST /v1/booking/patients', {}, body)).body.patientId;
});
afterAll(async () => engines.stop());

const book = (sessionId: string, condition?: string) =>
  hall.call(
    clinic.zhang,
    `POST ${appointments}`,
    {},
    { patientId: patient, sessionId, ...(condition && { condition }) },
  );
const atDesk = (id: string, what: string, body: object = {}, who: keyof typeof clinic = 'doctor') =>
  hall.call(clinic[who], `POST ${desk}/appointments/{appointmentId}/${what}`, { appointmentId: id }, body);
const visit = (id: string, query: Record<string, string> = {}) =>
  hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}/visit`, { appointmentId: id }, undefined, { query });
const codes = (answer: { body: { errors?: { code: string }[] } }) =>
  (answer.body.errors ?? []).map(({ code }) => code).sort();
const medicine = { code: 'C09AA02', name: '依那普利片', dosage: '每日一次，每次 5 mg', days: 28 };

describe('a virtual visit', () => {
  let id: string;

  it('is for follow-up only: the same condition, seen in person before', async () => {
    expect(codes(await book(online ?? '', 'I10'))).toEqual(['follow-up-only']);
    const first = await book(inPerson ?? '');
    hall.now = '2026-11-23T00:00:00.000Z';
    expect((await atDesk(first.body.appointmentId, 'check-in', {}, 'reception')).status).toBe(200);
    expect((await atDesk(first.body.appointmentId, 'admit')).body.status).toBe('arrived');
    hall.now = '2026-11-23T00:12:00.000Z';
    expect((await atDesk(first.body.appointmentId, 'complete', { condition: 'I10', note: '血压 150/95' })).status).toBe(
      200,
    );
    expect(codes(await book(online ?? '', 'E11'))).toEqual(['follow-up-only']);
    const booked = await book(online ?? '', 'I10');
    expect(booked.status, booked.text).toBe(201);
    id = booked.body.appointmentId;
  });

  it('keeps the patient in the waiting room without a token until the doctor lets them in', async () => {
    expect(codes(await visit(id))).toEqual(['wrong-state']);
    hall.now = '2026-11-24T06:45:00.000Z';
    const entered = await hall.call(
      clinic.zhang,
      `POST ${appointments}/{appointmentId}/check-in`,
      { appointmentId: id },
      {},
    );
    expect(entered.status, entered.text).toBe(200);
    const waiting = await visit(id);
    expect(waiting.body).toMatchObject({ state: 'waiting', place: { before: 0 } });
    expect(waiting.body.ticket).toBeUndefined();
    expect((await atDesk(id, 'admit')).body.status).toBe('arrived');
  });

  it('gives each role its own token to the same room, and another after the line fell', async () => {
    const keys = new TextEncoder().encode(mediaSecret);
    const options = { currentDate: new Date(hall.now), issuer: 'banshi' };
    const opened = async (token: string) => (await jwtVerify(token, keys, options)).payload;
    const [first, again, guardian] = [await visit(id), await visit(id), await visit(id, { role: 'guardian' })];
    const doctor = await hall.call(clinic.doctor, `GET ${desk}/appointments/{appointmentId}/visit`, {
      appointmentId: id,
    });
    const payloads = await Promise.all([first, again, guardian, doctor].map(({ body }) => opened(body.ticket.token)));
    const rooms = payloads.map(({ video }) => (video as { room: string }).room);
    expect(new Set(rooms).size).toBe(1);
    expect(payloads.map(({ video }) => (video as { roomAdmin: boolean }).roomAdmin)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(new Set(payloads.map(({ sub }) => sub)).size).toBe(3);
    expect((payloads[0]?.exp ?? 0) - (payloads[0]?.nbf ?? 0)).toBe(600);
    expect(JSON.stringify(payloads)).not.toContain(patient);
    expect(
      (await hall.call(clinic.li, `GET ${appointments}/{appointmentId}/visit`, { appointmentId: id })).status,
    ).toBe(404);
  });

  it('makes a prescription active under two signatures, and refuses what may not be prescribed', async () => {
    const bad = { medicines: [{ ...medicine, code: 'N02AA01', name: '吗啡片' }], composedBy: 'software' };
    expect(codes(await atDesk(id, 'prescriptions', bad))).toEqual(['controlled-medicine', 'software-prescription']);
    const draft = await atDesk(id, 'prescriptions', { medicines: [medicine], composedBy: 'doctor' });
    expect(draft.body, draft.text).toMatchObject({ status: 'draft', retention: 'prescription' });
    const drafts = await hall.call(clinic.pharmacist, `GET ${desk}/prescriptions`);
    expect(drafts.body.items).toHaveLength(1);
    const { prescriptionId } = draft.body;
    const approve = (who: keyof typeof clinic) =>
      hall.call(clinic[who], `POST ${desk}/prescriptions/{prescriptionId}/approve`, { prescriptionId }, {});
    expect((await approve('doctor')).status).toBe(403);
    expect((await approve('pharmacist')).body).toMatchObject({
      status: 'active',
      pharmacist: { account: 'pharmacist-fang' },
    });
    expect(codes(await approve('pharmacist'))).toEqual(['wrong-state']);
    const mine = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}/prescriptions`, {
      appointmentId: id,
    });
    expect(mine.body.items).toHaveLength(1);
  });

  it('ends with a record that is kept as long as the law asks', async () => {
    hall.now = '2026-11-24T07:10:00.000Z';
    expect((await atDesk(id, 'complete', { note: '血压平稳' })).body.status).toBe('fulfilled');
    expect((await visit(id)).body).toEqual({ state: 'ended', role: 'patient' });
    const records = await hall.room.visits.encountersOf(patient);
    expect(records.map(({ kind, retention }) => `${kind} ${retention}`)).toEqual([
      'clinic medical-record',
      'virtual medical-record',
    ]);
    expect(records[1]?.keepUntil.slice(0, 10)).toBe('2041-11-24');
    expect(retentionYears['medical-record']).toBeGreaterThanOrEqual(15);
    expect(retentionYears['visit-media']).toBeGreaterThanOrEqual(3);
    const read = await hall.call(clinic.zhang, `GET ${appointments}/{appointmentId}`, { appointmentId: id });
    expect(read.body.encounter).toMatchObject({ kind: 'virtual', end: hall.now, condition: 'I10', note: '血压平稳' });
    const found = await hall.call(clinic.zhang, 'GET /fhir/{type}', { type: 'Encounter' });
    expect(found.body.total).toBe(2);
    const medicines = await hall.call(clinic.zhang, 'GET /fhir/{type}', { type: 'MedicationRequest' }, undefined, {
      query: { status: 'active' },
    });
    expect(medicines.body.entry[0].resource).toMatchObject({
      status: 'active',
      subject: { reference: `Patient/${patient}` },
    });
  });
});

describe('the person before the clinic', () => {
  const ask = (who: keyof typeof clinic, route: string, params: Record<string, string> = {}, body?: object) =>
    hall.call(clinic[who], `${route.replace(' ', ` ${desk}`)}`, params, body);

  it('is found at the clinic by card, identity number or slip, by nobody else', async () => {
    const [own] = (await hall.call(clinic.zhang, 'GET /v1/booking/patients')).body.items;
    expect(own.seen).toEqual([{ condition: 'I10', at: '2026-11-23T00:12:00.000Z' }]);
    const find = (body: object) => ask('reception', 'POST /patients/find', {}, body);
    const byCard = await find({ cardNumber: own.cardNumber });
    expect(byCard.body, byCard.text).toMatchObject({ patientId: patient, name: '张伟' });
    expect((await find({ idNumber: idNumberOf(1) })).body).toEqual(byCard.body);
    expect(byCard.text).not.toContain(idNumberOf(1));
    const [visited] = byCard.body.today;
    expect(visited).toMatchObject({ status: 'fulfilled', kind: 'virtual' });
    const slip = { appointmentId: visited.appointmentId };
    expect((await find(slip)).body).toEqual(byCard.body);
    expect((await ask('elsewhere', 'POST /patients/find', {}, slip)).status).toBe(404);
    expect((await find({ cardNumber: 'YK00000000000000' })).status).toBe(404);
    expect((await ask('pharmacist', 'POST /patients/find', {}, { cardNumber: own.cardNumber })).status).toBe(403);
  });

  it('is known to their doctor with earlier visits, and moved by reception without leaving their account', async () => {
    hall.now = '2026-11-24T08:00:00.000Z';
    const booked = (await book('s001-20261125-am')).body;
    const appointmentId = booked.appointmentId;
    const summary = await ask('doctor', 'GET /appointments/{appointmentId}', { appointmentId });
    expect(summary.body, summary.text).toMatchObject({
      patient: { name: '张伟', guardianOnRecord: false },
      seen: [{ condition: 'I10' }],
      encounters: [{ condition: 'I10' }, { condition: 'I10' }],
      prescriptions: [{ status: 'active' }],
    });
    expect((await ask('elsewhere', 'GET /schedules')).body.schedules[0].departmentId).toBe('d11');
    const moved = await ask(
      'reception',
      'POST /appointments/{appointmentId}/reschedule',
      { appointmentId },
      { sessionId: 's001-20261127-am' },
    );
    expect(moved.status, moved.text).toBe(201);
    const mine = await hall.call(clinic.zhang, `GET ${appointments}`);
    expect(mine.body.items.map((one: { appointmentId: string }) => one.appointmentId)).toContain(
      moved.body.appointmentId,
    );
    const schedules = await ask('doctor', 'GET /schedules');
    expect(schedules.body.schedules.map((one: { practitioner: { id: string } }) => one.practitioner.id)).toEqual([
      'p001',
    ]);
  });
});

describe('other providers behind the same port', () => {
  const entry = {
    room: 'visit-1',
    identity: 'patient-1',
    name: '张伟',
    role: 'patient',
    now: '2026-11-24T07:10:00.000Z',
  } as const;

  it('Jitsi: a JWT for one room', async () => {
    const port = jitsi({ url: 'https://meet.banshi.example', keyId: 'banshi', secret: async () => mediaSecret });
    const { token, url } = await port.ticket(entry);
    const { payload } = await jwtVerify(token, new TextEncoder().encode(mediaSecret), {
      currentDate: new Date(entry.now),
      audience: 'jitsi',
    });
    expect([payload.room, payload.sub, url]).toEqual([
      'visit-1',
      'meet.banshi.example',
      'https://meet.banshi.example/visit-1',
    ]);
  });

  it('Chime: signed calls to its API, one meeting for each room, one attendee for each person', async () => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
    const asked: { path: string; body: unknown }[] = [];
    // Stands where the service stands: takes only what is signed as AWS documents it (local/sigv4.ts), and answers as documented.
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const refusal = checkSignature(request, credentials, new Date(), body);
        if (refusal !== undefined) return response.writeHead(403).end(JSON.stringify(refusal));
        const given = JSON.parse(body.toString());
        asked.push({ path: request.url ?? '', body: given });
        const MediaPlacement = { AudioHostUrl: 'wss://audio.example', SignalingUrl: 'wss://signal.example' };
        const answer = request.url?.endsWith('/attendees')
          ? { Attendee: { ExternalUserId: given.ExternalUserId, AttendeeId: 'a-1', JoinToken: 'join' } }
          : { Meeting: { MeetingId: 'm-1', ExternalMeetingId: given.ExternalMeetingId, MediaPlacement } };
        return response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const service = 'https://meetings-chime.ap-southeast-1.amazonaws.com';
    const here =
      (host?: string): typeof fetch =>
      (url, init) =>
        new Promise((resolve, reject) => {
          const path = String(url).replace(service, '');
          const headers = { ...(init?.headers as Record<string, string>), host: host ?? new URL(service).host };
          const sent = httpRequest({ port, path, method: 'POST', headers }, (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0 })));
          });
          sent.on('error', reject);
          sent.end(init?.body);
        });
    const portTo = (send: typeof fetch) =>
      chime(
        chimeMeetings({
          endpoint: service,
          credentials: () => ({ ...credentials, sessionToken: 'the role’s'.replace('’', '') }),
          now: () => new Date(),
          send,
        }),
      );
    const ticket = await portTo(here()).ticket(entry);
    expect(ticket).toMatchObject({ provider: 'chime', url: 'wss://audio.example' });
    expect(JSON.parse(Buffer.from(ticket.token, 'base64url').toString())).toMatchObject({
      Meeting: { MeetingId: 'm-1', MediaPlacement: { SignalingUrl: 'wss://signal.example' } },
      Attendee: { AttendeeId: 'a-1', JoinToken: 'join', ExternalUserId: 'patient-1' },
    });
    expect(asked).toEqual([
      {
        path: '/meetings',
        body: { ClientRequestToken: 'visit-1', ExternalMeetingId: 'visit-1', MediaRegion: 'ap-southeast-1' },
      },
      { path: '/meetings/m-1/attendees', body: { ExternalUserId: 'patient-1' } },
    ]);
    // A signature for another host is none.
    await expect(portTo(here('elsewhere.example')).ticket(entry)).rejects.toThrow('403');
    server.close();
  });
});
