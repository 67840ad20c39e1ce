/**
 * `npm run test:thorough` plays it with 400 callbacks, `STORM=5000` with as many as that (docs/deploy.md).
 *
 * The hall is killed with SIGKILL in a storm of callbacks and started again on its data; the provider repeats what was not taken. Every
 * order is paid once, the ledger sums to zero, nothing that was answered with success is lost.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { merchant, type SimulatedMerchant } from '../../../local/provider-simulator/keys.ts';
import { sealWechat, signWechat } from '../../../local/provider-simulator/signing.ts';
import { tokenFrom } from '../../../local/token.ts';
import { dayOf } from '../../../shared/base/time.ts';
import { type Caller, callerWith, until } from '../../support/client.ts';

const agency = '11440100DEM0001533';
const notices = Number(process.env.STORM ?? 400);
/** Seconds for settlement to come to an end on a machine that others work on, too. */
const patience = 300 + notices / 3;
const port = 3900 + Math.floor(Math.random() * 90);
const url = `http://localhost:${port}`;
let dataDir = '';
let hall: ChildProcess;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'storm-'));
  hall = await start();
}, 120_000);
afterAll(async () => {
  hall.kill('SIGTERM');
  await new Promise((resolve) => hall.once('exit', resolve));
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['local/start.ts'], {
    env: { ...process.env, PORT: String(port), HALL_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('hall ready')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the hall ended with ${code}`)));
  });
  return child;
}

function keysOfAgency(): SimulatedMerchant | undefined {
  const file = path.join(dataDir, 'provider-keys.json');
  const keys = existsSync(file) ? z.array(merchant).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  return keys.find((one) => one.agency === agency);
}

it(
  'keeps every fen',
  async () => {
    // Made beside the start, on the first day of a data folder.
    const ours = await vi.waitUntil(keysOfAgency, { timeout: 60_000 });
    const platform = ours.wechatPay.platform[0];
    if (platform === undefined) throw new Error('no keys');
    const privateKey = createPrivateKey(platform.privateKey);
    const make = (n: number) => {
      const transaction_id = `42009${String(n).padStart(16, '0')}`;
      const resource = {
        appid: ours.wechatPay.appid,
        mchid: ours.wechatPay.mchid,
        out_trade_no: `STORM${String(n).padStart(21, '0')}`.replace('O', '0'),
        transaction_id,
        trade_state: 'SUCCESS',
        success_time: new Date().toISOString(),
        amount: { total: 100, currency: 'CNY' },
      };
      const event = {
        id: `storm-${n}`,
        type: 'TRANSACTION.SUCCESS',
        originalType: 'transaction',
        resource,
        createdAt: '',
      };
      return signWechat(
        sealWechat(event, ours.wechatPay.apiV3Key),
        { serial: platform.serial, privateKey },
        Math.floor(Date.now() / 1000),
      );
    };
    const waiting = new Set(Array.from({ length: notices }, (_, n) => n));
    let taken = 0;
    const storm = async (): Promise<void> => {
      for (const n of waiting) {
        const { headers, body } = make(n);
        waiting.delete(n);
        const status = await fetch(`${url}/callbacks/wechat-pay`, { method: 'POST', headers, body }).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status === 204) taken += 1;
        else {
          waiting.add(n);
          await sleep(100);
        }
      }
    };
    const lanes = Array.from({ length: 12 }, storm);
    while (taken < notices / 3) await sleep(20);
    hall.kill('SIGKILL');
    await new Promise((resolve) => hall.once('exit', resolve));
    hall = await start();
    await Promise.all(lanes);
    while (waiting.size > 0) await storm();
    expect(taken).toBe(notices);

    const finance = callerWith(url, await tokenFrom(dataDir, 'finance-cai'));
    const day = await until(
      async () => {
        // A day is added up from its entries: asked in proportion, so that asking is not what is measured.
        await sleep(notices / 5);
        return (await finance('GET', `/v1/money/days/${dayOf(new Date().toISOString())}`)).body;
      },
      ({ balances }) =>
        balances.some(
          ({ account, amount }: { account: string; amount: number }) =>
            account === 'suspense' && amount === -100 * notices,
        ),
      patience,
    );
    expect(day.total).toBe(0);
    // Each payment lies in suspense as one order of its own: none lost, none twice, and together they are the account's balance.
    const suspended = await allOf(finance, '/v1/money/orders?state=late-paid&limit=100');
    expect(suspended).toHaveLength(notices);
    expect(new Set(suspended.map(({ orderNo }) => orderNo)).size).toBe(notices);
    expect(suspended.reduce((sum, { paid }) => sum + (paid?.amount ?? 0), 0)).toBe(100 * notices);
    expect(day.balances).toContainEqual({ account: 'clearing:wechat-pay', amount: 100 * notices });
  },
  3000 * patience,
);

interface Line {
  readonly orderNo: string;
  readonly paid?: { readonly amount: number };
}

async function allOf(who: Caller, path: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const { body } = await who('GET', next === '' ? path : `${path}&cursor=${next}`);
    lines.push(...body.items);
    next = body.next;
  }
  return lines;
}
