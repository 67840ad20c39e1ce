/** A registration fee as strangers pay it over HTTP: hall and provider are known by their addresses alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../../shared/base/time.ts';
import { addDays } from '../../../shared/booking/moments.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type Caller, until } from '../../support/client.ts';
import { connect, type Hall } from '../../support/hall.ts';

let hall: Hall;
let citizen: Caller;
let anyone: Caller;
beforeAll(async () => {
  hall = await connect();
  citizen = await hall.as('zhang-wei');
  anyone = await hall.as();
}, 120_000);
afterAll(async () => hall?.stop());

const date = addDays(dayOf(new Date().toISOString()), 3);

describe('a registration fee over the hall’s own host', () => {
  it('holds a number with a fee until it is paid, and gives the fee back with the number', async () => {
    const found = await anyone('GET', `/v1/booking/departments/d01/sessions?from=${date}&days=4`);
    const session = found.body.sessions.find(
      (one: { state: string; kind: string; feeFen: number }) =>
        one.state === 'open' && one.kind === 'clinic' && one.feeFen > 0,
    );
    const body = { name: '张伟', idNumber: idNumberOf(7), phone: '13800000007', relation: 'self' };
    const { patientId } = (await citizen('POST', '/v1/booking/patients', { body })).body;
    const held = await citizen('POST', '/v1/booking/appointments', {
      body: { patientId, sessionId: session.sessionId },
    });
    expect(held.body, JSON.stringify(held.body)).toMatchObject({ status: 'pending', feeFen: session.feeFen });
    const { appointmentId, orderId } = held.body;
    const order = await until(
      () => citizen('GET', `/v1/orders/${orderId}`),
      ({ status }) => status === 200,
    );
    expect(order.body).toMatchObject({ state: 'created', amount: session.feeFen, appointmentId });
    const paying = { provider: 'wechat-pay', client: 'native' };
    const checkout = await citizen('POST', `/v1/orders/${orderId}/checkout`, { body: paying });
    expect(checkout.status, JSON.stringify(checkout.body)).toBe(200);
    // What a person does on the provider's page.
    await fetch(checkout.body.checkout.code, {
      method: 'POST',
      body: new URLSearchParams({ how: 'pay' }),
      redirect: 'manual',
    });
    const booked = await until(
      async () => (await citizen('GET', `/v1/booking/appointments/${appointmentId}`)).body,
      ({ status }) => status === 'booked',
    );
    expect(booked.paid).toBe(true);
    const cancelled = await citizen('POST', `/v1/booking/appointments/${appointmentId}/cancel`, { body: {} });
    expect(cancelled.status, JSON.stringify(cancelled.body)).toBe(200);
    const back = await until(
      async () => (await citizen('GET', `/v1/orders/${orderId}`)).body,
      ({ refunds }) => refunds.length === 1,
    );
    expect(back.refunds).toMatchObject([{ amount: session.feeFen }]);
  }, 60_000);
});
