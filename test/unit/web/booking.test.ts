/** What the pages of booking reckon by themselves: clocks, days, searches, what is typed. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  extraSessionBody,
  findPatientBody,
  registerPatientBody,
  windowPatientBody,
} from '../../../shared/booking/views.ts';
import { medicine } from '../../../shared/booking/visit-words.ts';
import type { AppointmentView, HospitalView, SessionView } from '../../../web/src/base/booking-answers.ts';
import { hallNow, noteHallTime } from '../../../web/src/base/hall-time.ts';
import { conditionText } from '../../../web/src/booking/conditions.ts';
import { leftOf } from '../../../web/src/booking/left.ts';
import { stepOf } from '../../../web/src/booking/next-step.ts';
import { clockSecondsText, clockText, daysFrom, spanText, weekdayText } from '../../../web/src/booking/times.ts';
import { hostOf } from '../../../web/src/booking/way-into.ts';
import { findBody } from '../../../web/src/desk/clinic/find-body.ts';
import { emptyMedicine, isComplete, medicineOf, oftenGiven } from '../../../web/src/desk/clinic/prescription-entry.ts';
import { emptyExtra, extraBody, walkInBody } from '../../../web/src/desk/clinic/walk-in-entry.ts';
import { firstDay, offerOf } from '../../../web/src/hall/booking/days.ts';
import { search, whereIs } from '../../../web/src/hall/booking/hospitals.ts';
import { bodyOf, consentEnd, emptyEntry, missing } from '../../../web/src/hall/booking/patient-entry.ts';
import { idNumberOf } from '../../support/booking.ts';

describe('what an appointment waits for', () => {
  const say = { zh: '', en: '' };
  const one: AppointmentView = {
    ...{ appointmentId: '', version: 1, status: 'booked', patientId: '', patientName: '张伟', sessionId: '' },
    ...{ departmentId: 'd01', kind: 'clinic', hospital: say, department: say, practitioner: say },
    ...{ date: '2026-11-23', start: '2026-11-23T00:00:00.000Z', end: '2026-11-23T00:10:00.000Z', feeFen: 0 },
    ...{ paid: false, cancelUntil: '2026-11-22T23:30:00.000Z', checkInFrom: '2026-11-22T23:00:00.000Z' },
  };
  const at = (now: string, change: Partial<AppointmentView>) => {
    const step = stepOf({ ...one, ...change }, new Date(now));
    return step && `${step.what} ${step.at ?? ''} ${step.now ? 'now' : 'later'}`;
  };
  const holdUntil = '2026-11-20T00:10:00.000Z';

  it.each<[string, string, Partial<AppointmentView>, string | undefined]>([
    ['a fee', '2026-11-20T00:00:00Z', { status: 'pending', holdUntil, orderId: 'o1' }, `pay ${holdUntil} now`],
    ['a yes', '2026-11-20T00:00:00Z', { status: 'pending', holdUntil }, `take ${holdUntil} now`],
    ['its day', '2026-11-20T00:00:00Z', {}, `check-in-later ${one.checkInFrom} later`],
    ['check-in', '2026-11-22T23:00:00Z', {}, 'check-in  now'],
    ['nothing any more', '2026-11-23T00:10:00Z', {}, undefined],
    ['its turn', '2026-11-23T00:00:00Z', { status: 'checked-in' }, 'wait-turn  later'],
    ['the doctor', '2026-11-23T00:00:00Z', { status: 'arrived' }, 'go-in  now'],
    ['the waiting room', '2026-11-23T00:00:00Z', { status: 'checked-in', kind: 'virtual' }, 'enter-room  now'],
    ['the video room', '2026-11-23T00:00:00Z', { status: 'arrived', kind: 'virtual' }, 'enter-room  now'],
    ['its record to be read', '2026-11-29T00:00:00Z', { status: 'fulfilled' }, 'read  later'],
    ['nothing after a week', '2026-11-30T00:11:00Z', { status: 'fulfilled' }, undefined],
    ['nothing while one waits', '2026-11-20T00:00:00Z', { status: 'waitlist' }, undefined],
    ['nothing once cancelled', '2026-11-20T00:00:00Z', { status: 'cancelled' }, undefined],
    ['nothing once missed', '2026-11-23T01:00:00Z', { status: 'noshow' }, undefined],
  ])('%s', (_, now, change, step) => {
    expect(at(now, change)).toBe(step);
  });
});

describe('time', () => {
  it.each([
    [0, '0:00'],
    [9, '0:09'],
    [605, '10:05'],
    [3600, '1:00:00'],
    [86_399, '23:59:59'],
  ])('%i seconds left read %s', (seconds, text) => {
    expect(leftOf(seconds)).toBe(text);
  });

  it('is Shanghai’s, whatever the machine’s', () => {
    expect(clockText('2026-11-23T00:10:00.000Z')).toBe('08:10');
    expect(clockSecondsText('2026-11-23T00:00:37.900Z')).toBe('08:00:37');
    expect(spanText('2026-11-23T00:00:00.000Z', '2026-11-23T03:00:00.000Z')).toBe('08:00–11:00');
    expect([weekdayText('2026-11-23', 'zh'), weekdayText('2026-11-23', 'en')]).toEqual(['周一', 'Mon']);
  });

  it('goes over the ends of months and leap days', () => {
    expect(daysFrom('2028-02-28', 3)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect(daysFrom('2026-12-31', 2)).toEqual(['2026-12-31', '2027-01-01']);
  });
});

describe('the hall’s time', () => {
  afterEach(() => {
    vi.useRealTimers();
    // Files of one worker share what they import: the next one's hall tells this machine's time.
    noteHallTime(answer(new Date().toUTCString(), 'no-store'));
  });
  const answer = (date: string, kept: string) => new Headers({ date, 'cache-control': kept });

  it('is believed before the phone’s, and never promises more time than there is', () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-22T10:00:00.400Z') });
    noteHallTime(answer('Mon, 23 Nov 2026 00:10:00 GMT', 'no-store'));
    const there = hallNow().getTime() - Date.parse('2026-11-23T00:10:00Z');
    expect(there).toBeGreaterThanOrEqual(0);
    expect(there).toBeLessThanOrEqual(1000);
  });

  it('is not taken from what a cache may have kept, nor from what says no time', () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-22T10:00:00Z') });
    noteHallTime(answer('Sun, 22 Nov 2026 10:00:00 GMT', 'no-store'));
    noteHallTime(answer('Sun, 22 Nov 2026 09:00:00 GMT', 'public, max-age=300'));
    noteHallTime(answer('', 'no-store'));
    noteHallTime(answer('Sun, 22 Nov 2026 09:59:50 GMT', 'public, max-age=10'));
    expect(hallNow().toISOString()).toBe('2026-11-22T10:00:00.000Z');
    noteHallTime(answer('Tue, 24 Nov 2026 10:00:00 GMT', 'public, max-age=10'));
    expect(hallNow().toISOString().slice(0, 10)).toBe('2026-11-24');
  });
});

describe('the calendar', () => {
  const session = (date: string, state: SessionView['state'], left = 0): SessionView => ({
    sessionId: `s001-${date.replaceAll('-', '')}-am`,
    departmentId: 'd01',
    date,
    part: 'am',
    kind: 'clinic',
    start: `${date}T00:00:00.000Z`,
    end: `${date}T03:00:00.000Z`,
    practitioner: { id: 'p001', name: { zh: '陈晓岚', en: 'Chen Xiaolan' }, grade: 'chief' },
    feeFen: 5000,
    releaseAt: `${date}T00:00:00.000Z`,
    left,
    total: 18,
    state,
  });

  it('adds the numbers of a day, and tells full from not released, over and none', () => {
    const all = [
      session('2026-11-23', 'open', 3),
      session('2026-11-23', 'open', 4),
      session('2026-11-24', 'sold-out'),
      session('2026-11-24', 'closed'),
      session('2026-11-25', 'not-released'),
      session('2026-11-26', 'closed'),
      session('2026-11-27', 'stopped'),
    ];
    const offers = daysFrom('2026-11-23', 6).map((day) => offerOf(day, all));
    expect(offers.map(({ state, left }) => `${state} ${left}`)).toEqual([
      'open 7',
      'full 0',
      'later 0',
      'closed 0',
      'none 0',
      'none 0',
    ]);
    expect(firstDay(offers)).toBe('2026-11-23');
    expect(firstDay(offers.slice(1))).toBe('2026-11-24');
    expect(firstDay([])).toBeUndefined();
  });
});

describe('the search', () => {
  const grade = 'chief' as const;
  const hospitals: HospitalView[] = [
    {
      id: 'h1',
      name: { zh: '市一', en: 'First' },
      address: '',
      telephone: '',
      rules: [],
      departments: [
        {
          id: 'd1',
          name: { zh: '心血管内科', en: 'Cardiology' },
          practitioners: [{ id: 'p1', name: { zh: '陈晓岚', en: 'Chen Xiaolan' }, grade }],
        },
        { id: 'd2', name: { zh: '内科', en: 'Internal medicine' }, practitioners: [] },
      ],
    },
  ];
  it('finds departments and doctors in both languages, the best first', () => {
    const names = (typed: string) =>
      search(hospitals, typed).map(({ department, doctor }) => doctor?.id ?? department.id);
    expect(names('内科')).toEqual(['d2', 'd1']);
    expect(names(' CHEN ')).toEqual(['p1']);
    expect(names('晓岚')).toEqual(['p1']);
    expect([names(''), names('骨科')]).toEqual([[], []]);
    expect(whereIs(hospitals, 'd2')?.hospital.id).toBe('h1');
    expect(whereIs(hospitals, 'd9')).toBeUndefined();
  });
});

describe('a patient put on record', () => {
  const self = { ...emptyEntry('张伟'), relation: 'self' as const, idNumber: idNumberOf(1), phone: '138 0000 0001' };

  it('says what is missing, each only where it is asked', () => {
    expect(missing(emptyEntry(''))).toEqual(['relation', 'name', 'idNumber', 'phone']);
    expect(missing(self)).toEqual([]);
    expect(missing({ ...self, relation: 'child' })).toEqual(['guardian', 'consentUntil']);
    expect(missing({ ...self, relation: 'spouse', span: 30 })).toEqual([]);
  });

  it('is sent as the hall takes it, also from a Chinese keyboard', () => {
    const typed = {
      ...self,
      idNumber: `４４０１０６ ${idNumberOf(1).slice(6).toLowerCase()}`,
      relation: 'parent' as const,
    };
    const body = bodyOf({ ...typed, span: 365 }, '2026-11-23');
    expect(registerPatientBody.parse(body)).toEqual({
      relation: 'parent',
      name: '张伟',
      idNumber: idNumberOf(1),
      phone: '13800000001',
      consentUntil: '2027-11-23',
    });
    expect(consentEnd('2026-11-23', 30)).toBe('2026-12-23');
  });
});

describe('at the window', () => {
  it('a card, an identity number and a slip are told apart, scanned or typed', () => {
    expect(findBody(' ykda 00da b363 3aff ')).toEqual({ cardNumber: 'YKDA00DAB3633AFF' });
    expect(findBody(idNumberOf(1).toLowerCase())).toEqual({ idNumber: idNumberOf(1) });
    expect(findBody('77TX0NT3KR4XAN3A8HTF5Q2ED0')).toEqual({ appointmentId: '77TX0NT3KR4XAN3A8HTF5Q2ED0' });
    expect(findBody('张伟')).toBeUndefined();
  });

  it('whatever is typed is refused here or has a shape the hall takes', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const body = findBody(typed);
        return body === undefined || findPatientBody.safeParse(body).success;
      }),
    );
  });
});

describe('what reception adds', () => {
  it('a person from their identity card, as the hall takes it', () => {
    const body = walkInBody({ name: ' 黄小明 ', id: idNumberOf(9).toLowerCase(), phone: '138-0000-0009' });
    expect(windowPatientBody.parse(body)).toEqual({ name: '黄小明', idNumber: idNumberOf(9), phone: '13800000009' });
    expect(walkInBody({ name: '', id: idNumberOf(9), phone: '13800000009' })).toBeUndefined();
    expect(walkInBody({ name: '黄小明', id: '123', phone: '13800000009' })).toBeUndefined();
  });

  it('a session of its own, with whole minutes and numbers and a fee in fen', () => {
    const entry = {
      ...emptyExtra,
      practitioner: 'p001',
      date: '2026-11-28',
      start: '１４：００',
      part: 'pm',
      fee: '30',
    } as const;
    const body = extraBody(entry);
    expect(extraSessionBody.parse({ ...body, reason: '门诊量大' })).toMatchObject({ start: '14:00', feeFen: 3000 });
    for (const wrong of [
      { date: '' },
      { start: '25:00' },
      { minutes: '2' },
      { total: '0' },
      { fee: '' },
      { practitioner: '' },
    ])
      expect(extraBody({ ...entry, ...wrong })).toBeUndefined();
  });
});

describe('a prescription', () => {
  it('is complete when the hall would take it', () => {
    const [[name = '', code = ''] = []] = Object.entries(oftenGiven);
    const entry = { name, code: code.toLowerCase(), dosage: '每日一次', days: '28' };
    expect(isComplete(entry)).toBe(true);
    expect(medicine.parse(medicineOf(entry))).toMatchObject({ code, days: 28 });
    for (const wrong of [
      { code: 'ABC' },
      { days: '0' },
      { days: '85' },
      { days: '2.5' },
      { dosage: ' ' },
      { name: '' },
    ])
      expect(isComplete({ ...entry, ...wrong })).toBe(false);
    expect(isComplete(emptyMedicine)).toBe(false);
    for (const each of Object.values(oftenGiven)) expect(medicine.shape.code.safeParse(each).success).toBe(true);
  });

  it('names a condition by its code, and a finer one by what it belongs to', () => {
    const zh = ({ zh: text }: { zh: string }) => text;
    expect(conditionText('I10', zh, 'zh')).toBe('高血压（I10）');
    expect(conditionText('E11.9', zh, 'zh')).toBe('2 型糖尿病（E11.9）');
    expect(conditionText('Z99', zh, 'zh')).toBe('Z99');
  });
});

it('a video server is named by its host', () => {
  const ticket = { provider: 'livekit', token: 't', expiresAt: '2026-11-24T07:10:00.000Z' } as const;
  expect(hostOf({ ...ticket, url: 'wss://video.example.cn/rtc' })).toBe('video.example.cn');
  expect(hostOf({ ...ticket, url: 'not an address' })).toBe('not an address');
});
