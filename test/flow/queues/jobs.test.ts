/** The back office's API on the embedded engines: lease, look, complete, fail, and who loses when two want the same. */
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { makeHandler as makeBackoffice } from '../../../functions/backoffice/jobs.ts';
import { makeHandler as makeIntake } from '../../../functions/intake/intake.ts';
import { newId } from '../../../shared/base/ids.ts';
import type { HttpHandler } from '../../../shared/base/serve.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { bodyOf, httpEvent } from '../../support/http.ts';
import { sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { countTrips } from '../../support/round-trips.ts';
import { caseId, identityFile, Life, monday, wang } from '../../support/test-case.ts';
import { adultId, promisedItem } from '../../support/test-item.ts';

const agency = promisedItem.agency.code;
const machine = { sub: 'machine-1', name: '业务系统', roles: 'backoffice', agency };
const second = { ...machine, sub: 'machine-2' };
const stranger = { ...machine, sub: 'machine-9', agency: '11440100DEM0001533' };
const jobId = `${caseId}-1`;
const jobs = '/v1/agency/jobs';

let engines: Engines;
let hall: QueueHall;
let backoffice: HttpHandler;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await queueHall(engines);
  backoffice = makeBackoffice({ ...hall, clock: hall.clock, catalogue, newToken: newId });
});
afterEach(() => vi.restoreAllMocks());

const catalogue = catalogueOf([promisedItem], { backOffice: true });

/** A submitted case that the intake worker has made a job of. */
async function arrived(id = caseId): Promise<void> {
  const life = new Life(promisedItem).take('submit', wang);
  const ofCase = <T extends object>(one: T): T => ({ ...one, caseId: id });
  life.head = ofCase(life.head);
  const events = life.events.map((event) => ({ ...ofCase(event), eventId: `${id}-${event.seq}` }));
  life.events.splice(0, events.length, ...events);
  await hall.put(life, [ofCase(identityFile)]);
  const message = { eventId: `${id}-1`, type: 'submitted', caseId: id, seq: 1, at: monday };
  const intake = makeIntake({ ...hall, catalogue });
  expect(await intake(sqsEvent('agency-jobs', [message]))).toEqual({ batchItemFailures: [] });
}

let serial = 0;
async function call(claims: Record<string, string>, routeKey: string, given?: object, { key = '', id = jobId } = {}) {
  serial += 1;
  const result = await backoffice(
    httpEvent({
      routeKey,
      claims,
      params: { jobId: id },
      headers: { 'idempotency-key': key || `test-key-${serial}` },
      ...(given === undefined ? {} : { body: JSON.stringify(given) }),
    }),
    {},
  );
  return { status: result.statusCode, body: told.parse(bodyOf(result)) };
}
/** What a call answered, as far as these tests take from it; expectations look at the rest. */
const told = z
  .looseObject({
    type: z.string(),
    state: z.string(),
    items: z.array(z.looseObject({ jobId: z.string(), leaseToken: z.string() })),
    answers: z.record(z.string(), z.unknown()),
    materials: z.array(z.looseObject({ url: z.string() })),
    availableAt: z.iso.datetime(),
  })
  .partial();
type Reply = Awaited<ReturnType<typeof call>>;
const lease = (claims: Record<string, string>, body: object = {}) => call(claims, `POST ${jobs}/lease`, body);
const complete = (claims: Record<string, string>, leaseToken: string, more: object = {}, options = {}) =>
  call(claims, `POST ${jobs}/{jobId}/complete`, { leaseToken, result: 'passed', ...more }, options);
const fail = (claims: Record<string, string>, leaseToken: string, options = {}) =>
  call(claims, `POST ${jobs}/{jobId}/fail`, { leaseToken, reason: '系统维护' }, options);
const look = (claims: Record<string, string>) => call(claims, `GET ${jobs}/{jobId}`);
const token = async (claims: Record<string, string> = machine): Promise<string> => tokenIn(await lease(claims));
const tokenIn = ({ body: { items: [job] = [] } }: Reply): string => z.string().parse(job?.leaseToken);
const wait = (seconds: number) => {
  hall.now = secondsAfter(hall.now, seconds);
};
const codeOf = ({ body }: Reply) => body.type?.replace('urn:banshi:problem:', '');

describe('leasing', () => {
  it('hands a job to one, until when, and to nobody else', async () => {
    await arrived();
    const { status, body } = await lease(machine, { seconds: 60 });
    expect(status).toBe(200);
    expect(body.items).toEqual([
      {
        jobId,
        type: 'case-submitted',
        caseId,
        caseNumber: expect.any(String),
        itemCode: promisedItem.code,
        itemVersion: promisedItem.version,
        createdAt: monday,
        attempts: 1,
        leaseToken: expect.any(String),
        leaseUntil: secondsAfter(monday, 60),
      },
    ]);
    expect((await lease(second)).body.items).toEqual([]);
  });

  it('of two at the same moment gives each job to one of them', async () => {
    const ids = Array.from({ length: 6 }, (_, n) => `000000000000000000000000A${n}`);
    for (const id of ids) await arrived(id);
    const replies = await Promise.all(
      [machine, second, machine, second].map((claims) => lease(claims, { max: 3, seconds: 60 })),
    );
    const leased = replies.flatMap(({ body }) => (body.items ?? []).map((one) => one.jobId));
    expect(leased.sort()).toEqual(ids.map((id) => `${id}-1`));
  });

  it('shows no agency another’s jobs', async () => {
    await arrived();
    expect((await lease(stranger)).body.items).toEqual([]);
    expect(codeOf(await look(stranger))).toBe('not-found');
    const mine = await token();
    expect(codeOf(await complete(stranger, mine))).toBe('not-found');
    expect(codeOf(await fail(stranger, mine))).toBe('not-found');
    expect((await complete(machine, mine)).status).toBe(200);
  });

  it('is for machines of an agency only', async () => {
    const { agency: _, ...homeless } = machine;
    expect(codeOf(await lease(homeless))).toBe('forbidden');
    expect(codeOf(await lease({ ...machine, roles: 'officer' }))).toBe('forbidden');
  });

  it('brings a job back when its lease has run out, and the first holder has lost it', async () => {
    await arrived();
    const first = await token();
    wait(301);
    const again = await lease(second);
    expect(again.body.items).toMatchObject([{ jobId, attempts: 2 }]);
    expect(codeOf(await complete(machine, first))).toBe('lease-lost');
    expect(codeOf(await fail(machine, first))).toBe('lease-lost');
    expect((await complete(second, tokenIn(again))).status).toBe(200);
  });

  it('still takes a late report while nobody else has the job', async () => {
    await arrived();
    const mine = await token();
    wait(301);
    expect((await complete(machine, mine)).status).toBe(200);
    expect((await lease(second)).body.items).toEqual([]);
  });
});

describe('round trips to the table', () => {
  it('are one to look and two to lease, complete or fail', async () => {
    const client = DynamoDBDocumentClient.from(engines.dynamodb, { marshallOptions: { removeUndefinedValues: true } });
    hall = await queueHall(engines, client);
    backoffice = makeBackoffice({ ...hall, clock: hall.clock, catalogue, newToken: newId });
    await arrived();
    const count = countTrips(client);
    const mine = await token();
    const trips = [count()];
    await look(machine);
    trips.push(count());
    await fail(machine, mine);
    trips.push(count());
    wait(60);
    const again = await token();
    count();
    await complete(machine, again);
    trips.push(count());
    expect(trips).toEqual([2, 1, 2, 2]);
  });
});

describe('looking', () => {
  it('shows what was filed, identity numbers masked, and links to clean files only', async () => {
    await arrived();
    const { status, body } = await look(machine);
    expect(status).toBe(200);
    expect(body).toMatchObject({ jobId, state: 'ready', attempts: 0 });
    expect(body.answers?.fullName).toBe('王芳');
    expect(JSON.stringify(body)).not.toContain(adultId);
    expect(body.materials).toMatchObject([{ code: 'identity', state: 'clean' }]);
    expect(body.materials?.[0]?.url).toContain(`/materials/${caseId}/`);
    // A machine's look at what somebody wrote stands in the record of who saw the case.
    const { items } = await hall.access.list(caseId, { limit: 10 });
    expect(items).toMatchObject([{ what: 'job', id: jobId, who: { id: machine.sub, roles: ['backoffice'] } }]);
  });

  it('finds no job that is none', async () => {
    await arrived();
    expect(codeOf(await call(machine, `GET ${jobs}/{jobId}`, undefined, { id: `${caseId}-7` }))).toBe('not-found');
    expect(codeOf(await call(machine, `GET ${jobs}/{jobId}`, undefined, { id: 'nonsense' }))).toBe('not-found');
  });
});

describe('completing', () => {
  it('ends the job and goes on the case’s record, once', async () => {
    await arrived();
    const mine = await token();
    const report = { result: 'attention', note: '与登记信息不一致', reference: 'BO-1' };
    const first = await complete(machine, mine, report, { key: 'complete-1' });
    expect(first).toMatchObject({ status: 200, body: { caseId, state: 'submitted' } });
    expect(await complete(machine, mine, report, { key: 'complete-1' })).toEqual(first);
    const { events } = await hall.cases.get(caseId);
    expect(events.filter(({ type }) => type === 'backoffice-completed')).toMatchObject([
      { actor: { kind: 'backoffice', id: 'machine-1' }, data: { jobId, ...report } },
    ]);
    expect((await look(machine)).body.state).toBe('done');
    wait(4000);
    expect((await lease(second)).body.items).toEqual([]);
    expect(codeOf(await complete(machine, mine))).toBe('lease-lost');
  });

  it('with one key for two reports is refused', async () => {
    await arrived();
    const mine = await token();
    await complete(machine, mine, {}, { key: 'complete-2' });
    expect(codeOf(await complete(machine, mine, { note: 'x' }, { key: 'complete-2' }))).toBe('idempotency-key-reused');
  });

  it('by two under one lease is done once', async () => {
    await arrived();
    const mine = await token();
    const replies = await Promise.all(Array.from({ length: 8 }, () => complete(machine, mine)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(replies.filter(({ status }) => status !== 200).map(codeOf))).toEqual(new Set(['lease-lost']));
    const { events } = await hall.cases.get(caseId);
    expect(events.filter(({ type }) => type === 'backoffice-completed')).toHaveLength(1);
  });

  it('needs a body that says how it went', async () => {
    await arrived();
    const mine = await token();
    const reply = await complete(machine, mine, { result: 'perhaps' });
    expect([reply.status, codeOf(reply)]).toEqual([422, 'invalid-fields']);
    expect((await look(machine)).body.state).toBe('leased');
  });

  it('that cannot be written leaves job and case as they were', async () => {
    await arrived();
    const mine = await token();
    const before = await hall.rows(caseId);
    const mock = mockClient(engines.documents);
    mock.send.callThrough();
    mock.on(TransactWriteCommand).rejects(Object.assign(new Error('later'), { name: 'ThrottlingException' }));
    const reply = await complete(machine, mine);
    mock.restore();
    expect([reply.status, codeOf(reply)]).toEqual([503, 'too-busy']);
    expect(await hall.rows(caseId)).toEqual(before);
  });
});

describe('failing', () => {
  it('gives the job back after a pause, and the same call again does it once', async () => {
    await arrived();
    const mine = await token();
    const first = await fail(machine, mine, { key: 'fail-key-1' });
    expect(first.body).toEqual({ jobId, state: 'ready', attempts: 1, availableAt: secondsAfter(monday, 60) });
    expect(await fail(machine, mine, { key: 'fail-key-1' })).toEqual(first);
    expect((await lease(second)).body.items).toEqual([]);
    wait(60);
    expect((await lease(second)).body.items).toMatchObject([{ jobId, attempts: 2 }]);
    expect((await hall.cases.get(caseId)).events.map(({ type }) => type)).not.toContain('backoffice-failed');
  });

  it('for the fifth time ends the job and tells the desk why', async () => {
    await arrived();
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 5; attempt += 1) {
      const { body } = await fail(machine, await token());
      pauses.push((Date.parse(body.availableAt ?? '') - Date.parse(hall.now)) / 1000);
      wait(pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([60, 120, 240, 480]);
    expect((await fail(machine, await token())).body).toEqual({ jobId, state: 'failed', attempts: 5 });
    wait(100_000);
    expect((await lease(machine)).body.items).toEqual([]);
    expect((await look(machine)).body.state).toBe('failed');
    const { events } = await hall.cases.get(caseId);
    expect(events.at(-1)).toMatchObject({ type: 'backoffice-failed', data: { jobId, reason: '系统维护' } });
  });

  it('silently five times ends the job when it would be leased a sixth time', async () => {
    await arrived();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await token();
      wait(301);
    }
    const replies = await Promise.all([lease(machine), lease(second)]);
    expect(replies.flatMap(({ body }) => body.items)).toEqual([]);
    expect((await look(machine)).body).toMatchObject({ state: 'failed', attempts: 5 });
    const { events } = await hall.cases.get(caseId);
    expect(events.filter(({ type }) => type === 'backoffice-failed')).toHaveLength(1);
  });
});
