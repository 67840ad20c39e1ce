/** The registration fee, from the hold to the payment and back: booking's events → fees → orders, a provider's notice → fees → the number. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { streamBatch } from '../../../events/stream-batch.ts';
import { sweepBookings } from '../../../functions/clock/bookings.ts';
import { makeHandler as makeFees } from '../../../functions/fees/fees.ts';
import { createRegistrations } from '../../../functions/fees/registrations.ts';
import { outgoingOf } from '../../../functions/relay/routing.ts';
import { createOrderPort, orderNoOfAppointment } from '../../../shared/payments/asking.ts';
import { demoCity, idNumberOf } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { agency, type MoneyHall, moneyHall, wechatPaid } from '../../support/money-hall.ts';
import { failedIds, readStream, sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, queueHall } from '../../support/queue-hall.ts';
import { promisedItem } from '../../support/test-item.ts';

/** The first hospital's money goes to the account of the money room's tests. */
const city = {
  ...demoCity,
  hospitals: demoCity.hospitals.map((one) => (one.id === 'h1' ? { ...one, code: agency } : one)),
};
const reception = { ...clinic.reception, agency };
const appointments = '/v1/booking/appointments';
const tuesday = 's002-20261124-am';

let engines: Engines;
let hall: BookingFunctions;
let money: MoneyHall;
let work: () => Promise<void>;
let zhang: string;
let li: string;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await bookingFunctions(engines, city, [agency]);
  money = await moneyHall(engines);
  at('2026-11-22T04:00:00.000Z');
  const register = async (who: 'zhang' | 'li', serial: number): Promise<string> => {
    const body = { name: clinic[who].name, idNumber: idNumberOf(serial), phone: '13800000001', relation: 'self' };
    return (await hall.call(clinic[who], 'POST /v1/booking/patients', {}, body)).body.patientId;
  };
  zhang = await register('zhang', 1);
  li = await register('li', 2);
  const cases = await queueHall(engines);
  const fees = makeFees({
    cases: cases.cases,
    payments: money.store,
    catalogue: catalogueOf([promisedItem]),
    appointments: createRegistrations(hall.room, createOrderPort(money.store, [agency])),
    clock: () => hall.now,
  });
  // Everything that either table has said so far, again and again: whatever comes twice must do nothing more.
  work = async () => {
    for (const table of [hall.room.table, money.table]) {
      const { Records } = streamBatch.parse(await readStream(engines, table));
      const messages = Records.flatMap((record) => outgoingOf(record))
        .filter(({ queue }) => queue === 'case-fees')
        .map(({ message }) => JSON.stringify(message));
      expect(failedIds(await fees(sqsEvent('case-fees', messages)))).toEqual([]);
    }
  };
});

/** Both rooms' clocks. */
function at(now: string): void {
  hall.now = now;
  money.now = Date.parse(now);
}
const book = (who: 'zhang' | 'li', patientId: string, more: object = {}) =>
  hall.call(clinic[who], `POST ${appointments}`, {}, { patientId, sessionId: tuesday, ...more });
const act = (who: 'zhang' | 'li', appointmentId: string, what: string, body: object = {}) =>
  hall.call(clinic[who], `POST ${appointments}/{appointmentId}/${what}`, { appointmentId }, body);
const stateOf = async (id: string) => (await hall.room.store.get(id)).appointment;
const codes = (answer: { body: { errors?: { code: string }[] } }) => (answer.body.errors ?? []).map(({ code }) => code);

async function pay(orderNo: string, total: number): Promise<void> {
  await money.post('wechat-pay', wechatPaid(money, { orderNo, total }));
  expect(await money.settle()).toEqual([]);
}

describe('a registration fee', () => {
  it('is asked for after the hold; paying books, and cancelling in time gives all of it back', async () => {
    const held = await book('zhang', zhang);
    expect(held.body, held.text).toMatchObject({ status: 'pending', paid: false });
    const { appointmentId: id, orderId, feeFen } = held.body;
    expect(orderId).toBe(orderNoOfAppointment(id));
    expect(codes(await act('zhang', id, 'confirm'))).toEqual(['fee-unpaid']);
    await work();
    expect(await money.get(orderId)).toMatchObject({
      state: 'created',
      amount: feeFen,
      expiresAt: held.body.holdUntil,
    });
    await pay(orderId, feeFen);
    await work();
    expect(await stateOf(id)).toMatchObject({ status: 'booked', paidAt: hall.now });
    await work();
    expect((await money.get(orderId))?.refunds).toEqual([]);
    expect((await act('zhang', id, 'cancel')).body.status).toBe('cancelled');
    await work();
    await work();
    expect((await money.get(orderId))?.refunds).toMatchObject([{ amount: feeFen, state: 'asked' }]);
  });

  it('that nobody pays in time lets the number go, to the head of the waitlist; later money goes back', async () => {
    const held = await book('zhang', zhang, { no: 1 });
    const { appointmentId: id, orderId, feeFen } = held.body;
    await work();
    at(held.body.holdUntil);
    // Paid in the last second and told of a moment later: the number is still theirs.
    expect(codes(await book('li', li, { no: 1 }))).toEqual(['number-taken']);
    at('2026-11-22T05:00:00.000Z');
    await sweepBookings({ bookings: hall.room, clock: () => hall.now }, () => true);
    expect(await stateOf(id)).toMatchObject({ status: 'cancelled', cancelReason: 'lapsed' });
    await work();
    await money.tick();
    await pay(orderId, feeFen);
    await work();
    expect(await money.get(orderId)).toMatchObject({ state: 'late-paid', refunds: [{ state: 'asked' }] });
    expect((await stateOf(id)).status).toBe('cancelled');
    expect((await book('li', li, { no: 1 })).status).toBe(201);
  });

  it('that was paid goes along when the appointment is moved at the same fee', async () => {
    const held = await book('zhang', zhang, { no: 1 });
    await work();
    await pay(held.body.orderId, held.body.feeFen);
    await work();
    const moved = await act('zhang', held.body.appointmentId, 'reschedule', { sessionId: tuesday, no: 2 });
    expect(moved.body, moved.text).toMatchObject({ status: 'booked', paid: true, orderId: held.body.orderId });
    await work();
    expect((await money.get(held.body.orderId))?.refunds).toEqual([]);
    await act('zhang', moved.body.appointmentId, 'cancel');
    await work();
    expect((await money.get(held.body.orderId))?.refunds).toHaveLength(1);
  });

  it('goes back in part after a late cancel, by the hospital’s rule', async () => {
    const held = await book('zhang', zhang, { no: 1 });
    const { appointmentId: id, orderId, feeFen } = held.body;
    await work();
    await pay(orderId, feeFen);
    await work();
    at('2026-11-23T23:50:00.000Z');
    const late = await act('zhang', id, 'cancel');
    expect(late.body.status, late.text).toBe('cancelled');
    await work();
    expect((await money.get(orderId))?.refunds).toMatchObject([{ amount: feeFen / 2 }]);
  });

  it('is paid at the desk by who books at the window', async () => {
    const body = { patientId: zhang, sessionId: tuesday };
    const made = await hall.call(reception, 'POST /v1/booking/desk/appointments', {}, body);
    expect(made.body, made.text).toMatchObject({ status: 'booked', paid: false });
    expect(made.body.orderId).toBeUndefined();
  });

  it('of a stopped session goes back in full, and the number offered instead asks for its own', async () => {
    const held = await book('zhang', zhang);
    await work();
    await pay(held.body.orderId, held.body.feeFen);
    await work();
    const replacements = await hall.call(reception, 'GET /v1/booking/desk/sessions/{sessionId}/replacements', {
      sessionId: tuesday,
    });
    const [other] = replacements.body.items;
    const stopped = await hall.call(
      reception,
      'POST /v1/booking/desk/sessions/{sessionId}/stop',
      { sessionId: tuesday },
      { reason: '医生出差', ...(other && { replacement: other.sessionId }) },
    );
    expect(stopped.body, stopped.text).toMatchObject({ cancelled: 1, moved: other === undefined ? 0 : 1 });
    await work();
    expect((await money.get(held.body.orderId))?.refunds).toMatchObject([{ amount: held.body.feeFen }]);
    // Its page says that what was paid goes back.
    const told = {
      status: 'cancelled',
      cancelReason: 'stopped',
      paidAt: expect.any(String),
      orderId: held.body.orderId,
    };
    expect(await stateOf(held.body.appointmentId)).toMatchObject(told);
    const mine = await hall.call(clinic.zhang, `GET ${appointments}`);
    const offer = mine.body.items.find(({ status }: { status: string }) => status === 'pending');
    expect(offer).toMatchObject({ offered: true, movedFrom: held.body.appointmentId });
    await pay(offer.orderId, offer.feeFen);
    await work();
    expect(await stateOf(offer.appointmentId)).toMatchObject({ status: 'booked', sessionId: other.sessionId });
  });
});
