/** Booking as strangers drive it over HTTP, against any hall: support/hall.ts. Days are told from today, as the hall has its own clock. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../../shared/base/time.ts';
import { addDays } from '../../../shared/booking/moments.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type Caller, until } from '../../support/client.ts';
import { connect, type Hall } from '../../support/hall.ts';

let hall: Hall;
let citizen: Caller;
let reception: Caller;
let anyone: Caller;
beforeAll(async () => {
  hall = await connect();
  [citizen, reception, anyone] = (await Promise.all([hall.as('zhang-wei'), hall.as('reception-guo'), hall.as()])) as [
    Caller,
    Caller,
    Caller,
  ];
}, 120_000);
afterAll(async () => hall?.stop());

/** A hundred numbers every morning; in three days they are released and not yet closed. */
const date = addDays(dayOf(new Date().toISOString()), 3);
const sessionId = `s900-${date.replaceAll('-', '')}-am`;

describe('booking over the hall’s own host', () => {
  it('finds, books, repeats, shows at the desk and by FHIR, and gives back', async () => {
    const hospitals = await anyone('GET', '/v1/booking/hospitals');
    expect(hospitals.body.items).toHaveLength(5);
    const found = await anyone('GET', `/v1/booking/departments/d02/sessions?from=${date}&days=1`);
    const session = found.body.sessions.find((one: { sessionId: string }) => one.sessionId === sessionId);
    expect(session).toMatchObject({ state: 'open' });

    const body = { name: '张伟', idNumber: idNumberOf(7), phone: '13800000007', relation: 'self' };
    const patient = await citizen('POST', '/v1/booking/patients', { body });
    expect(patient.status, JSON.stringify(patient.body)).toBe(200);
    const wish = { patientId: patient.body.patientId, sessionId };
    const key = `booking-${Date.now()}`;
    const booked = await citizen('POST', '/v1/booking/appointments', { body: wish, key });
    expect(booked.status, JSON.stringify(booked.body)).toBe(201);
    expect(booked.body.status).toBe('booked');
    const again = await citizen('POST', '/v1/booking/appointments', { body: wish, key });
    expect(again.body).toEqual(booked.body);
    const id = booked.body.appointmentId;

    const desk = await reception('GET', `/v1/booking/desk/sessions/${sessionId}`);
    expect(desk.body.appointments.map((one: { appointmentId: string }) => one.appointmentId)).toContain(id);
    const fhir = await citizen('GET', `/fhir/Appointment/${id}`);
    expect(fhir.headers.get('content-type')).toContain('application/fhir+json');
    expect(fhir.body).toMatchObject({ resourceType: 'Appointment', status: 'booked' });
    const manifest = await anyone('GET', '/fhir/availability/$bulk-publish');
    const [locations] = manifest.body.output;
    // A hall that was deployed behind another address is reached by that one.
    const served = process.env.HALL_URL === undefined ? locations.url : `${hall.url}${new URL(locations.url).pathname}`;
    expect(locations.url).not.toMatch(/^https:\/\/localhost/);
    expect((await fetch(served)).status).toBe(200);

    const cancelled = await citizen('POST', '/fhir/Appointment/$cancel', {
      body: {
        resourceType: 'Parameters',
        parameter: [{ name: 'appointment-reference', valueReference: { reference: `Appointment/${id}` } }],
      },
    });
    expect(cancelled.status, JSON.stringify(cancelled.body)).toBe(200);
    expect(cancelled.body.entry[0].resource.status).toBe('cancelled');
    const inbox = await until(
      async () => (await citizen('GET', '/v1/me/notices')).body,
      ({ items }) => items.filter((one: { about: { id: string } }) => one.about.id === id).length === 2,
    );
    expect(inbox.unread).toBeGreaterThanOrEqual(2);
    const [told] = inbox.items;
    expect((await citizen('POST', `/v1/me/notices/${told.noticeId}/read`, { body: {} })).body.read).toBe(true);
  });
});
