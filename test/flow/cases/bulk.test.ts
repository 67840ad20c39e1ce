/** Bulk actions on embedded engines: checked whole, done or undone, an outcome for each case. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { tick } from '../../../functions/clock/clock.ts';
import { newId } from '../../../shared/base/ids.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { createTimerStore } from '../../../shared/cases/timer-store.ts';
import { type CaseFunctions, caseFunctions, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';

let engines: Engines;
let hall: CaseFunctions;
let cases: string[];

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
  cases = [await filedCase(hall), await filedCase(hall), await filedCase(hall)];
});
afterEach(() => vi.restoreAllMocks());

type Who = keyof typeof people;
const ask = (who: Who, body: object, key?: string) =>
  hall.call(people[who], 'POST /v1/agency/bulk', {}, body, key === undefined ? {} : { key });
const undo = (who: Who, bulkId: string) => hall.call(people[who], 'POST /v1/agency/bulk/{bulkId}/undo', { bulkId }, {});
const read = (who: Who, bulkId: string) => hall.call(people[who], 'GET /v1/agency/bulk/{bulkId}', { bulkId });
const typesOf = async (caseId = '') => (await hall.deps.cases.get(caseId)).events.map(({ type }) => type);
const statesOf = async () =>
  Promise.all(cases.map(async (caseId) => (await hall.deps.cases.loadHead(caseId)).head.state));
const outcomes = (body: { outcomes: { outcome: string }[] }) => body.outcomes.map(({ outcome }) => outcome);

/** The clock's minute, some seconds from now. */
async function minute(seconds: number): Promise<void> {
  hall.now = secondsAfter(hall.now, seconds);
  const timers = createTimerStore(engines.documents, hall.table);
  await tick({ ...hall.deps, timers }, { getRemainingTimeInMillis: () => 60_000 });
}

describe('a bulk action', () => {
  it('of nothing is refused politely', async () => {
    const { status, body } = await ask('officer', { action: 'claim', cases: [] });
    expect([status, body.type]).toEqual([422, 'urn:banshi:problem:empty-selection']);
    expect(body.detail.zh).toContain('请先勾选');
  });

  it('is for those who may take the single action, on cases of their own agency', async () => {
    expect((await ask('approver', { action: 'accept', cases })).status).toBe(403);
    const stranger = await ask('officer', { action: 'claim', cases: [newId()] });
    expect([stranger.status, stranger.body.state]).toEqual([200, 'not-started']);
    expect(stranger.body.outcomes[0]).toMatchObject({ outcome: 'refused', problem: { code: 'not-found' } });
    expect(stranger.body.outcomes[0].caseNumber).toBeUndefined();
    expect((await ask('officer', { action: 'submit', cases })).status).toBe(422);
    expect((await ask('officer', { action: 'claim', cases: Array.from({ length: 201 }, newId) })).status).toBe(422);
  });

  it('claims at once, and undone within its minute, gives back what nobody has gone on with', async () => {
    const { body } = await ask('officer', { action: 'claim', cases });
    expect([body.state, outcomes(body)]).toEqual(['done', ['done', 'done', 'done']]);
    expect(await typesOf(cases[0])).toEqual(['submitted', 'routed', 'claimed']);
    await hall.call(people.officer, 'POST /v1/agency/cases/{caseId}/release', { caseId: cases[2] ?? '' }, {});
    await hall.call(people.colleague, 'POST /v1/agency/cases/{caseId}/claim', { caseId: cases[2] ?? '' }, {});
    hall.now = secondsAfter(hall.now, 59);
    const undone = await undo('officer', body.bulkId);
    expect([undone.status, undone.body.state]).toEqual([200, 'undone']);
    expect(outcomes(undone.body)).toEqual(['undone', 'undone', 'refused']);
    expect(undone.body.outcomes[2].problem.code).toBe('not-handler');
    expect(await typesOf(cases[0])).toEqual(['submitted', 'routed', 'claimed', 'released']);
    // Said again, it is as it was.
    expect((await undo('officer', body.bulkId)).body).toEqual(undone.body);
  });

  it('a release undone gives cases back to whoever held them, and to no supervisor who did not', async () => {
    await ask('officer', { action: 'claim', cases: cases.slice(0, 1) });
    await ask('supervisor', { action: 'claim', cases: cases.slice(1, 2) });
    const { body } = await ask('supervisor', { action: 'release', cases: cases.slice(0, 2) });
    const undone = await undo('supervisor', body.bulkId);
    expect(outcomes(undone.body)).toEqual(['refused', 'undone']);
    const holders = await Promise.all(cases.slice(0, 2).map((id) => hall.deps.cases.loadHead(id)));
    expect(holders.map(({ head }) => head.handler?.id)).toEqual([undefined, people.supervisor.sub]);
  });

  it('undone too late is refused', async () => {
    const { body } = await ask('officer', { action: 'claim', cases });
    hall.now = secondsAfter(hall.now, 60);
    const late = await undo('officer', body.bulkId);
    expect([late.status, late.body.type]).toEqual([409, 'urn:banshi:problem:too-late']);
  });
});

describe('what an applicant is told of', () => {
  beforeEach(async () => {
    await ask('officer', { action: 'claim', cases: cases.slice(0, 2) });
  });

  it('is not begun when one case may not, unless that is to be left out', async () => {
    const stopped = await ask('officer', { action: 'accept', cases });
    expect([stopped.body.state, outcomes(stopped.body)]).toEqual(['not-started', ['ready', 'ready', 'refused']]);
    expect(stopped.body.outcomes[2].problem).toMatchObject({
      code: 'not-handler',
      detail: { zh: '请先认领这件，再办理。' },
    });
    await minute(61);
    expect(await statesOf()).toEqual(['submitted', 'submitted', 'submitted']);
    const skipped = await ask('officer', { action: 'accept', cases, ifRefused: 'skip' });
    expect([skipped.body.state, skipped.body.counts]).toEqual([
      'waiting',
      { ready: 2, refused: 1, done: 0, undone: 0 },
    ]);
    await minute(59);
    expect(await statesOf()).toEqual(['submitted', 'submitted', 'submitted']);
    await minute(1);
    expect(await statesOf()).toEqual(['in-review', 'in-review', 'submitted']);
    const { body } = await read('officer', skipped.body.bulkId);
    expect([body.state, outcomes(body)]).toEqual(['done', ['done', 'done', 'refused']]);
    expect((await undo('officer', skipped.body.bulkId)).status).toBe(409);
    await minute(60);
    expect((await typesOf(cases[0])).filter((type) => type === 'accepted')).toHaveLength(1);
  });

  it('undone within its minute has never happened', async () => {
    const { body } = await ask('officer', { action: 'accept', cases: cases.slice(0, 2) });
    hall.now = secondsAfter(hall.now, 59);
    expect(outcomes((await undo('officer', body.bulkId)).body)).toEqual(['undone', 'undone']);
    await minute(120);
    expect(await statesOf()).toEqual(['submitted', 'submitted', 'submitted']);
    expect(await typesOf(cases[0])).toEqual(['submitted', 'routed', 'claimed']);
  });

  it('meets what has changed in its minute: that case is told apart, the others are done', async () => {
    const { body } = await ask('officer', { action: 'accept', cases: cases.slice(0, 2) });
    await hall.call(people.citizen, 'POST /v1/cases/{caseId}/withdraw', { caseId: cases[0] ?? '' }, {});
    await minute(60);
    const after = await read('officer', body.bulkId);
    expect(outcomes(after.body)).toEqual(['refused', 'done']);
    expect(after.body.outcomes[0].problem.code).toBe('wrong-state');
    expect(await statesOf()).toEqual(['withdrawn', 'in-review', 'submitted']);
  });

  it('broken off in the middle is finished by the next minute, each case once', async () => {
    const { body } = await ask('officer', { action: 'accept', cases: cases.slice(0, 2) });
    const put = hall.deps.bulks.put;
    const failing = vi.spyOn(hall.deps.bulks, 'put').mockImplementation(async (one, expected, more) => {
      if (one.state === 'done') throw new Error('the machine stops');
      await put(one, expected, more);
    });
    await expect(minute(60)).rejects.toThrow('could not be moved on');
    failing.mockRestore();
    expect((await read('officer', body.bulkId)).body.state).toBe('applying');
    await Promise.all([minute(60), minute(0)]);
    expect((await read('officer', body.bulkId)).body.state).toBe('done');
    for (const caseId of cases.slice(0, 2)) {
      expect((await typesOf(caseId)).filter((type) => type === 'accepted')).toHaveLength(1);
    }
  });

  it('asked twice under one key is one action; and is only theirs who asked', async () => {
    hall.now = secondsAfter(hall.now, 1);
    const selected = { action: 'accept', cases: cases.slice(0, 2) };
    const [first, again] = [await ask('officer', selected, 'bulk-key-1'), await ask('officer', selected, 'bulk-key-1')];
    expect(again.body).toEqual(first.body);
    expect((await ask('officer', { ...selected, cases: [cases[0]] }, 'bulk-key-1')).status).toBe(422);
    expect((await read('colleague', first.body.bulkId)).status).toBe(404);
    expect((await undo('colleague', first.body.bulkId)).status).toBe(404);
    const mine = await hall.call(people.officer, 'GET /v1/agency/bulk');
    expect(mine.body.items.map(({ action }: { action: string }) => action)).toEqual(['accept', 'claim']);
  });
});
