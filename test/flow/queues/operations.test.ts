/** What an operator sees and does, on the embedded engines: dead letters, sending back, sending again, timers. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { makeHandler as makeIntake } from '../../../functions/intake/intake.ts';
import { aboutOf } from '../../../functions/operations/letters.ts';
import { makeHandler } from '../../../functions/operations/queues.ts';
import { createTimerStore } from '../../../shared/cases/timer-store.ts';
import { type Engines, type QueuePair, startEngines } from '../../support/engines.ts';
import { bodyOf, httpEvent } from '../../support/http.ts';
import { sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { caseId, lifeIn, monday } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

let engines: Engines;
let hall: QueueHall;
let queues: Record<'agency-jobs' | 'documents' | 'case-fees' | 'notices', QueuePair>;
let lines: string[];
let round = 0;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  lines = [];
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  hall = await queueHall(engines);
  round += 1;
  const make = (name: string) => ({
    ...engines.createQueue(`${name}-${round}`, { visibilitySeconds: 0, tries: 5 }),
    name,
  });
  queues = {
    'agency-jobs': make('agency-jobs'),
    documents: make('documents'),
    'case-fees': make('case-fees'),
    notices: make('notices'),
  };
});
afterEach(() => vi.restoreAllMocks());

/** As much of every answer as is looked at here. */
const answer = z.looseObject({
  items: z
    .array(z.looseObject({ messageId: z.string().default(''), oldestDeadLetterAt: z.string().default('') }))
    .default([]),
  events: z.int().default(0),
  sent: z.array(z.object({ queue: z.string(), messages: z.int() })).default([]),
});

async function ask(routeKey: string, parameters: Record<string, string> = {}, body?: unknown) {
  const operations = makeHandler({
    sqs: engines.sqs,
    queues: Object.values(queues),
    records: hall.records,
    timers: createTimerStore(engines.documents, hall.table),
    clock: hall.clock,
  });
  const claims = { sub: 'operator-1', roles: 'operator' };
  const reply = await operations(
    httpEvent({ routeKey, claims, params: parameters, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    {},
  );
  return { status: reply.statusCode, body: answer.parse(bodyOf(reply)) };
}

const letters = (queue = 'agency-jobs') => ask('GET /v1/operations/queues/{queue}/dead-letters', { queue });
const redrive = (body: unknown, queue = 'agency-jobs') =>
  ask('POST /v1/operations/queues/{queue}/redrive', { queue }, body);
const die = (body: unknown) =>
  engines.sqs.send(
    new SendMessageCommand({
      QueueUrl: queues['agency-jobs'].deadLetterUrl,
      MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
const inQueue = (name: keyof typeof queues) => engines.messagesIn(`${name}-${round}`);
const event = (seq: number) => ({ eventId: `${caseId}-${seq}`, type: 'submitted', caseId, seq, at: monday });

describe('dead letters', () => {
  it('are looked at by what they are about, and lie there afterwards as before', async () => {
    await die(event(1));
    await die({ ...event(2), applicant: '王芳', phone: '13800138000', caseId: '440106199001011234' });
    await die('440106199001011234 王芳');
    const { body } = await letters();
    expect(body.items.map(({ about }) => about)).toEqual(
      expect.arrayContaining([
        { eventId: `${caseId}-1`, type: 'submitted', caseId, seq: '1', at: monday },
        { eventId: `${caseId}-2`, type: 'submitted', seq: '2', at: monday },
        {},
      ]),
    );
    expect(JSON.stringify(body)).not.toMatch(/王芳|138001|440106/);
    expect((await letters()).body.items).toHaveLength(3);
    const counted = await ask('GET /v1/operations/queues');
    expect(counted.body.items[0]).toMatchObject({ name: 'agency-jobs', waiting: 0, deadLetters: 3 });
    expect(Date.parse(counted.body.items[0]?.oldestDeadLetterAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('go back to their queue, all or those that were named, and are done there', async () => {
    await hall.put(lifeIn('submitted', promisedItem));
    await Promise.all([1, 2, 3].map((seq) => die(event(seq))));
    const [first] = (await letters()).body.items;
    expect((await redrive({ messageIds: [first?.messageId] })).body).toMatchObject({ moved: 1, absent: 0, left: 2 });
    // Told twice, it says that nothing was left to do, and does nothing twice.
    expect((await redrive({ messageIds: [first?.messageId] })).body).toMatchObject({ moved: 0, absent: 1, left: 2 });
    expect(inQueue('agency-jobs')).toHaveLength(1);
    expect((await redrive({ messageIds: ['of-no-letter'] })).body).toMatchObject({ moved: 0, left: 2 });
    expect((await redrive({})).body).toMatchObject({ moved: 2, left: 0 });
    expect(inQueue('agency-jobs')).toEqual(expect.arrayContaining([event(1), event(2), event(3)]));
    const intake = makeIntake({ ...hall, catalogue: catalogueOf([promisedItem]) });
    expect(await intake(sqsEvent('agency-jobs', inQueue('agency-jobs')))).toEqual({ batchItemFailures: [] });
    expect((await hall.cases.get(caseId)).head.routedAt).toBe(monday);
    expect(lines.some((line) => line.includes('"DEAD_LETTERS_REDRIVEN"') && line.includes('"count":2'))).toBe(true);
  });

  it('of more than one look are all moved', async () => {
    await Promise.all(Array.from({ length: 37 }, (_, seq) => die(event(seq + 1))));
    expect((await letters()).body.items).toHaveLength(37);
    expect((await redrive({})).body).toMatchObject({ moved: 37, left: 0 });
    expect(inQueue('agency-jobs')).toHaveLength(37);
  });

  it('of no queue of the hall do not exist', async () => {
    expect((await letters('nobodys')).status).toBe(404);
    expect((await redrive({}, 'nobodys')).status).toBe(404);
    expect((await redrive({ messageIds: [] })).status).toBe(422);
  });
});

describe('events of a case', () => {
  const replay = (id: string, body: unknown) => ask('POST /v1/operations/cases/{caseId}/replay', { caseId: id }, body);

  it('are told once more to those who wait for them, and no word of the case with them', async () => {
    const life = lifeIn('granted', promisedItem);
    await hall.put(life);
    const { status, body } = await replay(caseId, {});
    expect(status).toBe(200);
    expect(body.events).toBe(life.events.length);
    const sent = Object.fromEntries(body.sent.map(({ queue, messages }) => [queue, messages]));
    expect(sent['agency-jobs']).toBe(1);
    expect(sent.documents).toBeGreaterThanOrEqual(2);
    const [submitted] = inQueue('agency-jobs');
    const first = life.events.find(({ type }) => type === 'submitted');
    expect(submitted).toEqual({ eventId: first?.eventId, type: 'submitted', caseId, seq: first?.seq, at: first?.at });
    const told = (Object.keys(queues) as (keyof typeof queues)[]).flatMap(inQueue);
    expect(JSON.stringify(told)).not.toMatch(/王芳|reason|answers/);
  });

  it('are told from one to another of them, or none when the case has none there', async () => {
    const life = lifeIn('granted', promisedItem);
    await hall.put(life);
    const last = life.events.length;
    expect((await replay(caseId, { fromSeq: last, toSeq: last })).body.events).toBe(1);
    expect(inQueue('agency-jobs')).toEqual([]);
    expect((await replay(caseId, { fromSeq: last + 1 })).body).toMatchObject({ events: 0, sent: [] });
    expect((await replay('0000000000000000000000000Z', {})).status).toBe(404);
  });
});

describe('timers', () => {
  it('are listed by the instant at which time does something, late ones first', async () => {
    await hall.put(lifeIn('submitted', promisedItem));
    const before = await ask('GET /v1/operations/timers');
    expect(before.body).toMatchObject({ late: 0, lateOrMore: false, items: [{ caseId, late: false }] });
    hall.now = '2026-06-01T00:00:00.000Z';
    const after = await ask('GET /v1/operations/timers');
    expect(after.body).toMatchObject({ late: 1, items: [{ caseId, late: true }] });
  });
});

describe('what a message is about', () => {
  it('is what is named and looks like an id, whatever else it holds', () => {
    expect(aboutOf('[1]')).toEqual({});
    expect(aboutOf('nothing')).toEqual({});
    expect(aboutOf(JSON.stringify({ kind: 'case', type: '张 伟', orderNo: 'a@b.cn', caseId, extra: 'x' }))).toEqual({
      kind: 'case',
      caseId,
    });
    expect(aboutOf(JSON.stringify({ noticeId: '13800138000', eventId: '11010519491231002X' }))).toEqual({});
  });
});
