/** Events reach functions as on AWS: queues with partial failures and dead letters, streams with filters, schedules. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { serviceCall } from '../../../local/aws-json.ts';
import { readHallFile } from '../../../local/lock.ts';
import { consumed, eventually, type LittleHall, littleHall } from './fixture/hall.ts';

let hall: LittleHall;
let variables: Record<string, string>;
beforeAll(async () => {
  hall = await littleHall();
  const answer = await fetch(`${hall.url}/environment`);
  variables = z.object({ environment: z.record(z.string(), z.string()) }).parse(await answer.json()).environment;
});
afterAll(() => hall.stop());

const put = (id: string): Promise<Response> => fetch(`${hall.url}/items/${id}`, { method: 'PUT' });
const atLeastOnce = async (id: string): Promise<true | undefined> =>
  ((await consumed(hall.url, id)) ?? 0) > 0 ? true : undefined;

const received = z.object({ Messages: z.array(z.object({ Body: z.string() })).nullish() });
async function bodiesIn(queue: string): Promise<string[]> {
  const endpoint = readHallFile(hall.dataDir)?.endpoints?.sqs ?? '';
  const sqs = serviceCall('sqs', endpoint, { accessKeyId: 'TESTS', region: 'ap-southeast-1' });
  const answer = await sqs('ReceiveMessage', {
    QueueUrl: variables[queue],
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
  });
  return (received.parse(answer).Messages ?? []).map(({ Body }) => Body);
}

it('takes an item from the table through the stream and the queue, once, and quickly', async () => {
  await put('event-zero');
  await eventually('event-zero is consumed', () => atLeastOnce('event-zero'));
  expect((await put('event-one')).status).toBe(201);
  const began = performance.now();
  await eventually('event-one is consumed', () => atLeastOnce('event-one'));
  expect(performance.now() - began).toBeLessThan(2000);
  expect(await consumed(hall.url, 'event-one')).toBe(1);
});

it('gives the function only what passes the filter', async () => {
  await put('other-one');
  await put('event-after');
  await eventually('event-after is consumed', () => atLeastOnce('event-after'));
  expect(await consumed(hall.url, 'other-one')).toBe(0);
});

it('delivers again from the record that failed, and keeps the order', async () => {
  await Promise.all(['event-a', 'event-unlucky', 'event-b'].map(put));
  for (const id of ['event-a', 'event-unlucky', 'event-b']) await eventually(id, () => atLeastOnce(id));
});

it('gives up a record that never works, tells the failure queue, and goes on', async () => {
  await put('event-hopeless');
  await put('event-later');
  await eventually('event-later is consumed', () => atLeastOnce('event-later'));
  const told = await eventually('the failure queue is told', async () => (await bodiesIn('LOST'))[0]);
  expect(JSON.parse(told)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
  expect(await consumed(hall.url, 'event-hopeless')).toBe(0);
});

it('moves poison to the dead letters after its tries; its neighbours are done with once', async () => {
  await Promise.all(['event-x', 'event-poison', 'event-y'].map(put));
  const dead = await eventually('the dead letter', async () => (await bodiesIn('DEAD_LETTERS'))[0], 15);
  expect(JSON.parse(dead)).toEqual({ id: 'event-poison' });
  // The queue's redrive policy allows four tries.
  expect(await consumed(hall.url, 'event-poison')).toBe(4);
  expect([await consumed(hall.url, 'event-x'), await consumed(hall.url, 'event-y')]).toEqual([1, 1]);
});
