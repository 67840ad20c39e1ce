/** What happens beside the straight way, over the handlers: extension, termination, lapse and reopening, escalation. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fireDue } from '../../../shared/cases/firing.ts';
import { hall as hallActor } from '../../../shared/cases/system.ts';
import { type CaseFunctions, caseFunctions, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';

let engines: Engines;
let hall: CaseFunctions;
let caseId: string;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
  caseId = await filedCase(hall);
});
afterEach(() => vi.restoreAllMocks());

const desk = (who: keyof typeof people, action: string, body: object = {}, key?: string) =>
  hall.call(
    people[who],
    `POST /v1/agency/cases/{caseId}/${action}`,
    { caseId },
    body,
    key === undefined ? {} : { key },
  );
const mine = async () => (await hall.call(people.citizen, 'GET /v1/cases/{caseId}', { caseId })).body;

/** Lets time do what is due, as the clock does. */
async function tick(): Promise<void> {
  const { head } = await hall.deps.cases.get(caseId);
  const item = hall.deps.catalogue.version(head.itemCode, head.itemVersion);
  const outcome = item === undefined ? undefined : fireDue(head, { item, actor: hallActor, now: hall.now });
  if (outcome === undefined) throw new Error('nothing was due');
  await hall.deps.cases.commit({ ...outcome, expected: head.version, now: hall.now });
}

async function inReview(): Promise<void> {
  await desk('officer', 'claim');
  expect((await desk('officer', 'accept')).status).toBe(200);
}

describe('an extension', () => {
  it('is an approver’s, once, and explained to the applicant', async () => {
    await inReview();
    expect((await desk('officer', 'extend', { reason: '需现场核查' })).status).toBe(403);
    expect((await desk('approver', 'extend', {})).status).toBe(422);
    const [first, second] = await Promise.all([
      desk('approver', 'extend', { reason: '需现场核查' }),
      desk('approver', 'extend', { reason: '需现场核查' }),
    ]);
    expect([first?.status, second?.status].sort()).toEqual([200, 409]);
    const again = await desk('approver', 'extend', { reason: '还要' });
    expect([again.status, again.body.type]).toEqual([409, 'urn:banshi:problem:extension-used']);
    const view = await mine();
    const statutory = view.due.find(({ clock }: { clock: string }) => clock === 'statutory');
    expect(statutory.why.map(({ zh }: { zh: string }) => zh)).toContain(
      '经批准延长 10 个工作日（《行政许可法》第四十二条）。',
    );
    expect(view.timeline.at(-1)).toMatchObject({ type: 'extended', detail: '需现场核查' });
  });

  it('takes two round trips, as every command', async () => {
    await inReview();
    hall.count();
    await desk('approver', 'extend', { reason: '需现场核查' });
    expect(hall.count()).toBe(2);
  });
});

it('a review that has lost its object is ended with a reason', async () => {
  await inReview();
  expect((await desk('colleague', 'terminate', { reason: '申请人死亡' })).status).toBe(409);
  expect((await desk('officer', 'terminate', { reason: '申请人死亡' })).body).toMatchObject({ state: 'terminated' });
  expect(await mine()).toMatchObject({ state: 'terminated', due: [], next: { whose: 'nobody' } });
});

it('a case that lapsed is reopened, and corrected after all', async () => {
  await desk('officer', 'claim');
  const field = Object.entries((await mine()).answers).find(([, value]) => typeof value === 'string')?.[0] ?? '';
  const asked = { fields: [{ field, reason: '不清楚' }], materials: [] };
  expect((await desk('officer', 'request-correction', asked)).status).toBe(200);
  hall.now = '2026-03-13T00:00:00.000Z';
  expect((await desk('officer', 'reopen', { reason: '因病' })).status).toBe(409);
  await tick();
  expect((await mine()).state).toBe('lapsed');
  expect((await desk('colleague', 'reopen', { reason: '因病' })).body).toMatchObject({ state: 'correction-requested' });
  const view = await mine();
  expect(view).toMatchObject({ due: [{ clock: 'correct', by: '2026-04-03' }], actions: ['correct', 'withdraw'] });
});

it('what comes to its last day is on the supervisor’s list, until it is done', async () => {
  const escalated = async () => {
    const query = { escalated: 'true' };
    return (await hall.call(people.supervisor, 'GET /v1/agency/cases', {}, undefined, { query })).body.items;
  };
  expect(await escalated()).toEqual([]);
  hall.now = '2026-02-27T01:00:00.000Z';
  await tick();
  expect(await escalated()).toMatchObject([{ caseId, lamp: 'red', dueBy: '2026-02-27', state: 'submitted' }]);
  expect((await mine()).timeline.map(({ type }: { type: string }) => type)).not.toContain('escalated');
  await inReview();
  expect(await escalated()).toEqual([]);
});
