/** From the table's stream to the queues and into the workers, on the embedded engines. */
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler as makeIntake } from '../../../functions/intake/intake.ts';
import { makeHandler as makeOperations } from '../../../functions/operations/queues.ts';
import { makeHandler as makeRelay } from '../../../functions/relay/relay.ts';
import type { QueueHandler } from '../../../shared/base/consume.ts';
import { createTimerStore } from '../../../shared/cases/timer-store.ts';
import { type Engines, type QueuePair, startEngines } from '../../support/engines.ts';
import { bodyOf, httpEvent } from '../../support/http.ts';
import { failedIds, readStream, sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { caseId, file, identityFile, Life, li, lifeIn, monday, wang } from '../../support/test-case.ts';
import { adultId, promisedItem } from '../../support/test-item.ts';

let engines: Engines;
let hall: QueueHall;
let queues: Record<'jobs' | 'scans' | 'documents' | 'money' | 'notices', QueuePair>;
let round = 0;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await queueHall(engines);
  round += 1;
  const make = (name: string) => engines.createQueue(`${name}-${round}`, { visibilitySeconds: 0, tries: 5 });
  queues = {
    jobs: make('jobs'),
    scans: make('scans'),
    documents: make('documents'),
    money: make('money'),
    notices: make('notices'),
  };
});
afterEach(() => vi.restoreAllMocks());

const relay = (changes: Partial<Record<'agency-jobs', string>> = {}) =>
  makeRelay({
    sqs: engines.sqs,
    queueUrls: {
      'agency-jobs': queues.jobs.url,
      'material-scan': queues.scans.url,
      documents: queues.documents.url,
      settlement: queues.money.url,
      receipts: queues.money.url,
      'case-fees': queues.money.url,
      notices: queues.notices.url,
      ...changes,
    },
  });

/** Hands what waits to a worker, as Lambda does: what the worker is done with is deleted, the rest comes again. */
async function pump({ url, name }: QueuePair, worker: QueueHandler, rounds: number): Promise<void> {
  for (let left = rounds; left > 0; left -= 1) {
    const { Messages = [] } = await engines.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) continue;
    const event: SQSEvent = sqsEvent(
      name,
      Messages.map(({ Body = '' }) => Body),
    );
    const failed = new Set(failedIds(await worker(event)));
    const done = Messages.filter((_, index) => !failed.has(`m${index}`));
    await Promise.all(
      done.map(({ ReceiptHandle }) => engines.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }))),
    );
  }
}

describe('a submission', () => {
  it('written to the table reaches the agency’s inbox', async () => {
    await hall.put(new Life(promisedItem).take('submit', wang), [identityFile]);
    expect(await relay()(await readStream(engines, hall.table))).toEqual({ batchItemFailures: [] });
    expect(engines.messagesIn(queues.jobs.name)).toEqual([
      { eventId: `${caseId}-1`, type: 'submitted', caseId, seq: 1, at: monday },
    ]);
    await pump(queues.jobs, makeIntake({ ...hall, catalogue: catalogueOf([promisedItem]) }), 1);
    expect((await hall.cases.get(caseId)).head.routedAt).toBe(monday);
    expect(engines.messagesIn(queues.jobs.name)).toEqual([]);
  });

  it('tells no queue who or what', async () => {
    await hall.put(lifeIn('delivered', promisedItem), [file(1, 'identity', 'uploaded')]);
    await relay()(await readStream(engines, hall.table));
    const said = [queues.jobs, queues.scans, queues.documents, queues.notices].flatMap(({ name }) =>
      engines.messagesIn(name),
    );
    // Arrival, file, acceptance, decision; and five notices: arrival, acceptance, decision, document, delivery.
    expect(said).toHaveLength(9);
    for (const secret of [wang.name, li.name, adultId, 'identity']) expect(JSON.stringify(said)).not.toContain(secret);
  });
});

describe('a queue that is not there', () => {
  it('holds up only its own messages; the stream goes on from the first of them', async () => {
    await hall.put(lifeIn('granted', promisedItem));
    const batch = await readStream(engines, hall.table);
    const response = await relay({ 'agency-jobs': `${queues.jobs.url}-gone` })(batch);
    expect(response.batchItemFailures).toHaveLength(1);
    expect(engines.messagesIn(queues.documents.name)).toMatchObject([{ type: 'accepted' }, { type: 'granted' }]);
    expect(await relay()(batch)).toEqual({ batchItemFailures: [] });
    expect(engines.messagesIn(queues.jobs.name)).toHaveLength(1);
  });
});

describe('a poison job', () => {
  it('goes to the dead letters after its tries while the others go on, and the operator sees it', async () => {
    await hall.put(new Life(promisedItem).take('submit', wang), [identityFile]);
    const send = (body: object | string) =>
      engines.sqs.send(
        new SendMessageCommand({
          QueueUrl: queues.jobs.url,
          MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      );
    const unknown = { eventId: 'x-1', type: 'submitted', caseId: '0000000000000000000000000Z', seq: 1, at: monday };
    await send(unknown);
    await send('"poison"');
    await relay()(await readStream(engines, hall.table));
    await pump(queues.jobs, makeIntake({ ...hall, catalogue: catalogueOf([promisedItem]) }), 7);
    expect((await hall.cases.get(caseId)).head.routedAt).toBe(monday);
    expect(engines.messagesIn(queues.jobs.name)).toEqual([]);
    const dead = engines.messagesIn(`${queues.jobs.name}-dead`);
    expect(dead).toHaveLength(2);
    expect(dead).toEqual(expect.arrayContaining([unknown, 'poison']));

    await engines.sqs.send(new SendMessageCommand({ QueueUrl: queues.scans.url, MessageBody: '{}' }));
    const operations = makeOperations({
      ...{ sqs: engines.sqs, queues: [queues.jobs, queues.scans], clock: hall.clock },
      ...{ records: hall.records, timers: createTimerStore(engines.documents, hall.table) },
    });
    const asOperator = { sub: 'operator-1', roles: 'operator' };
    const reply = await operations(httpEvent({ routeKey: 'GET /v1/operations/queues', claims: asOperator }), {});
    expect([reply.statusCode, bodyOf(reply)]).toEqual([
      200,
      {
        items: [
          { name: queues.jobs.name, waiting: 0, inFlight: 0, deadLetters: 2, oldestDeadLetterAt: expect.any(String) },
          { name: queues.scans.name, waiting: 1, inFlight: 0, deadLetters: 0 },
        ],
      },
    ]);
    const asCitizen = { sub: 'zhang-wei', roles: 'citizen' };
    const refused = await operations(httpEvent({ routeKey: 'GET /v1/operations/queues', claims: asCitizen }), {});
    expect(refused.statusCode).toBe(403);
  });
});
