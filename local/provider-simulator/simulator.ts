/**
 * Three payment providers on this machine: their protocols on the wire, a page on which a person pays, fails, pays twice or pays
 * late, notices with their schedules of repetition, bills, refunds, probes and changing keys. Its keys are its own; the hall knows
 * it only by its merchants' secrets, as it would know the real ones.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import { writePrivately } from '../keys.ts';
import { alipayGateway } from './alipay.ts';
import { makeMerchant, merchant, type SimulatedMerchant, secretsOf, wechatCertificate } from './keys.ts';
import { createNotices } from './notices.ts';
import { paymentPage } from './page.ts';
import { type How, payAs } from './pay.ts';
import { openTrades, type Provider } from './trades.ts';
import { unionpayCalls } from './unionpay.ts';
import { wechatCalls } from './wechat-pay.ts';
import type { Answer, Request, World } from './world.ts';

export interface SimulatorOptions {
  /** Where keys and trades are kept; without it, nowhere. */
  readonly dataDir?: string;
  readonly agencies: readonly string[];
  /** A notice is seldom lost on one machine; a test may lose all. */
  readonly silent?: boolean;
  /** Told when keys have changed. */
  readonly onKeys?: () => void;
}

export interface Simulator {
  readonly url: string;
  /** What the hall's secrets of an agency hold now. */
  secrets(agency: string): ReturnType<typeof secretsOf> | undefined;
  /** One more merchant, whose keys were made elsewhere. */
  take(one: SimulatedMerchant): void;
  readonly world: World;
  /** Moves the simulator's clock on and sends what has come due. @param milliseconds from now */
  advance(milliseconds: number): Promise<void>;
  /** A person's deed on the payment page. */
  pay(provider: Provider, orderNo: string, how: How): Promise<void>;
  stop(): Promise<void>;
}

export async function startSimulator({
  dataDir,
  agencies,
  silent = false,
  onKeys,
}: SimulatorOptions): Promise<Simulator> {
  const merchants = merchantsIn(dataDir, agencies);
  let offset = 0;
  const now = (): number => Date.now() + offset;
  const notices = createNotices(now);
  const trades = openTrades(dataDir === undefined ? undefined : join(dataDir, 'provider-trades.json'));
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const world: World = {
    url: `http://localhost:${port}`,
    merchants,
    trades,
    notices,
    now,
    silent,
    refusing: new Set(),
    working: new Set(),
    made: 0,
  };
  const ticking = setInterval(() => void notices.pump(), 500);
  ticking.unref();

  const advance = async (milliseconds: number): Promise<void> => {
    offset += milliseconds;
    await notices.pump();
  };

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const url = new URL(incoming.url ?? '/', world.url);
    const request: Request = {
      method: incoming.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const made = await choose(request, url.pathname).catch(
      (error: unknown): Answer => ({ status: 500, body: String(error) }),
    );
    response.writeHead(made.status, made.headers).end(made.body);
  }

  async function choose(request: Request, path: string): Promise<Answer> {
    if (path.startsWith('/wechat-pay/')) return wechatCalls(world, request);
    if (path.startsWith('/alipay/')) return alipayGateway(world, request);
    if (path.startsWith('/unionpay/')) return unionpayCalls(world, request);
    if (path === '/pay') return paymentPage(world, request);
    if (path === '/control/advance') {
      await advance(Number(request.query.get('ms') ?? 0));
      return { status: 200, body: JSON.stringify(notices.state()) };
    }
    if (path === '/control/refuse') {
      const order = request.query.get('order') ?? '';
      if (request.query.get('until') === 'now') world.refusing.delete(order);
      else world.refusing.add(order);
      return { status: 204 };
    }
    if (path === '/control/rotate') {
      rotate(request.query.get('agency') ?? '');
      return { status: 204 };
    }
    return { status: 404, body: 'not found' };
  }

  /** A new platform certificate signs from now on; the old one stays in force beside it. */
  function rotate(agency: string): void {
    const found = merchants.get(agency);
    if (found === undefined) return;
    const serial = `5${Date.now().toString(16).toUpperCase().padStart(39, '0')}`;
    found.wechatPay.platform.push(wechatCertificate(serial));
    keep(dataDir, merchants);
    onKeys?.();
  }

  const simulator: Simulator = {
    url: world.url,
    world,
    secrets: (agency) => {
      const found = merchants.get(agency);
      return found === undefined ? undefined : secretsOf(found, world.url);
    },
    take(one) {
      merchants.set(one.agency, one);
      keep(dataDir, merchants);
    },
    advance,
    async pay(provider, orderNo, how) {
      const trade = trades.find(provider, orderNo);
      if (trade === undefined) throw new Error('no such trade');
      payAs(world, trade, how);
      await notices.pump();
    },
    stop: () =>
      new Promise((resolve) => {
        clearInterval(ticking);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return simulator;
}

const keysFile = 'provider-keys.json';

function merchantsIn(dataDir: string | undefined, agencies: readonly string[]): Map<string, SimulatedMerchant> {
  const file = dataDir === undefined ? undefined : join(dataDir, keysFile);
  const kept =
    file !== undefined && existsSync(file) ? z.array(merchant).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  const merchants = new Map(kept.map((one) => [one.agency, one]));
  for (const agency of agencies) if (!merchants.has(agency)) merchants.set(agency, makeMerchant(agency));
  keep(dataDir, merchants);
  return merchants;
}

function keep(dataDir: string | undefined, merchants: ReadonlyMap<string, SimulatedMerchant>): void {
  if (dataDir !== undefined) writePrivately(join(dataDir, keysFile), [...merchants.values()]);
}
