/** The port by which other rooms ask for money: one subject, one order, whatever is called twice; and what comes back. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { outgoingOf } from '../../../functions/relay/routing.ts';
import { Problem } from '../../../shared/base/problems.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { type Asking, createOrderPort, type OrderPort, orderNoOfAppointment } from '../../../shared/payments/asking.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { agency, type MoneyHall, moneyHall, wechatPaid } from '../../support/money-hall.ts';
import { readStream } from '../../support/queue-events.ts';

let engines: Engines;
let hall: MoneyHall;
let port: OrderPort;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  hall = await moneyHall(engines);
  port = createOrderPort(hall.store, [agency]);
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});

const now = (): string => new Date(hall.now).toISOString();
const appointmentId = 'APPT0000000000000000000001';
const asking = (): Asking => ({
  appointmentId,
  agency,
  agencyName: { zh: '市第一人民医院', en: 'First People’s Hospital' },
  payer: { id: 'zhang-wei', name: '张伟' },
  title: { zh: '挂号费', en: 'Registration fee' },
  items: [
    { name: { zh: '挂号费', en: 'Registration' }, basis: { zh: '医疗服务价格目录', en: 'Price list' }, amount: 2000 },
  ],
  expiresAt: secondsAfter(now(), 1800),
});

/** What the relay would say of this table, in the stream's order. */
async function told(): Promise<string[]> {
  const { Records } = await readStream(engines, hall.table);
  return Records.flatMap((record) => outgoingOf(record as Parameters<typeof outgoingOf>[0])).flatMap(
    ({ queue, message }) =>
      queue === 'case-fees' && 'kind' in message && message.kind === 'money'
        ? [`${message.type} ${message.appointmentId}`]
        : [],
  );
}

async function paid(): Promise<string> {
  const orderNo = (await port.ask(asking(), now())) ?? '';
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo, total: 2000 }));
  expect(await hall.settle()).toEqual([]);
  return orderNo;
}

it('asks once, however often it is called, and says nothing to a payee without an account', async () => {
  const numbers = await Promise.all(Array.from({ length: 10 }, () => port.ask(asking(), now())));
  expect(new Set(numbers)).toEqual(new Set([orderNoOfAppointment(appointmentId)]));
  expect((await hall.rows()).filter(({ SK }) => String(SK).startsWith('MONEY#'))).toHaveLength(1);
  expect(await port.ask({ ...asking(), agency: '12440100DEMH000044' }, now())).toBeUndefined();
});

it('tells that it was paid, gives the money back once for each reason, and tells that too', async () => {
  const orderNo = await paid();
  const back = { reason: '停诊退号' };
  await port.giveBack(orderNo, back, now());
  await port.giveBack(orderNo, back, now());
  expect((await hall.get(orderNo))?.refunds).toMatchObject([{ amount: 2000, state: 'asked', askedBy: 'hall' }]);
  await port.giveBack(orderNo, { reason: '又一次' }, now());
  expect((await hall.get(orderNo))?.refunds).toHaveLength(1);
  await port.drop(orderNo, now());
  expect((await hall.get(orderNo))?.state).toBe('paid');
  expect(await told()).toEqual([`paid ${appointmentId}`]);
});

it('what is not wanted any more runs out at once; money that comes after is told as late and goes back', async () => {
  const orderNo = (await port.ask(asking(), now())) ?? '';
  await port.giveBack(orderNo, { reason: '退号' }, now());
  await port.drop(orderNo, now());
  const order = await hall.get(orderNo);
  expect(order).toMatchObject({ state: 'created', expiresAt: now(), checkAt: now() });
  await hall.tick();
  await hall.post('wechat-pay', wechatPaid(hall, { orderNo, total: 2000 }));
  await hall.settle();
  expect(await hall.get(orderNo)).toMatchObject({ state: 'late-paid', refunds: [{ state: 'asked' }] });
  expect(await told()).toEqual([`closed ${appointmentId}`, `late-paid ${appointmentId}`]);
  await expect(port.drop('NONE0000000000000000000000', now())).rejects.toEqual(new Problem('not-found'));
});
