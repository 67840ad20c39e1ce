/**
 * Callbacks a second and their 99th percentile, beside a plain function that verifies the same signature and puts one row, on the same
 * engine, in the same run, in turn.
 *
 * Goal: throughput ≥ 0.7 × the plain one.
 */
import { createPublicKey, createVerify, X509Certificate } from 'node:crypto';
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { makeHandler } from '../../functions/callbacks/callbacks.ts';
import { createInboxStore } from '../../shared/payments/inbox-store.ts';
import { createKeyring } from '../../shared/payments/keyring.ts';
import { startEngines } from '../support/engines.ts';
import { httpEvent } from '../support/http.ts';
import { moneyHall, newOrderNo, theMerchant, wechatPaid } from '../support/money-hall.ts';
import { report, round } from './report.ts';

type Handler = (event: APIGatewayProxyEventV2) => Promise<{ statusCode?: number | undefined }>;

const notices = 400;
const lanes = 16;
const rounds = 3;

const log = console.info;
console.info = () => {};
const engines = await startEngines();
try {
  const hall = await moneyHall(engines);
  const ours: Handler = makeHandler({
    inbox: createInboxStore(engines.dynamodb, hall.table),
    keyring: createKeyring(async () => hall.keys),
    clock: () => hall.now,
  });
  const plain = plainHandler(engines.dynamodb, hall.table);
  const measured: Record<'ours' | 'plain', number[]> = { ours: [], plain: [] };
  const perSecond: Record<'ours' | 'plain', number> = { ours: 0, plain: 0 };
  await run(ours, events(200));
  await run(plain, events(200));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, handler] of [
      ['ours', ours],
      ['plain', plain],
    ] as const) {
      const { times, seconds } = await run(handler, events(notices));
      measured[name].push(...times);
      perSecond[name] = Math.max(perSecond[name], notices / seconds);
    }
  }
  console.info = log;
  const rows = (['ours', 'plain'] as const).map((name) => ({
    function: name === 'ours' ? 'callbacks' : 'plain verify-and-put',
    'callbacks/s': round(perSecond[name], 0),
    'p50 ms': round(percentile(measured[name], 0.5)),
    'p99 ms': round(percentile(measured[name], 0.99)),
  }));
  report('callbacks', rows, { notices, lanes, ratio: round(perSecond.ours / perSecond.plain), goal: 0.7 });

  function events(count: number): APIGatewayProxyEventV2[] {
    return Array.from({ length: count }, () => {
      const { body, headers } = wechatPaid(hall, { orderNo: newOrderNo() });
      return httpEvent({
        routeKey: 'POST /callbacks/{provider}',
        params: { provider: 'wechat-pay' },
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body,
      });
    });
  }
} finally {
  await engines.stop();
}

/** The least that could be called a callback function: one key, one check, one put. */
function plainHandler(client: DynamoDBClient, TableName: string): Handler {
  const keys = new Map(
    theMerchant.wechatPay.platform.map(({ serial, pem }) => [
      serial,
      pem.includes('CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem),
    ]),
  );
  return async ({ headers, body = '' }) => {
    const message = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`;
    const key = keys.get(headers['wechatpay-serial'] ?? '');
    const signature = headers['wechatpay-signature'] ?? '';
    if (key === undefined || !createVerify('RSA-SHA256').update(message).verify(key, signature, 'base64'))
      return { statusCode: 401 };
    const { id } = JSON.parse(body) as { id: string };
    await client.send(
      new PutItemCommand({ TableName, Item: { PK: { S: `PLAIN#${id}` }, SK: { S: 'NOTICE' }, body: { S: body } } }),
    );
    return { statusCode: 204 };
  };
}

async function run(
  handler: Handler,
  all: readonly APIGatewayProxyEventV2[],
): Promise<{ times: number[]; seconds: number }> {
  const times: number[] = [];
  const waiting = all.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const event of waiting) {
        const from = performance.now();
        const { statusCode } = await handler(event);
        if (statusCode !== 204) throw new Error(`answered ${statusCode}`);
        times.push(performance.now() - from);
      }
    }),
  );
  return { times, seconds: (performance.now() - started) / 1000 };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}
