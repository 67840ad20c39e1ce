/** From an appointment's event to the inbox: stream → relay → queue → notice; and what time does, which people are told too. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { noticeWork } from '../../../events/booking-event.ts';
import { sweepBookings } from '../../../functions/clock/bookings.ts';
import { makeHandler as makeNotices } from '../../../functions/notices/notices.ts';
import { makeHandler as makeRelay } from '../../../functions/relay/relay.ts';
import { createSummaryStore } from '../../../shared/cases/summary-store.ts';
import { createNoticeStore, type NoticeStore } from '../../../shared/notices/notice-store.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions, clinic } from '../../support/booking-functions.ts';
import { type Engines, type QueuePair, startEngines } from '../../support/engines.ts';
import { createNoticesTable } from '../../support/notices-table.ts';
import { failedIds, readStream, sqsEvent } from '../../support/queue-events.ts';

const monday = 's001-20261123-am';
const appointments = '/v1/booking/appointments';

let engines: Engines;
let hall: BookingFunctions;
let notices: NoticeStore;
let queue: QueuePair;
let zhang: string;
let li: string;
let round = 0;
beforeAll(async () => {
  engines = await startEngines();
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await engines.stop();
});

async function fresh(): Promise<void> {
  hall = await bookingFunctions(engines);
  notices = createNoticeStore(engines.documents, await createNoticesTable(engines));
  round += 1;
  queue = engines.createQueue(`told-${round}`);
  const register = async (who: 'zhang' | 'li', serial: number): Promise<string> => {
    const body = { name: clinic[who].name, idNumber: idNumberOf(serial), phone: '13800000001', relation: 'self' };
    return (await hall.call(clinic[who], 'POST /v1/booking/patients', {}, body)).body.patientId;
  };
  zhang = await register('zhang', 1);
  li = await register('li', 2);
}
const book = (who: 'zhang' | 'li', patientId: string, more: object = {}) =>
  hall.call(clinic[who], `POST ${appointments}`, {}, { patientId, sessionId: monday, ...more });
const statusOf = async (id: string) => (await hall.room.store.get(id)).appointment;
const sweepNow = () => sweepBookings({ bookings: hall.room, clock: () => hall.now }, () => true);

/** All that was written so far, relayed and told, twice over: nothing may be told twice. */
async function tell(): Promise<void> {
  const urls = {
    'agency-jobs': '',
    'material-scan': '',
    documents: '',
    settlement: '',
    receipts: '',
    'case-fees': queue.url,
  };
  const relay = makeRelay({ sqs: engines.sqs, queueUrls: { ...urls, notices: queue.url } });
  expect(await relay(await readStream(engines, hall.room.table))).toEqual({ batchItemFailures: [] });
  const messages = engines.messagesIn(queue.name).filter((one) => noticeWork.safeParse(one).success);
  for (const secret of ['张伟', '李娜', 'zhang-wei', zhang]) expect(JSON.stringify(messages)).not.toContain(secret);
  const worker = makeNotices({
    notices,
    cases: createSummaryStore(engines.documents, hall.room.table),
    bookings: hall.room.store,
    directory: () => hall.room.directory,
    clock: () => hall.now,
  });
  for (let times = 0; times < 2; times += 1) {
    const event = sqsEvent(
      queue.name,
      messages.map((one) => JSON.stringify(one)),
    );
    expect(failedIds(await worker(event))).toEqual([]);
  }
}
const inboxOf = async (who: 'zhang' | 'li', at = hall.now) =>
  (await notices.page(clinic[who].sub, at, undefined, 20)).items;
const titles = async (who: 'zhang' | 'li', at = hall.now) => (await inboxOf(who, at)).map(({ title }) => title.en);

describe('people are told', () => {
  it('once of what happened, may read it and mark it, and nobody else sees it', async () => {
    await fresh();
    const one = await book('zhang', zhang);
    expect(one.status, one.text).toBe(201);
    await tell();
    const [told] = await inboxOf('zhang');
    expect(told).toMatchObject({
      title: { zh: '预约成功' },
      about: { room: 'appointment', id: one.body.appointmentId },
      read: false,
      toDo: false,
    });
    expect(told?.text.zh).toContain('11月23日');
    expect(await inboxOf('li')).toEqual([]);
    expect(await notices.unread('zhang-wei', hall.now)).toBe(1);
    await notices.markRead('zhang-wei', told?.noticeId ?? '', hall.now);
    expect(await notices.unread('zhang-wei', hall.now)).toBe(0);
    await expect(notices.markRead('li-na', told?.noticeId ?? '', hall.now)).rejects.toThrow('not-found');
    await tell();
    expect((await inboxOf('zhang')).map(({ read }) => read)).toEqual([true]);
  });

  it('of who asks to book for them, once a day, and not when it was answered meanwhile', async () => {
    await fresh();
    const people = 'POST /v1/booking/patients';
    const asks = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000001', relation: 'spouse' };
    const ask = (consentUntil: string) => hall.call(clinic.li, people, {}, { ...asks, consentUntil });
    const one = await ask('2026-12-31');
    expect(one.body.asked, one.text).toBe(true);
    // Asked for longer on the same day: they know already.
    expect((await ask('2027-01-31')).status).toBe(200);
    await tell();
    const [told, ...more] = await inboxOf('zhang');
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      title: { zh: '有人请求代为预约' },
      about: { room: 'patient', id: zhang },
      toDo: true,
    });
    expect(told?.text.zh).toContain('李娜请求为张伟');
    expect(await inboxOf('li')).toEqual([]);
    const at = { patientId: zhang };
    const carers = await hall.call(clinic.zhang, 'GET /v1/booking/patients/{patientId}/carers', at);
    const { carerId } = carers.body.items.find(({ mine }: { mine: boolean }) => !mine);
    const no = 'POST /v1/booking/patients/{patientId}/carers/{carerId}/end';
    expect((await hall.call(clinic.zhang, no, { ...at, carerId }, {})).status).toBe(200);
    hall.now = '2026-11-21T02:00:00.000Z';
    await ask('2026-12-31');
    const again = await hall.call(clinic.zhang, 'GET /v1/booking/patients/{patientId}/carers', at);
    const asking = again.body.items.find(({ mine }: { mine: boolean }) => !mine);
    await hall.call(clinic.zhang, no, { ...at, carerId: asking.carerId }, {});
    await tell();
    expect(await inboxOf('zhang')).toHaveLength(1);
    hall.now = '2026-11-22T02:00:00.000Z';
    await ask('2026-12-31');
    await tell();
    expect(await inboxOf('zhang')).toHaveLength(2);
  });

  it('of what the clinic books, only the patient and whom they let know', async () => {
    await fresh();
    const brother = { name: '张弟', idNumber: idNumberOf(3), phone: '13800000003' };
    const people = 'POST /v1/booking/patients';
    const word = { ...brother, relation: 'other', consentUntil: '2026-12-31' };
    const { patientId } = (await hall.call(clinic.zhang, people, {}, word)).body;
    const window = 'POST /v1/booking/desk/appointments';
    const walkIn = await hall.call(clinic.reception, window, {}, { patientId, sessionId: monday });
    expect(walkIn.status, walkIn.text).toBe(201);
    await tell();
    expect(await titles('zhang')).toEqual([]);
    const own = await hall.call(clinic.reception, window, {}, { patientId: li, sessionId: monday });
    expect(own.status, own.text).toBe(201);
    await tell();
    expect(await titles('li')).toEqual(['Booked']);
  });

  it('not in the quiet hours, but at their end', async () => {
    await fresh();
    hall.now = '2026-11-20T15:30:00.000Z';
    await book('li', li);
    const held = await book('zhang', zhang, { mode: 'hold' });
    hall.now = held.body.holdUntil;
    await sweepNow();
    await tell();
    // What one has just done oneself is told at once; that a hold has lapsed can wait till the morning.
    expect(await titles('li')).toEqual(['Booked']);
    expect(await titles('zhang')).toEqual([]);
    expect(await titles('zhang', '2026-11-21T01:00:00.000Z')).toEqual(['The number was let go']);
  });
});

describe('time', () => {
  it('ends a hold, gives its number to who waits, reminds, and marks who did not come', async () => {
    await fresh();
    hall.now = '2026-11-22T10:30:00.000Z';
    const crowd = await Promise.all(
      Array.from({ length: 17 }, async (_, at) => {
        const account = `crowd-${at}`;
        const patientId = await hall.room.self(account);
        const claims = { sub: account, name: account, roles: 'citizen' };
        return hall.call(claims, `POST ${appointments}`, {}, { patientId, sessionId: monday, no: at + 1 });
      }),
    );
    expect(crowd.map(({ status }) => status)).toEqual(crowd.map(() => 201));
    const held = await book('zhang', zhang, { no: 18, mode: 'hold' });
    const waits = await hall.call(clinic.li, 'POST /v1/booking/waitlist', {}, { patientId: li, sessionId: monday });
    expect([held.body.status, waits.body.status], waits.text).toEqual(['pending', 'waitlist']);

    hall.now = held.body.holdUntil;
    expect(await sweepNow()).toMatchObject({ failed: 0 });
    expect(await statusOf(held.body.appointmentId)).toMatchObject({
      status: 'cancelled',
      cancelReason: 'lapsed',
      no: 18,
    });
    const offered = await statusOf(waits.body.appointmentId);
    expect(offered).toMatchObject({ status: 'pending', offered: true, no: 18 });
    expect(await sweepNow()).toEqual({ swept: 0, failed: 0 });
    await tell();
    expect(await titles('zhang')).toEqual(['The number was let go']);
    expect(await titles('li')).toEqual(['A number for you']);
    expect((await inboxOf('li'))[0]?.toDo).toBe(true);

    const confirmed = await hall.call(
      clinic.li,
      `POST ${appointments}/{appointmentId}/confirm`,
      { appointmentId: waits.body.appointmentId },
      {},
    );
    expect(confirmed.body.status, confirmed.text).toBe('booked');
    // The hospital reminds two hours before.
    hall.now = '2026-11-23T00:51:00.000Z';
    await sweepNow();
    expect((await statusOf(waits.body.appointmentId)).remindedAt).toBeDefined();
    await tell();
    expect(await titles('li')).toContain('Your appointment is near');
    hall.now = '2026-11-23T09:00:00.000Z';
    await sweepNow();
    expect((await statusOf(waits.body.appointmentId)).status).toBe('noshow');
    expect((await hall.room.patients.get(li)).strikes).toMatchObject([{ kind: 'noshow' }]);
    await tell();
    expect(await titles('li')).toContain('Recorded as a no-show');
  });

  it('lets a lapsed offer go to the next in line, and ends waiting when the line closes', async () => {
    await fresh();
    const taken: { claims: Record<string, string>; id: string }[] = [];
    for (let at = 0; at < 18; at += 1) {
      const account = `full-${at}`;
      const claims = { sub: account, name: account, roles: 'citizen' };
      const patientId = await hall.room.self(account);
      const answer = await hall.call(claims, `POST ${appointments}`, {}, { patientId, sessionId: monday });
      if (answer.status === 201) taken.push({ claims, id: answer.body.appointmentId });
    }
    // The others are kept for the window and the doctor's own.
    expect(taken.length).toBeGreaterThan(8);
    const wait = async (who: 'zhang' | 'li', patientId: string) =>
      (await hall.call(clinic[who], 'POST /v1/booking/waitlist', {}, { patientId, sessionId: monday })).body
        .appointmentId;
    const first = await wait('zhang', zhang);
    hall.now = '2026-11-20T02:00:01.000Z';
    const second = await wait('li', li);
    const [gone] = taken;
    await hall.call(gone?.claims, `POST ${appointments}/{appointmentId}/cancel`, { appointmentId: gone?.id ?? '' }, {});
    const offer = await statusOf(first);
    expect(offer).toMatchObject({ status: 'pending', offered: true });
    hall.now = offer.holdUntil ?? '';
    await sweepNow();
    expect(await statusOf(first)).toMatchObject({ status: 'cancelled', cancelReason: 'lapsed' });
    expect(await statusOf(second)).toMatchObject({ status: 'pending', no: offer.no });
    // It stood in the line once only: who let it lapse may join again, and waits till the evening before.
    const third = await wait('zhang', zhang);
    expect(await statusOf(third)).toMatchObject({ status: 'waitlist' });
    hall.now = '2026-11-22T15:00:00.000Z';
    await sweepNow();
    expect((await statusOf(third)).status).not.toBe('waitlist');
    await tell();
    expect(
      (await titles('zhang', '2026-11-23T02:00:00.000Z')).filter((it) => it === 'The number was let go').length,
    ).toBe(1);
  });
});
