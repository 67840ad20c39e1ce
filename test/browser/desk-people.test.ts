/** Officer, approver, auditor, supervisor and operator at the desk, with the network dropped in the middle of their work. */
import { deflateSync } from 'node:zlib';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { workQueues } from '../../functions/operations/deps.ts';
import { functionsOfHall } from '../../local/running-hall.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { pdf } from '../support/client.ts';
import { connect, type Hall } from '../support/hall.ts';
import { look, lookTwice, openBrowser, openWindow, widths } from './browser.ts';
import { fileCase, foodCode, type GivenFile, itemOf } from './cases.ts';
import { lookClosely } from './closely.ts';
import { signInAtDesk, toDesk } from './people.ts';

let hall: Hall;
let browser: Browser;
let item: Item;
let caseId: string;

beforeAll(async () => {
  hall = await connect();
  browser = await openBrowser();
  item = await itemOf(hall, foodCode);
  let first = true;
  const files = (code: string): GivenFile => {
    const isFirst = first;
    first = false;
    return isFirst
      ? { name: `${code}.png`, type: 'image/png', bytes: png(160, 100) }
      : { name: `${code}.pdf`, type: 'application/pdf', bytes: pdf(`${code} ${Date.now()}`) };
  };
  caseId = await fileCase(await hall.as('li-na'), await hall.as('officer-wang'), item, files);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await hall?.stop();
});

describe('an officer', () => {
  it('looks at the papers beside the answers, safely, and goes on when the network is back', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-wang');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: '认领', exact: false }).waitFor();
    await page.getByText('请先认领这件，再办理').waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: '受理', exact: false }).first().waitFor();
    await page.getByRole('heading', { name: '可以要求什么' }).waitFor();

    await page.keyboard.press('m');
    await expect.poll(() => redDots(page)).toBeGreaterThan(100);
    await look(page, 'desk-viewer', { fullPage: false });
    await page.getByRole('button', { name: '放大' }).click();
    await page.getByRole('button', { name: '转一下' }).click();
    await expect.poll(() => redDots(page)).toBeGreaterThan(100);

    await page.context().setOffline(true);
    await page.keyboard.press(']');
    await page.getByText('连不上办事大厅').waitFor();
    await look(page, 'desk-viewer-offline', { fullPage: false });
    await page.context().setOffline(false);
    await page.getByRole('region', { name: /查看/ }).getByRole('button', { name: '重试' }).click();
    // A PDF of one white page.
    await expect.poll(() => page.evaluate("document.querySelector('.viewer canvas')?.width ?? 0")).toBeGreaterThan(300);
    expect(await page.evaluate("document.querySelectorAll('iframe, embed, object').length")).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('.viewer').waitFor({ state: 'detached' });
    expect(complaints.filter((line) => !line.includes('net::'))).toEqual([]);
  });

  it('is not shown a page that pretends to be a paper', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'officer-zhou');
    await page.route('**/_s3/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<script>document.title = "taken"</script><h1>taken</h1>' }),
    );
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: /^查看/ }).first().click();
    await page.getByText('这份文件打不开').waitFor();
    expect(await page.title()).not.toContain('taken');
    expect(await page.getByText('taken').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('sees what a press does to the clocks, and writes a denial from the item’s own words', async () => {
    const { page, complaints } = await openWindow(browser, widths.phone);
    await toDesk(page, hall.url, 'officer-wang');
    await page.goto(`${hall.url}/desk/cases/${caseId}?state=submitted`);
    await page.getByRole('button', { name: '受理', exact: false }).first().click();
    await page.locator('.foreseen').getByText('法定').first().waitFor();
    await look(page, 'phone-desk-accept');
    await page.getByRole('button', { name: '确认受理' }).click();
    await page.getByRole('button', { name: '提出拟办意见', exact: false }).first().click();
    const panel = page.locator('form.panel');
    await panel.getByLabel('不予').check();
    await panel.getByText('套用用语').click();
    await panel
      .getByRole('button', { name: /^不符合/ })
      .first()
      .click();
    await panel.getByRole('button', { name: '确认提出拟办意见' }).click();
    await panel.getByText('还有【】里的内容没有填').waitFor();
    await look(page, 'phone-desk-propose');
    const text = await panel.locator('#action-reasons').inputValue();
    expect(text).toContain(item.conditions[0]?.zh ?? '');
    await panel.locator('#action-reasons').fill(text.replace(/【[^】]*】/, '现场核查时没有独立的操作间'));
    await page.context().setOffline(true);
    await panel.getByRole('button', { name: '确认提出拟办意见' }).click();
    await page.getByText('连不上办事大厅').waitFor();
    expect(await panel.locator('#action-reasons').inputValue()).toContain('没有独立的操作间');
    await page.context().setOffline(false);
    await panel.getByRole('button', { name: '确认提出拟办意见' }).click();
    await panel.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

describe('an approver', () => {
  it('is given the next proposal, which is never their own, and decides', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'approver-zhao');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('n');
    await page.waitForURL(/\/desk\/cases\//);
    // A hall that other tests use as well may have a more urgent one.
    if (!page.url().includes(caseId)) await page.goto(`${hall.url}/desk/cases/${caseId}?state=proposed`);
    await page.getByRole('button', { name: '作出决定', exact: false }).first().click();
    await page.getByText('10 个工作日内送达').waitFor();
    await look(page, 'desk-four-eyes', { fullPage: false });
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '确认作出决定' }).click();
    await page.getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '确认作出决定' }).click();
    await page.locator('form.panel').waitFor({ state: 'detached' });
    await page.getByText('没有您要办的').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('an auditor', () => {
  it('sees whether the record is whole, who looked, and how the case stood', async () => {
    const { page, complaints } = await openWindow(browser, widths.desk);
    await toDesk(page, hall.url, 'auditor-wu');
    await page.goto(`${hall.url}/desk/cases/${caseId}?agency=11440100DEM0001533`);
    await page.getByText('记录完整').waitFor();
    await page.locator('.looks').getByText('王芳').first().waitFor();
    await page.locator('.looks').getByText('打开了材料').first().waitFor();
    // The field has whole minutes, and the case may be younger than one.
    const now = new Date(Date.now() + 8 * 3_600_000 + 60_000).toISOString().slice(0, 16);
    await page.getByLabel('时刻（北京时间）').fill(now);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '查看', exact: true }).last().click();
    await page.getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('region', { name: '某一时刻的样子' }).getByRole('button').click();
    await page.getByText(/^当时：/).waitFor();
    await lookTwice(page, 'desk-audit');
    await page.getByRole('button', { name: '认领', exact: false }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

describe('a supervisor', () => {
  it('answers a bad rating, whose clock is shown', async () => {
    const citizen = await hall.as('li-na');
    const rated = await citizen('POST', `/v1/cases/${caseId}/rate`, {
      body: { score: 5, comment: '跑了三趟，没有人说清楚要什么。' },
    });
    expect(rated.status).toBe(200);
    const { page, complaints } = await openWindow(browser, widths.phone);
    await toDesk(page, hall.url, 'supervisor-qian');
    await page.getByRole('link', { name: '差评' }).click();
    await page.getByText('跑了三趟').waitFor();
    await page.getByText('15 个工作日').first().waitFor();
    await lookTwice(page, 'phone-desk-orders');
    await page.getByRole('button', { name: '答复评价人' }).click();
    await page.getByText('请填写“答复”').waitFor();
    await page.getByLabel('答复', { exact: true }).fill('向您道歉。材料清单已经改好，今后一次说清。');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '答复评价人' }).click();
    await page.getByText('连不上办事大厅').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '答复评价人' }).click();
    await page.getByText('没有等答复的差评').waitFor();
    await look(page, 'phone-desk-orders-none');
    expect((await citizen('GET', `/v1/cases/${caseId}`)).body.workOrder.answer.text).toContain('向您道歉');
    expect(complaints).toEqual([]);
  });

  it.each(['desk', 'phone'] as const)(
    'sees volume, clocks, stages and ratings on a %s, each with its table',
    async (name) => {
      const { page, complaints } = await openWindow(browser, widths[name]);
      await toDesk(page, hall.url, 'supervisor-qian');
      await page.getByRole('link', { name: '统计' }).click();
      await page.getByRole('heading', { name: '办件量' }).waitFor();
      await page.getByRole('heading', { name: '各事项' }).waitFor();
      await expect.poll(() => page.locator('.tile').filter({ hasText: '在办' }).textContent()).toMatch(/\d/);
      await page.getByText('看表格').first().click();
      await lookTwice(page, `${name}-desk-figures`);
      await page.context().setOffline(true);
      await page.getByLabel('近 7 天').check();
      await page.getByText('连不上办事大厅').first().waitFor();
      await look(page, `${name}-desk-figures-offline`);
      await page.context().setOffline(false);
      await page.getByRole('button', { name: '重试' }).first().click();
      await page.getByRole('heading', { name: '办件量' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );
});

describe('an operator', () => {
  it.each(['desk', 'phone'] as const)(
    'finds a dead letter on a %s, sends it back, tells of a case again, and sees the timers',
    async (name) => {
      await letDie('agency-jobs', {
        eventId: `${caseId}-1`,
        type: 'submitted',
        caseId,
        seq: 1,
        at: new Date().toISOString(),
      });
      const { page, complaints } = await openWindow(browser, widths[name]);
      await signInAtDesk(page, `${hall.url}/desk`, 'operator-deng');
      await page.getByRole('heading', { name: '系统运行' }).waitFor();
      await page.getByRole('heading', { name: '法定期限的定时' }).waitFor();
      await page.getByText('有 1 封死信要处理').waitFor();
      await page.getByRole('button', { name: '查看“agency-jobs”的死信' }).click();
      await page.getByText(caseId).first().waitFor();
      await lookTwice(page, `${name}-desk-operator`);
      await page.getByLabel(`选择 ${caseId}`).check();
      await page.context().setOffline(true);
      await page.getByRole('button', { name: '把选中的 1 封放回队列' }).click();
      await page.getByText('连不上办事大厅').waitFor();
      await page.context().setOffline(false);
      await page.getByRole('button', { name: '把选中的 1 封放回队列' }).click();
      // Whether the first press, cut off, had moved it or the second did: it is moved, once, and that is said.
      await page.getByText(/已放回 1 封，还剩 0 封|1 封已不在死信中：之前已经送回/).waitFor();
      await page.getByText('没有死信，一切正常').waitFor();

      await page.getByLabel('办件标识').fill('不是');
      await page.getByRole('button', { name: '重发' }).click();
      await page.getByText('26 位大写字母和数字').waitFor();
      await page.getByLabel('办件标识').fill(caseId);
      await page.getByRole('button', { name: '重发' }).click();
      await page.getByText(/已重发 \d+ 条事件：.*agency-jobs 1/).waitFor();
      expect(await page.locator('main').textContent()).not.toContain('李娜');
      expect(complaints).toEqual([]);
    },
  );
});

describe.each(Object.entries(widths))('every area of the desk on a %s', (width, size) => {
  const pages = () => ({
    'officer-wang': ['', `/cases/${caseId}`, '/consults', '/items', `/items/${foodCode}`],
    'supervisor-qian': ['/work-orders', '/exports', '/figures'],
    'finance-tan': ['/money', '/money/orders', '/money/suspense', '/money/refunds', '/money/reductions', '/money/days'],
    'reception-guo': ['/clinic', '/clinic/schedules'],
    'pharmacist-fang': ['/clinic/prescriptions'],
    'auditor-wu': [`/cases/${caseId}?agency=11440100DEM0001533`],
    'operator-deng': ['/operator'],
  });
  it('can be pressed by a finger, and is said in words', async () => {
    for (const [person, paths] of Object.entries(pages())) {
      const { page, complaints } = await openWindow(browser, size);
      await signInAtDesk(page, `${hall.url}/desk`, person);
      await page.locator('.who-name').waitFor();
      for (const path of paths) {
        await page.goto(`${hall.url}/desk${path}`);
        await page.locator('#main').waitFor({ state: 'attached' });
        await expect.poll(() => page.locator('.waiting, .bones').count(), { timeout: 20_000 }).toBe(0);
        await lookClosely(page, `${width}-${person}${path.replaceAll(/[/?=]/g, '-')}`);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 120_000);
});

/** Red dots among a grid of places on the canvas of the viewer. */
async function redDots(page: Page): Promise<number> {
  return z.number().parse(
    await page.evaluate(`(() => {
      const canvas = document.querySelector('.viewer canvas');
      if (canvas === null || canvas.width < 2) return 0;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let red = 0;
      for (let at = 0; at < data.length; at += 4 * 97) if (data[at] > 180 && data[at + 2] < 80) red++;
      return red;
    })()`),
  );
}

/** A picture with a red field and a blue edge. */
function png(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([
      Buffer.of(0),
      ...Array.from({ length: width }, (_, x) =>
        x < 12 || y < 12 ? Buffer.of(20, 60, 160) : Buffer.of(200, (x + y) % 60, 40),
      ),
    ]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Puts a message among the dead letters of a queue, as if it had failed five times. */
async function letDie(queue: string, message: unknown): Promise<void> {
  const [operations] = (await functionsOfHall(hall.dataDir)).filter(({ label }) => label === 'operations');
  const environment = operations?.environment ?? {};
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_SQS: endpoint = '' } = environment;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  const sqs = new SQSClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } });
  const found = workQueues.parse(JSON.parse(environment.WORK_QUEUES ?? '[]')).find(({ name }) => name === queue);
  await sqs.send(new SendMessageCommand({ QueueUrl: found?.deadLetterUrl, MessageBody: JSON.stringify(message) }));
  sqs.destroy();
}
