/** A clinic's people at their pages, and the hall in which their days go by: started at a chosen time, on data that stay. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startHall } from '../../local/hall.ts';
import { type Caller, callerWith, until } from '../support/client.ts';
import { look, openWindow, setDeviceClock, widths } from './browser.ts';
import { signInAt, signInAtDesk } from './people.ts';

export interface ClinicHall {
  readonly url: string;
  as(person?: string): Promise<Caller>;
  /** Goes to sleep and wakes up at another time, on the same data. */
  goOnAt(instant: string): Promise<void>;
  stop(): Promise<void>;
}

/** Always a hall of its own: what a clinic does depends on the time of day. @param instant `2026-11-23T07:02:00+08:00` */
export async function clinicHallAt(instant: string): Promise<ClinicHall> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'clinic-'));
  const startAt = (at: string) => startHall({ port: 0, dataDir, quiet: true, clockShift: Date.parse(at) - Date.now() });
  let hall = await startAt(instant);
  return {
    get url() {
      return hall.url;
    },
    as: async (person) => callerWith(hall.url, person === undefined ? undefined : await hall.token(person)),
    async goOnAt(at) {
      await hall.stop();
      hall = await startAt(at);
    },
    async stop() {
      await hall.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Window = Awaited<ReturnType<typeof openWindow>>;

/** Years by which the clocks of phones and of the clinic's computers are off: all that the pages say of time is the hall's. */
export const clocks = { phone: -3, desk: 2 } as const;

/** A citizen's window on one of booking's pages. */
export async function citizenAt(
  browser: Browser,
  url: string,
  address: string,
  person: string,
  years: number = clocks.phone,
): Promise<Window> {
  const window = await openWindow(browser, widths.phone);
  await setDeviceClock(window.page, years);
  await signInAt(window.page, url + address, person);
  return window;
}

/** Somebody of the clinic at the desk. */
export async function staffAt(
  browser: Browser,
  url: string,
  person: string,
  size: { width: number; height: number } = widths.desk,
): Promise<Window> {
  const window = await openWindow(browser, size);
  await setDeviceClock(window.page, clocks.desk);
  await signInAtDesk(window.page, `${url}/desk`, person);
  await window.page.waitForURL(/\/desk\/clinic/);
  return window;
}

/** The same page in the other width, and in the elder mode. */
export async function lookWide(page: Page, name: string): Promise<void> {
  await page.setViewportSize(widths.desk);
  await look(page, `desk-${name}`);
  await page.setViewportSize(widths.phone);
  await page.getByRole('button', { name: '长辈版' }).click();
  await look(page, `phone-large-${name}`);
  await page.getByRole('button', { name: '标准版' }).click();
}

/** What has to be there before a story begins goes through the API. @throws when the hall does not take it */
export async function must(as: Caller, method: string, address: string, body?: unknown) {
  const answer = await as(method, address, body === undefined ? {} : { body, key: randomUUID() });
  expect(answer.status, `${method} ${address}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

/** Pays a registration fee as its payer does, on another device: the pages of paying have stories of their own. */
export async function pay(as: Caller, appointmentId: string): Promise<void> {
  const address = `/v1/booking/appointments/${appointmentId}`;
  const { orderId } = await must(as, 'GET', address);
  await until(
    () => as('GET', `/v1/orders/${orderId}`),
    ({ status }) => status === 200,
  );
  // WeChat would not have it: its signatures are of the real time, in which this hall does not live.
  const begun = await must(as, 'POST', `/v1/orders/${orderId}/checkout`, { provider: 'alipay', client: 'wap' });
  const there = await fetch(begun.checkout.url, { redirect: 'manual' });
  const done = await fetch(there.headers.get('location') ?? '', {
    method: 'POST',
    body: new URLSearchParams({ how: 'pay' }),
    redirect: 'manual',
  });
  expect(done.status).toBe(303);
  await until(
    () => as('GET', address),
    ({ body }) => body.status === 'booked',
  );
}
