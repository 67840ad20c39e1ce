/** What a person lets the hall remember: theirs alone, by consent, sealed, and gone when they say so. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CaseFunctions, caseFunctions, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';

const answers = { fullName: '张伟', idNumber: '11010519491231002X', mobile: '13800138000' };
const other = { sub: 'li-na', name: '李娜', roles: 'citizen', kind: 'natural' } as const;

let engines: Engines;
let hall: CaseFunctions;

beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await caseFunctions(engines);
});
afterEach(() => vi.restoreAllMocks());

const read = async (who: Record<string, string> = people.citizen) => (await hall.call(who, 'GET /v1/me/profile')).body;
const save = (body: unknown, ifMatch?: number) =>
  hall.call(people.citizen, 'PUT /v1/me/profile', {}, body, ifMatch === undefined ? {} : { ifMatch });

describe('what the hall remembers of a person', () => {
  it('is nothing until they agree, and then theirs alone', async () => {
    expect(await read()).toEqual({ version: 0, answers: {} });
    expect(await save({ answers }, 0)).toMatchObject({ status: 422 });
    expect(await save({ consent: false, answers }, 0)).toMatchObject({ status: 422 });
    expect(await read()).toEqual({ version: 0, answers: {} });
    expect(await save({ consent: true, answers }, 0)).toMatchObject({ status: 200 });
    expect(await read()).toEqual({ version: 1, consentedAt: hall.now, answers });
    expect(await read(other)).toEqual({ version: 0, answers: {} });
  });

  it('is changed only by who has seen the last of it', async () => {
    await save({ consent: true, answers }, 0);
    expect(await save({ consent: true, answers: {} })).toMatchObject({ status: 428 });
    expect(await save({ consent: true, answers: {} }, 0)).toMatchObject({ status: 412 });
    const both = await Promise.all(
      ['13800138001', '13800138002'].map((mobile) => save({ consent: true, answers: { mobile } }, 1)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await read()).toMatchObject({ version: 2 });
  });

  it('takes only the names that forms share', async () => {
    expect(await save({ consent: true, answers: { illness: '高血压' } }, 0)).toMatchObject({ status: 422 });
    expect(await save({ consent: true, answers: { fullName: '张'.repeat(201) } }, 0)).toMatchObject({ status: 422 });
  });

  it('lies sealed in the table, and is gone when it is deleted', async () => {
    await save({ consent: true, answers }, 0);
    const stored = async () =>
      JSON.stringify((await engines.documents.send(new ScanCommand({ TableName: hall.table }))).Items);
    expect(await stored()).toContain('PERSON#zhang-wei');
    for (const value of Object.values(answers)) expect(await stored()).not.toContain(value);
    expect(await hall.call(people.citizen, 'DELETE /v1/me/profile')).toMatchObject({ status: 204 });
    expect(await stored()).toBe('[]');
    expect(await hall.call(people.citizen, 'DELETE /v1/me/profile')).toMatchObject({ status: 204 });
    expect(await read()).toEqual({ version: 0, answers: {} });
  });
});

describe('the key of what a device keeps', () => {
  it('is the same for one person each time, and another for each other', async () => {
    const keyOf = async (who: Record<string, string>) => (await hall.call(who, 'GET /v1/me/device-key')).body.key;
    expect(await keyOf(people.citizen)).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOf(people.citizen)).toBe(await keyOf(people.citizen));
    expect(await keyOf(other)).not.toBe(await keyOf(people.citizen));
    expect((await hall.call(people.officer, 'GET /v1/me/device-key')).status).toBe(403);
  });
});
