/** Counts what a hall asks of the cloud: at its door, at its functions, and between them and the engines. */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { HallFunction } from '../../../local/functions.ts';
import type { Meter } from '../../../local/hall.ts';

export interface Counts {
  apiCalls: number;
  invocations: number;
  gigabyteSeconds: number;
  writeUnits: number;
  readUnits: number;
  queueRequests: number;
  objectWrites: number;
  objectReads: number;
}

export interface CostMeter extends Meter {
  /** From now on it counts anew. */
  begin(): void;
  counts(): Counts;
  /** Returns when no function has run for three seconds: what comes of queues and streams has come. */
  quiet(): Promise<void>;
  /** Lets the clocks, which otherwise stand still so that no life is charged with them, go for a minute. */
  minuteOfClocks(): Promise<void>;
  close(): Promise<void>;
}

/** Functions that a schedule calls, whether anybody comes or not. */
const clocks = ['clock', 'money-clock'];

export function openMeter(): CostMeter {
  let counts = nothing();
  let running = 0;
  let lastRun = performance.now();
  let clocksGo = false;
  const servers: Server[] = [];

  return {
    begin: () => {
      counts = nothing();
    },
    counts: () => ({ ...counts }),
    async quiet() {
      while (running > 0 || performance.now() - lastRun < 3000) await sleep(100);
    },
    async minuteOfClocks() {
      clocksGo = true;
      await sleep(60_000);
      clocksGo = false;
      await this.quiet();
    },
    async engine(service, endpoint) {
      const count = service === 'dynamodb' ? countUnits : countMessages;
      const server = createServer((asked, answer) => void between(endpoint, asked, answer, count));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${portOf(server)}`;
    },
    door: (what, handler) => (asked, answer) => {
      if (what === 'api') counts.apiCalls += 1;
      else if (asked.method === 'PUT' || asked.method === 'POST') counts.objectWrites += 1;
      else if (asked.method === 'GET' || asked.method === 'HEAD') counts.objectReads += 1;
      return handler(asked, answer);
    },
    function: (made) => ({
      ...made,
      async invoke(event) {
        if (clocks.includes(made.settings.label) && !clocksGo) return 'null';
        return timed(made, event);
      },
    }),
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };

  async function timed(made: HallFunction, event: unknown): Promise<string> {
    const started = performance.now();
    running += 1;
    try {
      return await made.invoke(event);
    } finally {
      running -= 1;
      lastRun = performance.now();
      counts.invocations += 1;
      counts.gigabyteSeconds += ((lastRun - started) / 1000) * (made.settings.memory / 1024);
      // Lambda's poller receives a batch and deletes it.
      if (fromQueue.safeParse(event).success) counts.queueRequests += 2;
    }
  }

  function countUnits(target: string, answer: unknown): void {
    const units = [consumed.parse(answer).ConsumedCapacity ?? []]
      .flat()
      .reduce((sum, one) => sum + one.CapacityUnits, 0);
    if (/Put|Update|Delete|Write/.test(target)) counts.writeUnits += units;
    else counts.readUnits += units;
  }

  function countMessages(): void {
    counts.queueRequests += 1;
  }
}

const nothing = (): Counts => ({
  apiCalls: 0,
  invocations: 0,
  gigabyteSeconds: 0,
  writeUnits: 0,
  readUnits: 0,
  queueRequests: 0,
  objectWrites: 0,
  objectReads: 0,
});

const fromQueue = z.object({ Records: z.tuple([z.object({ eventSource: z.literal('aws:sqs') })], z.unknown()) });
const capacity = z.object({ CapacityUnits: z.number() });
const consumed = z.object({ ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional() });
const portOf = (server: Server): number => {
  const address = server.address() as AddressInfo;
  return address.port;
};

/** Passes a call on to the engine, asking it for the capacity it takes, and the answer back as it came. */
async function between(
  endpoint: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  count: (target: string, answer: unknown) => void,
): Promise<void> {
  const target = String(asked.headers['x-amz-target'] ?? '');
  const body = await buffer(asked);
  const sent = target.startsWith('DynamoDB_') ? withCapacity(body) : body;
  const { host: _host, 'content-length': _length, connection: _connection, ...headers } = asked.headers;
  const upstream = request(new URL(asked.url ?? '/', endpoint), {
    method: asked.method,
    headers: { ...headers, 'content-length': sent.length },
  });
  upstream.once('error', () => answer.destroy());
  upstream.once('response', async (reply) => {
    const told = await buffer(reply);
    if (reply.statusCode === 200) count(target, told.length === 0 ? {} : JSON.parse(told.toString()));
    answer.writeHead(reply.statusCode ?? 502, reply.headers).end(told);
  });
  upstream.end(sent);
}

const withCapacity = (body: Buffer): Buffer =>
  Buffer.from(
    JSON.stringify({ ...z.looseObject({}).parse(JSON.parse(body.toString())), ReturnConsumedCapacity: 'TOTAL' }),
  );
