/**
 * A doctor's two days, as everyone sees them: patients on their phones, reception, doctor and pharmacist at the desk. On Monday
 * morning a clinic in the hospital, on Tuesday afternoon a follow-up by video; the network drops in the middle of each part, and
 * every clock but the hall's is years off.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { idNumberOf } from '../support/booking.ts';
import { look, lookTwice, openBrowser, openWindow, setDeviceClock, widths } from './browser.ts';
import {
  type ClinicHall,
  citizenAt,
  clinicHallAt,
  clocks,
  lookWide,
  must,
  pay,
  staffAt,
  type Window,
} from './clinic-people.ts';
import { signIn } from './people.ts';

/** The chief physician's morning on Monday, her Wednesday, and her video hours on Tuesday. */
const monday = 's001-20261123-am';
const wednesday = 's001-20261125-am';
const online = 'v001-20261124-pm';
/** A colleague's Tuesday afternoon. */
const tuesday = 's002-20261124-pm';
const [doctor, department] = ['陈晓岚', '心血管内科'];

let hall: ClinicHall;
let browser: Browser;
let patient: Window;
/** The appointment of the video visit. */
let followUp: string;
/** Li Na's, whose session is stopped while she waits. */
let stoppedVisit: string;
/** Everything the pages asked for that is not of this hall. */
const strangers = new Set<string>();

beforeAll(async () => {
  hall = await clinicHallAt('2026-11-23T07:02:00+08:00');
  browser = await openBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

function watch(page: Page): void {
  const note = (address: string) => {
    const { origin } = new URL(address);
    if (address.startsWith('blob:') || address.startsWith('data:')) return;
    if (!/^(https?|wss?):\/\/(localhost|127\.0\.0\.1):/.test(origin)) strangers.add(origin);
  };
  page.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
}

const idIn = (address: string): string => /appointments\/([0-9A-Z]{26})/.exec(address)?.[1] ?? '';

describe('Monday, 07:02: before the clinic', () => {
  let appointment: string;

  it('anyone finds a hospital, a department, a doctor, and the days with numbers left', async () => {
    const { page, complaints } = await openWindow(browser, widths.phone);
    watch(page);
    await page.goto(`${hall.url}/booking`);
    await page.getByRole('link', { name: /市第一人民医院/ }).waitFor();
    await lookTwice(page, 'phone-booking');
    await lookWide(page, 'booking');
    await page.getByLabel('找科室或医生').fill('没有这个科');
    await page.getByText('没有找到“没有这个科”').waitFor();
    await page.getByLabel('找科室或医生').fill('');
    await page.getByRole('link', { name: /市第一人民医院/ }).click();
    await page.getByRole('heading', { name: '预约规则' }).waitFor();
    await lookTwice(page, 'phone-booking-hospital');
    await page.getByRole('link', { name: department }).click();
    await page.locator('.session').first().waitFor();
    await lookTwice(page, 'phone-booking-days');
    await lookWide(page, 'booking-days');
    // A week ahead is not given out yet, and it is told when it will be.
    await page.getByRole('link', { name: /11月30日.*还没有放号/ }).click();
    await page.getByText(/的号 .*08:00 放出/).waitFor();
    await page.locator('.session').first().click();
    await page.locator('.big-clock').waitFor();
    await look(page, 'phone-booking-not-released');
    expect(complaints).toEqual([]);
  });

  it('a patient puts themselves on record, picks a time, and holds it under a clock', async () => {
    patient = await openWindow(browser, widths.phone);
    const { page } = patient;
    await setDeviceClock(page, clocks.phone);
    watch(page);
    await page.goto(`${hall.url}/booking`);
    await page.getByLabel('找科室或医生').fill(doctor);
    await page.getByRole('link', { name: new RegExp(doctor) }).click();
    await page.getByText(`只看 ${doctor}`).waitFor();
    await page.locator(`a[href*="${monday}"]`).click();
    await signIn(page, 'zhang-wei');
    await page.getByRole('link', { name: '添加就诊人' }).click();
    await page.getByRole('button', { name: '登记' }).click();
    await page.locator('.error-summary:focus').waitFor();
    await lookTwice(page, 'phone-booking-patient-errors');
    await page.getByLabel('本人').check();
    expect(await page.getByLabel('姓名').inputValue()).toBe('张伟');
    await page.getByLabel('身份证号').fill('440106199001011234');
    await page.getByLabel('手机号').fill('138 0000 0001');
    await page.getByRole('button', { name: '登记' }).click();
    await page.getByText('身份证号不对，请核对。').first().waitFor();
    await page.getByLabel('身份证号').fill(idNumberOf(1));
    await page.getByRole('button', { name: '登记' }).click();
    // Back where they came from, with themselves chosen.
    await page.getByRole('radio', { name: /张伟/ }).waitFor();
    expect(await page.getByRole('radio', { name: /张伟/ }).isChecked()).toBe(true);
    await lookTwice(page, 'phone-booking-session');
    await lookWide(page, 'booking-session');
    await page.getByRole('radio', { name: /^08:00/ }).check();
    await page.getByRole('button', { name: '选定这个号' }).click();
    await page.getByRole('heading', { name: '请支付挂号费' }).waitFor();
    appointment = idIn(page.url());
    // By the hall's time, not by the phone's, which is of another day.
    const left = (await page.getByRole('timer', { includeHidden: true }).textContent()) ?? '';
    expect(left).toMatch(/还剩 (10:00|9:\d\d)/);
    await lookTwice(page, 'phone-booking-held');
  });

  it('the network drops while they pay: said, nothing lost, and booked once', async () => {
    const { page } = patient;
    const citizen = await hall.as('zhang-wei');
    await page.context().setOffline(true);
    await page.getByText(/网络断了。下面是/).waitFor();
    await look(page, 'phone-booking-held-offline');
    await pay(citizen, appointment);
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: '预约凭条' }).waitFor();
    await page.getByText('挂号费 ¥50.00 已付。').waitFor();
    await lookTwice(page, 'phone-booking-slip');
    await lookWide(page, 'booking-slip');
    const record = (await must(citizen, 'GET', `/v1/booking/appointments/${appointment}`)).record;
    expect(record.map(({ type }: { type: string }) => type)).toEqual(['held', 'booked']);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '存到日历' }).click(),
    ]);
    const calendar = await readFile(await download.path(), 'utf8');
    expect(calendar).toContain('DTSTART:20261123T000000Z');
  });

  it('a second number in the same department and day is refused, with the reason', async () => {
    const { page } = patient;
    await page.goto(`${hall.url}/booking/sessions/s003-20261123-am`);
    await page.getByRole('radio', { name: /张伟/ }).check();
    await page.getByRole('button', { name: '选定这个号' }).click();
    await page.getByText('同一天同一科室已有一个号。').waitFor();
    await look(page, 'phone-booking-refused');
  });

  it('a child is put on record with a guardian; a video visit is not for who was never seen', async () => {
    const { page } = patient;
    await page.goto(`${hall.url}/booking/patients`);
    await page.getByRole('heading', { level: 2, name: /张伟/ }).waitFor();
    await page.getByRole('link', { name: '添加就诊人' }).click();
    await page.getByLabel('未成年子女').check();
    await page.getByLabel('姓名').fill('张小宝');
    await page.locator('#patient-idNumber').fill(idNumberOf(2, '20220301'));
    await page.getByLabel('手机号').fill('13800000001');
    await page.locator('#patient-guardian').fill(idNumberOf(1));
    await page.getByLabel(/^一年/).check();
    await look(page, 'phone-booking-child');
    await page.getByRole('button', { name: '登记' }).click();
    await page.getByRole('heading', { level: 2, name: /张小宝/ }).waitFor();
    await lookTwice(page, 'phone-booking-patients');
    await page.goto(`${hall.url}/booking/sessions/v001-20261124-pm`);
    await page.getByRole('radio', { name: /张伟/ }).check();
    await page.getByText('不能预约视频复诊').waitFor();
    expect(await page.getByRole('button', { name: '选定这个号' }).isVisible()).toBe(false);
    await look(page, 'phone-booking-follow-up-gate');
  });

  it('somebody else asks to book for them: nothing before their yes, and nothing after their no', async () => {
    const li = await hall.as('li-na');
    const wish = { name: '张伟', idNumber: idNumberOf(1), phone: '13800000007', relation: 'other' };
    await must(li, 'POST', '/v1/booking/patients', { ...wish, consentUntil: '2027-01-01' });
    const { page } = patient;
    await page.goto(hall.url);
    await page.getByRole('link', { name: '有人想替张伟预约，等您同意' }).click();
    await page.getByText('李娜想替您预约').waitFor();
    await lookTwice(page, 'phone-booking-asked');
    await page.getByRole('button', { name: '同意 李娜', exact: true }).click();
    await page.getByRole('button', { name: '停止 李娜' }).click();
    await page.getByRole('button', { name: '停止 李娜' }).waitFor({ state: 'detached' });
    expect((await must(li, 'GET', '/v1/booking/patients')).items).toEqual([]);
    // Asked again, and refused.
    await must(li, 'POST', '/v1/booking/patients', { ...wish, consentUntil: '2026-12-01' });
    await page.reload();
    await page.getByRole('button', { name: '不同意 李娜' }).click();
    await page.getByText('李娜想替您预约').waitFor({ state: 'detached' });
    expect((await must(li, 'GET', '/v1/booking/patients')).items).toEqual([]);
  });

  it('a sold-out session: they wait, are offered what comes free, take it, move it and give it back', async () => {
    const freed = await fillWednesday();
    const { page } = patient;
    await page.goto(`${hall.url}/booking/sessions/${wednesday}`);
    await page.getByText('号已约满。登记候补后').waitFor();
    await page.getByRole('radio', { name: /张伟/ }).check();
    await lookTwice(page, 'phone-booking-sold-out');
    await page.getByRole('button', { name: '登记候补' }).click();
    await page.getByRole('heading', { name: '您在候补' }).waitFor();
    await look(page, 'phone-booking-waiting');
    await must(await hall.as('li-na'), 'POST', `/v1/booking/appointments/${freed}/cancel`, {});
    await page.getByRole('heading', { name: '候补补上了' }).waitFor();
    await look(page, 'phone-booking-offered');
    await pay(await hall.as('zhang-wei'), idIn(page.url()));
    await page.getByRole('link', { name: '改约' }).click();
    await page.getByText('您在改约').waitFor();
    await page.getByRole('link', { name: /11月27日/ }).click();
    await look(page, 'phone-booking-moving');
    await page.locator('a[href*="s001-20261127-am"]').click();
    await page.getByRole('button', { name: '改约到这里' }).click();
    await page.waitForURL(/appointments\/[0-9A-Z]{26}$/);
    await page.getByRole('heading', { name: '预约凭条' }).waitFor();
    await page.getByRole('link', { name: '取消预约' }).click();
    await page.getByText('现在取消不记违约').waitFor();
    await lookTwice(page, 'phone-booking-cancel');
    await page.getByRole('button', { name: '确认取消' }).click();
    await page.getByText('您取消的。').waitFor();
    await page.goto(`${hall.url}/booking/appointments`);
    await page.getByRole('heading', { name: '接下来' }).waitFor();
    await lookTwice(page, 'phone-booking-appointments');
  });

  it('they check in, and see that they are next', async () => {
    const { page } = patient;
    // It is among what waits for them on the first page, with what it waits for.
    await page.goto(hall.url);
    await page.getByRole('heading', { name: '快到的号' }).waitFor();
    await lookTwice(page, 'phone-home-check-in');
    await page.getByRole('link', { name: /心血管内科.*现在可以签到/s }).click();
    await page.waitForURL(new RegExp(appointment));
    await page.getByRole('button', { name: '我到了，签到' }).waitFor();
    await page.setViewportSize(widths.desk);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '我到了，签到' }).click();
    await page.getByText('连不上办事大厅').first().waitFor();
    await look(page, 'desk-booking-check-in-offline');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '我到了，签到' }).click();
    await page.getByText('下一位就是您').waitFor();
    await page.setViewportSize(widths.phone);
    await lookTwice(page, 'phone-booking-line');
    await page.context().setOffline(true);
    await page.getByText(/网络断了。下面是/).waitFor();
    await look(page, 'phone-booking-line-offline');
    await page.context().setOffline(false);
    await page.getByText(/网络断了。下面是/).waitFor({ state: 'detached' });
  });

  /** Takes every number that is left on Wednesday. @returns the appointment of one that Li Na may give back */
  async function fillWednesday(): Promise<string> {
    const accounts = await Promise.all(['li-na', 'chen-yu-lan', 'yue-wei'].map((person) => hall.as(person)));
    const { free } = (await accounts[0]?.('GET', `/v1/booking/sessions/${wednesday}`))?.body ?? { free: [] };
    let first = '';
    for (const [serial] of free.entries()) {
      const as = accounts[Math.floor(serial / 5)];
      if (as === undefined) throw new Error('too many numbers for so few accounts');
      const body = {
        name: `候${String.fromCharCode(0x4e00 + serial)}`,
        idNumber: idNumberOf(100 + serial),
        phone: `139000001${String(serial).padStart(2, '0')}`,
        relation: 'other',
        consentUntil: '2027-01-01',
      };
      const { patientId } = await must(as, 'POST', '/v1/booking/patients', body);
      const made = await must(as, 'POST', '/v1/booking/appointments', { patientId, sessionId: wednesday });
      if (serial === 0) first = made.appointmentId;
    }
    return first;
  }
});

describe('Monday: the clinic', () => {
  let reception: Window;
  let card: string;

  it('reception finds who stands before them by card, checks in, adds one more with a reason', async () => {
    const li = await hall.as('li-na');
    const own = await must(li, 'POST', '/v1/booking/patients', {
      name: '李娜',
      idNumber: idNumberOf(7),
      phone: '13800000007',
      relation: 'self',
    });
    card = own.cardNumber;
    const wish = { patientId: own.patientId, sessionId: monday, no: 2 };
    await pay(li, (await must(li, 'POST', '/v1/booking/appointments', wish)).appointmentId);
    const chen = await must(await hall.as('chen-yu-lan'), 'POST', '/v1/booking/patients', {
      name: '陈玉兰',
      idNumber: idNumberOf(8, '19560101'),
      phone: '13800000008',
      relation: 'self',
    });
    reception = await staffAt(browser, hall.url, 'reception-guo');
    const { page } = reception;
    watch(page);
    await page.getByRole('heading', { name: '到院签到' }).waitFor();
    await page.locator('.clinic-session').first().waitFor();
    await lookTwice(page, 'desk-clinic');
    await page.getByLabel('就诊卡号、身份证号或凭条码').fill('什么');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByText('这不像就诊卡号').waitFor();
    await page.getByLabel('就诊卡号、身份证号或凭条码').fill(card.toLowerCase());
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('button', { name: '签到 李娜' }).click();
    await page.locator('.found').getByText('已签到，候诊中').waitFor();
    // Whose account it is that acts for them, should it be the wrong one.
    await page.getByRole('button', { name: '停止 李娜' }).click();
    await page.getByRole('button', { name: '停止', exact: true }).click();
    await page.getByText('请写明原因').waitFor();
    await look(page, 'desk-clinic-carers');
    await page.getByRole('button', { name: '取消' }).click();
    await page.locator(`a[href*="${monday}"]`).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(doctor) }).waitFor();
    await page.getByRole('button', { name: '加号' }).click();
    await page.getByRole('button', { name: '确认加号' }).click();
    await page.getByText('请写明原因').waitFor();
    await page.getByLabel('患者的就诊卡号或身份证号').fill(chen.cardNumber);
    await page.getByLabel('原因').fill('高龄患者，已在诊室外等候');
    await lookTwice(page, 'desk-clinic-squeeze');
    await page.getByRole('button', { name: '确认加号' }).click();
    await page.getByText('陈玉兰 加在 19 号').waitFor();
    await page.getByRole('button', { name: '签到 陈玉兰' }).click();
    await lookTwice(page, 'desk-clinic-session');
    await page.getByRole('button', { name: '窗口挂号' }).click();
    await page.getByRole('button', { name: '挂号', exact: true }).click();
    await page.getByText('请填姓名、18 位身份证号和 11 位手机号。').waitFor();
    await page.getByLabel('姓名').fill('何老汉');
    await page.getByLabel('身份证号', { exact: true }).fill(idNumberOf(11, '19500101'));
    await page.getByLabel('手机号').fill('13800000011');
    await look(page, 'desk-clinic-walk-in');
    await page.getByRole('button', { name: '挂号', exact: true }).click();
    await page.getByText(/何老汉 挂上 \d+ 号/).waitFor();
    await page.setViewportSize(widths.phone);
    await look(page, 'phone-desk-clinic-session');
    await page.setViewportSize(widths.desk);
  });

  it('moves and cancels for a patient, and stops a session, saying what it means first', async () => {
    const yue = await hall.as('yue-wei');
    const someone = await must(yue, 'POST', '/v1/booking/patients', {
      name: '黄小明',
      idNumber: idNumberOf(9),
      phone: '13800000009',
      relation: 'other',
      consentUntil: '2027-01-01',
    });
    const wish = { patientId: someone.patientId, sessionId: 's003-20261123-am' };
    await pay(yue, (await must(yue, 'POST', '/v1/booking/appointments', wish)).appointmentId);
    const { page } = reception;
    await page.goto(`${hall.url}/desk/clinic/sessions/s003-20261123-am`);
    await page.getByRole('button', { name: '改约 黄小明' }).click();
    await page.getByLabel('改到').selectOption({ label: await optionWith(page, '曹晓岚') });
    await look(page, 'desk-clinic-move');
    await page.getByRole('button', { name: '确认改约' }).click();
    await page.getByText('已办：改约 黄小明').waitFor();
    const moved = (await must(yue, 'GET', '/v1/booking/appointments')).items.find(
      ({ status, patientName }: Record<string, string>) => status === 'booked' && patientName === '黄小明',
    );
    await page.goto(`${hall.url}/desk/clinic/sessions/${moved.sessionId}?date=${moved.date}`);
    await page.getByRole('button', { name: '取消预约 黄小明' }).click();
    await page.getByLabel('原因').fill('患者来电');
    await page.getByRole('button', { name: '确认取消' }).click();
    await page.getByText('已办：取消预约 黄小明').waitFor();
    await pay(yue, (await must(yue, 'POST', '/v1/booking/appointments', wish)).appointmentId);
    await page.goto(`${hall.url}/desk/clinic/sessions/s003-20261123-am`);
    await page.getByRole('button', { name: '停诊' }).click();
    await page.getByText('不能撤销').waitFor();
    await page.getByLabel('原因').fill('医生急诊手术');
    await lookTwice(page, 'desk-clinic-stop');
    await page.getByRole('button', { name: '确认停诊' }).click();
    await page.getByText(/已停诊，取消 1 个预约/).waitFor();
    const stopped = (await must(yue, 'GET', '/v1/booking/appointments')).items.find(
      ({ cancelReason }: Record<string, string>) => cancelReason === 'stopped',
    );
    const own = await citizenAt(browser, hall.url, `/booking/appointments/${stopped.appointmentId}`, 'yue-wei');
    await own.page.getByText('医生停诊，抱歉。').waitFor();
    await lookTwice(own.page, 'phone-booking-stopped');
    await page.goto(`${hall.url}/desk/clinic/schedules`);
    await page.getByRole('heading', { name: '排班', level: 1 }).waitFor();
    await look(page, 'desk-clinic-schedules-closed');
    await page.getByRole('heading', { name: department }).click();
    await page.getByRole('row', { name: new RegExp(doctor) }).waitFor();
    await lookTwice(page, 'desk-clinic-schedules');
    await page.getByRole('button', { name: '加诊' }).click();
    await page.getByLabel('医生').selectOption({ label: `${department} ${doctor}` });
    await page.getByLabel('日期').fill('2026-11-28');
    await page.getByLabel('挂号费（元）').fill('50');
    await page.getByLabel('原因').fill('门诊量大，周六加开一班');
    await look(page, 'desk-clinic-extra');
    await page.locator('form.panel').getByRole('button', { name: '加诊' }).click();
    await page.getByText(`已加诊：${doctor}`).waitFor();
    expect(reception.complaints).toEqual([]);
  });

  const optionWith = async (page: Page, text: string): Promise<string> =>
    (await page.getByLabel('改到').locator('option').filter({ hasText: text }).first().textContent()) ?? '';

  it('the doctor calls the next by one key, writes through a lost network, prescribes and ends', async () => {
    const window = await staffAt(browser, hall.url, 'doctor-chen');
    const { page } = window;
    watch(page);
    await page.locator(`a[href*="${monday}"]`).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(doctor) }).waitFor();
    await page.locator('.line').getByText('下一位').waitFor();
    await lookTwice(page, 'desk-doctor');
    await page.keyboard.press('n');
    await page.getByText('已办：请进 张伟').waitFor();
    await patient.page.getByRole('heading', { name: '轮到您了' }).waitFor();
    await look(patient.page, 'phone-booking-called');
    await page.getByRole('link', { name: '打开就诊 张伟' }).click();
    await page.getByRole('heading', { name: '患者' }).waitFor();
    await page.getByLabel('诊断（ICD-10）').fill('i10');
    await page.context().setOffline(true);
    await page.getByLabel('这次就诊的情况').fill('血压 150/95，无头晕。低盐饮食，四周后视频复诊。');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: '结束就诊' }).click();
    await page.getByText('连不上办事大厅', { exact: false }).first().waitFor();
    await look(page, 'desk-visit-offline');
    await page.context().setOffline(false);
    await page.reload();
    expect(await page.getByLabel('这次就诊的情况').inputValue()).toContain('血压 150/95');
    await page.getByRole('button', { name: '签名并交药师审核' }).click();
    await page.getByText('每种药都要写药名').waitFor();
    for (const [at, [name, dosage]] of [
      ['依那普利片 5 mg', '每日一次，每次 5 mg'],
      ['阿托伐他汀片 20 mg', '每晚一次，每次 20 mg'],
    ].entries()) {
      if (at > 0) await page.getByRole('button', { name: '再加一种药' }).click();
      await page.locator(`#medicine-${at}-name`).fill(name ?? '');
      await page.locator(`#medicine-${at}-dosage`).fill(dosage ?? '');
      await page.locator(`#medicine-${at}-days`).fill('28');
    }
    expect(await page.locator('#medicine-0-code').inputValue()).toBe('C09AA02');
    // A tab that crashed and is there again has every word of it; that it is one's own is declared anew.
    await page.reload();
    await page.locator('#medicine-1-dosage').waitFor();
    expect(await page.locator('#medicine-1-dosage').inputValue()).toBe('每晚一次，每次 20 mg');
    expect(await page.getByLabel('诊断（ICD-10）').inputValue()).toBe('i10');
    await page.getByLabel('这张处方由我本人开具').check();
    await lookTwice(page, 'desk-visit');
    await page.setViewportSize(widths.phone);
    await look(page, 'phone-desk-visit');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '签名并交药师审核' }).click();
    await page.getByText('连不上办事大厅').first().waitFor();
    await look(page, 'phone-desk-visit-offline');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '签名并交药师审核' }).click();
    await page.getByText('已签名，等药师审核。').waitFor();
    await page.setViewportSize(widths.desk);
    await page.getByLabel('诊断（ICD-10）').fill('I10');
    await page.getByRole('button', { name: '结束就诊' }).click();
    await page.getByText('就诊已结束').waitFor();
    expect(window.complaints).toEqual([]);
  });

  it('the pharmacist signs one prescription and sends another back; the patient reads record and medicine', async () => {
    const doctorApi = await hall.as('doctor-chen');
    const appointment = idIn(patient.page.url());
    const second = { code: 'B01AC06', name: '阿司匹林肠溶片 100 mg', dosage: '每日一次', days: 30 };
    await must(doctorApi, 'POST', `/v1/booking/desk/appointments/${appointment}/prescriptions`, {
      medicines: [second],
      composedBy: 'doctor',
    });
    // Li Na is seen too, so that she may come by video.
    const mine = (await must(doctorApi, 'GET', `/v1/booking/desk/sessions/${monday}`)).appointments;
    const li = mine.find(({ patientName }: { patientName: string }) => patientName === '李娜').appointmentId;
    await must(doctorApi, 'POST', `/v1/booking/desk/appointments/${li}/admit`, {});
    await must(doctorApi, 'POST', `/v1/booking/desk/appointments/${li}/complete`, { note: '平稳', condition: 'I10' });
    const { page, complaints } = await staffAt(browser, hall.url, 'pharmacist-fang');
    watch(page);
    await page.getByText('依那普利片 5 mg').waitFor();
    await lookTwice(page, 'desk-pharmacist');
    await page.setViewportSize(widths.phone);
    await lookTwice(page, 'phone-desk-pharmacist');
    const card = (name: string) => page.locator('li.card', { hasText: name });
    await page.context().setOffline(true);
    await card('阿司匹林').getByRole('button', { name: '退回' }).click();
    await card('阿司匹林').getByLabel('原因').fill('与现用药重复，请核对');
    await card('阿司匹林').getByRole('button', { name: '确认退回' }).click();
    await page.getByText('连不上办事大厅', { exact: false }).first().waitFor();
    await look(page, 'phone-desk-pharmacist-offline');
    expect(await card('阿司匹林').getByLabel('原因').inputValue()).toBe('与现用药重复，请核对');
    await page.context().setOffline(false);
    await page.setViewportSize(widths.desk);
    await page.context().setOffline(true);
    await card('依那普利').getByRole('button', { name: '审核通过并签名' }).click();
    await card('依那普利').getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    // Another content than the one before them is signed by nobody; and what is signed is not signed again.
    const waiting = await must(await hall.as('pharmacist-fang'), 'GET', '/v1/booking/desk/prescriptions');
    const { prescriptionId, doctor: signed } = waiting.items.find(({ medicines }: { medicines: { name: string }[] }) =>
      medicines.some(({ name }) => name.startsWith('依那普利')),
    );
    const sign = async (seen: string) =>
      (await hall.as('pharmacist-fang'))('POST', `/v1/booking/desk/prescriptions/${prescriptionId}/approve`, {
        ...{ body: { seen }, key: randomUUID() },
      });
    expect((await sign('0'.repeat(64))).body.errors).toMatchObject([{ code: 'content-changed' }]);
    await card('依那普利').getByRole('button', { name: '审核通过并签名' }).click();
    await page.getByText('已签名，处方生效。').waitFor();
    expect((await sign(signed.contentHash)).body.errors).toMatchObject([{ code: 'wrong-state' }]);
    await card('阿司匹林').getByRole('button', { name: '确认退回' }).click();
    await page.getByText('现在没有待审核的处方。').waitFor();
    await look(page, 'desk-pharmacist-none');
    expect(complaints).toEqual([]);
    await patient.page.reload();
    await patient.page.getByText('血压 150/95').waitFor();
    await patient.page.getByText('已生效').waitFor();
    await patient.page.getByText('退回原因：与现用药重复，请核对').waitFor();
    await lookTwice(patient.page, 'phone-booking-seen');
    await lookWide(patient.page, 'booking-seen');
    expect(patient.complaints).toEqual([]);
  });

  it('leaves nothing on a shared computer: not in its storage, not behind the back button, not in another window', async () => {
    const { page } = await staffAt(browser, hall.url, 'doctor-chen');
    const other = await page.context().newPage();
    await other.goto(`${hall.url}/desk/clinic/sessions/${monday}`);
    await other.getByRole('button', { name: '登录', exact: true }).click();
    await other.locator('.line').getByText('张伟').first().waitFor();
    await page.goto(`${hall.url}/desk/clinic/visits/${idIn(patient.page.url())}?session=${monday}`);
    await page.getByText('血压 150/95').first().waitFor();
    const kept = async (of: Page) =>
      z.string().parse(
        await of.evaluate(`(async () => {
          const cached = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) cached.push(decodeURIComponent(url));
          const bases = (await indexedDB.databases()).map(({ name }) => name);
          return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, cached, bases]);
        })()`),
      );
    expect(await kept(page)).toContain('tokens');
    await page.getByRole('button', { name: '退出' }).click();
    for (const each of [page, other]) {
      await each.getByRole('heading', { name: '工作人员登录' }).waitFor();
      expect(await each.locator('body').textContent()).not.toMatch(/张伟|陈晓岚|血压/);
      expect(await kept(each)).not.toMatch(/张伟|陈晓岚|血压|tokens|appointments|visits/);
    }
    await page.goBack();
    await page.getByRole('heading', { name: '工作人员登录' }).waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/张伟|陈晓岚|血压/);
    await page.context().close();
  });

  it('and books the follow-up by video, for what they were seen for', async () => {
    const { page } = patient;
    // The visit that is over, and the fee of the next one, wait for them on the first page.
    await page.goto(hall.url);
    await page.getByRole('link', { name: /心血管内科.*看记录和处方，约复诊/s }).waitFor();
    await page.goto(`${hall.url}/booking/sessions/${online}`);
    await page.getByRole('radio', { name: /张伟/ }).check();
    await page.getByRole('radio', { name: /高血压（I10）/ }).check();
    await page.getByRole('radio', { name: /^15:00/ }).check();
    await lookTwice(page, 'phone-booking-video');
    await page.getByRole('button', { name: '选定这个号' }).click();
    await page.getByRole('heading', { name: '请支付挂号费' }).waitFor();
    followUp = idIn(page.url());
    await page.goto(hall.url);
    await page.getByRole('link', { name: /心血管内科.*前付挂号费/s }).click();
    await pay(await hall.as('zhang-wei'), followUp);
    await page.getByText(/起可以签到并进入候诊室/).waitFor();
    const chen = await hall.as('chen-yu-lan');
    const [own] = (await must(chen, 'GET', '/v1/booking/patients')).items.filter(
      ({ relation }: Record<string, string>) => relation === 'self',
    );
    const late = { patientId: own.patientId, sessionId: tuesday, no: 1 };
    await pay(chen, (await must(chen, 'POST', '/v1/booking/appointments', late)).appointmentId);
    // Li Na comes by video as well, right after him.
    const li = await hall.as('li-na');
    const [her] = (await must(li, 'GET', '/v1/booking/patients')).items.filter(
      ({ relation }: Record<string, string>) => relation === 'self',
    );
    const { free } = await must(li, 'GET', `/v1/booking/sessions/${online}`);
    const [{ no }] = free;
    const wish = { patientId: her.patientId, sessionId: online, no, condition: 'I10' };
    stoppedVisit = (await must(li, 'POST', '/v1/booking/appointments', wish)).appointmentId;
    await pay(li, stoppedVisit);
  });
});

describe('Tuesday, 14:46: the follow-up by video', () => {
  let page: Page;
  let doctorPage: Page;

  beforeAll(async () => {
    await patient?.page.context().close();
    await hall.goOnAt('2026-11-24T14:46:00+08:00');
    // Another device of theirs, ahead of the time.
    patient = await citizenAt(browser, hall.url, `/booking/appointments/${followUp}`, 'zhang-wei', 2);
    page = patient.page;
    watch(page);
  }, 120_000);

  it('has a waiting room with a place and an estimate, and a check of devices; only its own document may use them', async () => {
    expect(await cameraAllowed(page)).toBe(false);
    await page.getByRole('button', { name: '签到并进入候诊室' }).click();
    await page.waitForURL(`${hall.url}/booking/appointments/${followUp}/room`);
    await page.getByRole('heading', { name: '候诊室' }).waitFor();
    await page.getByText('下一位就是您').waitFor();
    await page.getByText(/预计 .* 轮到/).waitFor();
    expect(await cameraAllowed(page)).toBe(true);
    await page.getByRole('button', { name: '检查摄像头和麦克风' }).click();
    await page.getByText(/摄像头和麦克风都可以用|没有找到摄像头/).waitFor();
    await lookTwice(page, 'phone-visit-waiting');
    // Refused, absent, taken by another application: each is said, and nobody is kept out for it.
    for (const [error, said] of [
      ['NotAllowedError', '浏览器没有得到使用摄像头和麦克风的许可'],
      ['NotFoundError', '没有找到摄像头和麦克风'],
      ['NotReadableError', '正被别的应用占用'],
    ]) {
      await page.evaluate(
        `navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '${error}'); }`,
      );
      await page.getByRole('button', { name: '再检查一次' }).click();
      await page.getByText(said ?? '').waitFor();
    }
    // What worked a moment ago and was pulled out, or exchanged, works no longer.
    await page.evaluate(`navigator.mediaDevices.getUserMedia = async () => {
      const sound = new AudioContext().createMediaStreamDestination().stream;
      globalThis.taken = new MediaStream([...sound.getTracks(), ...document.createElement('canvas').captureStream().getTracks()]);
      return globalThis.taken;
    }`);
    await page.getByRole('button', { name: '再检查一次' }).click();
    await page.getByText('摄像头和麦克风都可以用').waitFor();
    await page.evaluate("taken.getVideoTracks()[0].dispatchEvent(new Event('ended'))");
    await page.getByText('设备断开了').waitFor();
    expect(await page.evaluate("taken.getTracks().every(({ readyState }) => readyState === 'ended')")).toBe(true);
    await page.evaluate('delete navigator.mediaDevices.getUserMedia');
    await lookWide(page, 'visit-waiting');
    await page.context().setOffline(true);
    await page
      .getByText(/网络断了。下面是/)
      .first()
      .waitFor();
    await look(page, 'phone-visit-waiting-offline');
    await page.context().setOffline(false);
    await page
      .getByText(/网络断了。下面是/)
      .first()
      .waitFor({ state: 'detached' });
    await page.getByText('下一位就是您').waitFor();
  });

  it('opens when the doctor lets them in, and says truly that no video server is there', async () => {
    const window = await staffAt(browser, hall.url, 'doctor-chen');
    doctorPage = window.page;
    watch(doctorPage);
    await doctorPage.locator(`a[href*="${online}"]`).click();
    await doctorPage.getByRole('button', { name: '请进 张伟' }).click();
    await doctorPage.getByRole('link', { name: '打开就诊 张伟' }).click();
    await doctorPage.waitForURL(/\/desk\/clinic\/visits\/[0-9A-Z]{26}\/room/);
    await doctorPage.getByText('本次是这个病的复诊').waitFor();
    expect(await cameraAllowed(doctorPage)).toBe(true);
    await page.getByRole('heading', { name: '医生请您进来' }).waitFor();
    await lookTwice(page, 'phone-visit-open');
    for (const each of [page, doctorPage]) {
      await each.getByRole('button', { name: '进入诊室' }).click();
      await each.getByText('视频服务器（video.banshi.example）没有连上').waitFor({ timeout: 60_000 });
    }
    await lookTwice(page, 'phone-visit-unreached');
    await lookTwice(doctorPage, 'desk-visit-video');
  });

  it('lets them write to each other, each line once whatever the network does', async () => {
    const lines = (of: Page) => of.locator('.chat-line');
    await page.getByText('还没有人写。').waitFor();
    // The hall has the line, its answer is lost on the way: the browser sends it again.
    let lost = 0;
    await page.route('**/messages', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.getByLabel('写给对方').fill('听不见您说话，\u202E我写在这里：早上血压 128/80。\u0007');
    await page.getByRole('button', { name: '发送' }).click();
    await lines(page).getByText('听不见您说话，我写在这里：早上血压 128/80。').waitFor();
    expect([lost, await page.getByLabel('写给对方').inputValue()]).toEqual([1, '']);
    await page.unroute('**/messages');
    await lines(doctorPage).getByText('早上血压 128/80').waitFor();
    await doctorPage.getByLabel('写给对方').fill('收到，药照原样吃。');
    await doctorPage.getByRole('button', { name: '发送' }).click();
    await lines(page).getByText('收到，药照原样吃。').waitFor();
    expect([await lines(page).count(), await lines(doctorPage).count()]).toEqual([2, 2]);
    await lookTwice(page, 'phone-visit-chat');
    await lookTwice(doctorPage, 'desk-visit-chat');
    // What is typed without a network stays typed.
    await page.context().setOffline(true);
    await page.getByLabel('写给对方').fill('谢谢医生');
    await page.getByRole('button', { name: '发送' }).click();
    await page.getByText('连不上办事大厅', { exact: false }).first().waitFor();
    expect(await page.getByLabel('写给对方').inputValue()).toBe('谢谢医生');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '发送' }).click();
    await lines(doctorPage).getByText('谢谢医生').waitFor();
    expect(await lines(doctorPage).count()).toBe(3);
  });

  it('keeps the patient’s turn when their network drops, and lets them leave and come back', async () => {
    await page.context().setOffline(true);
    await page.getByText('恢复后会自动回到诊室').waitFor();
    await look(page, 'phone-visit-offline');
    await page.context().setOffline(false);
    await page.getByText('没有连上').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: '离开诊室' }).click();
    await page.getByText('您离开了诊室').waitFor();
    await page.getByRole('button', { name: '进入诊室' }).click();
    await page.getByRole('button', { name: '离开诊室' }).waitFor();
  });

  it('ends for both when the doctor ends it, with its record', async () => {
    doctorPage.on('dialog', (dialog) => void dialog.accept());
    await doctorPage.getByLabel('这次就诊的情况').fill('血压 128/80，继续原方案。');
    await doctorPage.getByRole('button', { name: '结束就诊' }).click();
    await doctorPage.getByText('就诊已结束').waitFor();
    await page.getByRole('heading', { name: '就诊结束了' }).waitFor();
    await look(page, 'phone-visit-over');
    await page.getByRole('link', { name: '看记录和处方' }).click();
    await page.getByText('血压 128/80').waitFor();
  });

  it('reception marks who did not come', async () => {
    const { page: desk } = await staffAt(browser, hall.url, 'reception-guo');
    await desk.goto(`${hall.url}/desk/clinic/sessions/${tuesday}`);
    desk.on('dialog', (dialog) => void dialog.accept());
    await desk.getByRole('button', { name: '爽约 陈玉兰' }).click();
    await desk.getByText('已办：爽约 陈玉兰').waitFor();
    await look(desk, 'desk-clinic-no-show');
  });

  it('tells who sits in the waiting room that the session was stopped, also after their own sign-in ran out there', async () => {
    const { page: own } = await citizenAt(browser, hall.url, `/booking/appointments/${stoppedVisit}/room`, 'li-na');
    watch(own);
    await own.getByRole('button', { name: '签到并进入候诊室' }).click();
    await own.getByRole('heading', { name: '候诊室' }).waitFor();
    // The hall takes neither the token nor its renewal any more: said, and after signing in they are where they were.
    await own
      .context()
      .route('**/v1/**', (route) => route.fulfill({ status: 401, json: { type: 'urn:banshi:problem:unauthorized' } }));
    await own.context().route('**/token', (route) => route.fulfill({ status: 400, json: { error: 'invalid_grant' } }));
    await own.locator('main').getByRole('button', { name: '登录' }).waitFor();
    await look(own, 'phone-visit-session-over');
    await own.context().unrouteAll();
    await own.locator('main').getByRole('button', { name: '登录' }).click();
    await own.getByRole('heading', { name: '候诊室' }).waitFor();
    const reception = await hall.as('reception-guo');
    const answer = await must(reception, 'POST', `/v1/booking/desk/sessions/${online}/stop`, {
      reason: '医生急诊手术',
    });
    expect(answer.cancelled).toBe(1);
    await own.getByText('医生停诊，抱歉。').waitFor();
    await own.getByText('医生急诊手术').waitFor();
    await own.getByText(/挂号费 ¥[\d.]+ 全额原路退回/).waitFor();
    await lookTwice(own, 'phone-visit-stopped');
    await own.context().close();
  });

  it('no page of an appointment, an order or a visit runs what stands in its text, or makes markup of it', async () => {
    const { orderId } = await must(await hall.as('zhang-wei'), 'GET', `/v1/booking/appointments/${followUp}`);
    const own = await citizenAt(browser, hall.url, `/booking/appointments/${followUp}`, 'zhang-wei');
    const staff = await staffAt(browser, hall.url, 'doctor-chen');
    for (const [at, address] of [
      [own.page, `/booking/appointments/${followUp}`],
      [own.page, `/booking/appointments/${followUp}/room`],
      [own.page, `/orders/${orderId}`],
      [staff.page, `/desk/clinic/visits/${followUp}/room?session=${online}`],
      [staff.page, `/desk/clinic/sessions/${online}`],
    ] as const) {
      await at.goto(hall.url + address);
      await at.getByRole('heading', { level: 1 }).waitFor();
      const tried = (act: string) =>
        at.evaluate(`(() => { try { ${act}; return 'done'; } catch (error) { return error.name; } })()`);
      const made = [
        "document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'",
        "document.createElement('script').src = 'https://example.com/x.js'",
        "document.createElement('script').text = 'globalThis.ran = true'",
        "trustedTypes.createPolicy('another', {})",
      ];
      for (const act of made) expect(await tried(act), `${address}: ${act}`).toBe('TypeError');
      const headers = await at.evaluate(
        "fetch(location.href).then(({ headers }) => [headers.get('content-security-policy'), headers.get('permissions-policy')])",
      );
      const [policy = '', devices = ''] = z.array(z.string()).parse(headers);
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain("frame-ancestors 'none'");
      expect(devices.includes('camera=(self)'), address).toBe(address.includes('/room'));
    }
    await own.page.context().close();
    await staff.page.context().close();
  });

  it('and nothing on any of these pages was asked of a stranger but the video server', () => {
    expect([...strangers].sort()).toEqual(['https://video.banshi.example', 'wss://video.banshi.example']);
  });

  const cameraAllowed = async (of: Page): Promise<boolean> =>
    z.boolean().parse(await of.evaluate("document.featurePolicy.allowsFeature('camera')"));
});

describe('Wednesday, 07:50: the queue before the release of a chief physician’s numbers', () => {
  /** Released at eight on the 25th, a week before. */
  const hot = '/booking/sessions/s001-20261202-am';
  let place: string;
  let admittedFrom: number;

  it('tells who is early of the queue, and gives them a place that stays when the network drops', async () => {
    await hall.goOnAt('2026-11-25T07:50:00+08:00');
    const { page, complaints } = await citizenAt(browser, hall.url, hot, 'zhang-wei');
    await page.getByText('按抽签的先后分批放行').waitFor();
    // Among the doctors of the day it says so before one goes there.
    await page.getByRole('link', { name: '返回' }).click();
    await page.locator(`a[href="${hot}"]`).getByText('先排队').waitFor();
    await lookTwice(page, 'phone-booking-day-queue');
    await page.locator(`a[href="${hot}"]`).click();
    await page.getByText('按抽签的先后分批放行').waitFor();
    await page.getByRole('radio', { name: /张伟/ }).check();
    await lookTwice(page, 'phone-booking-queue');
    await page.getByRole('button', { name: '取号签' }).click();
    await page.getByRole('heading', { name: '您在排队' }).waitFor();
    await page.getByText('号签是为 张伟 取的。').waitFor();
    await page.getByRole('button', { name: '给别人取号签' }).click();
    await page.getByRole('radio', { name: /张伟/ }).check();
    await page.getByRole('button', { name: '取号签' }).click();
    await page.getByText('号签是为 张伟 取的。').waitFor();
    place = (await page.getByText(/^第 \d+ 批，共 120 批$/).textContent()) ?? '';
    const [, when] = /(\d\d:\d\d:\d\d) 轮到您/.exec((await page.getByText(/轮到您。$/).textContent()) ?? '') ?? [];
    const left = await page.getByRole('timer', { includeHidden: true }).last().textContent();
    expect(left).toMatch(/^\d+:\d\d$/);
    admittedFrom = Date.parse(`2026-11-25T${when}+08:00`);
    expect(admittedFrom).toBeGreaterThanOrEqual(Date.parse('2026-11-25T08:00:00+08:00'));
    expect(admittedFrom).toBeLessThan(Date.parse('2026-11-25T08:02:00+08:00'));
    await lookTwice(page, 'phone-booking-in-queue');
    await lookWide(page, 'booking-in-queue');
    await page.context().setOffline(true);
    await page.getByText(/网络断了。下面是/).waitFor({ timeout: 40_000 });
    await page.getByText(place, { exact: true }).waitFor();
    await page.context().setOffline(false);
    await page.getByText(/网络断了。下面是/).waitFor({ state: 'detached' });
    await page.getByText(place, { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('after a restart it is the same place; when its turn comes the page goes on by itself, and a number is held', async () => {
    await hall.goOnAt(new Date(admittedFrom - 25_000).toISOString());
    const { page } = await citizenAt(browser, hall.url, hot, 'zhang-wei');
    await page.getByRole('radio', { name: /张伟/ }).check();
    await page.getByRole('button', { name: '取号签' }).click();
    // A slow machine comes here when the turn is there already.
    const [told] = await page.getByText(/^第 \d+ 批，共 120 批$/).allTextContents();
    if (told !== undefined) expect(told).toBe(place);
    await page.getByText('轮到您了，请选时间。').waitFor({ timeout: 40_000 });
    await lookTwice(page, 'phone-booking-turn');
    await page.getByRole('button', { name: '选定这个号' }).click();
    await page.getByRole('heading', { name: '请支付挂号费' }).waitFor();
  });
});
