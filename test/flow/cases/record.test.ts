/** Who looked, what it was at an instant, whether the record is whole, and bad ratings that are answered: over the handlers. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler as makePublic } from '../../../functions/public/handler.ts';
import { createDocumentStore } from '../../../shared/cases/document-store.ts';
import type { DocumentVerification } from '../../../shared/cases/document-verification.ts';
import { createRecordStore } from '../../../shared/cases/record-store.ts';
import { type CaseFunctions, caseFunctions, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';
import { bodyOf, httpEvent } from '../../support/http.ts';

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

const desk = (who: keyof typeof people, action: string, body: object = {}) =>
  hall.call(people[who], `POST /v1/agency/cases/{caseId}/${action}`, { caseId }, body);
const look = (who: keyof typeof people, rest = '', query = {}) =>
  hall.call(people[who], `GET /v1/agency/cases/{caseId}${rest}`, { caseId }, undefined, { query });

describe('what an officer saw', () => {
  it('is on the access record, newest first, for the auditor alone', async () => {
    hall.now = '2026-02-13T02:00:00.000Z';
    expect((await look('officer')).status).toBe(200);
    hall.now = '2026-02-13T03:00:00.000Z';
    expect((await look('supervisor', '/past', { at: '2026-02-13T10:30:00+08:00' })).status).toBe(200);
    expect((await look('officer', '/access')).status).toBe(403);
    hall.now = '2026-02-13T04:00:00.000Z';
    const { status, body } = await look('auditor', '/access', { limit: '1' });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([{ what: 'past', who: { id: 'supervisor-qian', roles: ['supervisor'] } }]);
    const rest = await look('auditor', '/access', { cursor: body.next });
    expect(rest.body.items).toMatchObject([
      { what: 'case', at: '2026-02-13T02:00:00.000Z', who: { id: 'officer-wang', name: '王芳' } },
    ]);
    expect((await look('auditor', '/access')).body.items.map(({ what }: { what: string }) => what)).toContain(
      'access-record',
    );
  });

  it('costs the read no round trip more', async () => {
    hall.count();
    expect((await look('officer')).status).toBe(200);
    expect(hall.count()).toBe(1);
  });

  it('is noted when it was not theirs to see, too', async () => {
    const stranger = { sub: 'officer-sun', name: '孙丽', roles: 'officer', agency: '11440100DEM0009999' };
    expect((await hall.call(stranger, 'GET /v1/agency/cases/{caseId}', { caseId })).status).toBe(404);
    expect((await look('auditor', '/access')).body.items).toMatchObject([{ who: { id: 'officer-sun' } }]);
  });
});

describe('the past of a case', () => {
  it('is answered at any instant', async () => {
    hall.now = '2026-02-14T01:00:00.000Z';
    await desk('officer', 'claim');
    await desk('officer', 'accept');
    const before = await look('officer', '/past', { at: '2026-02-13T12:00:00Z' });
    expect(before.body).toMatchObject({ state: 'submitted', due: [{ clock: 'accept', by: '2026-02-27' }] });
    const after = await look('officer', '/past', { at: '2026-02-14T09:00:00+08:00' });
    expect(after.body).toMatchObject({ state: 'in-review', handler: { id: 'officer-wang' } });
    expect((await look('officer', '/past', { at: '2026-02-01T00:00:00Z' })).status).toBe(404);
    expect((await look('officer', '/past', { at: 'yesterday' })).status).toBe(400);
  });
});

describe('the record', () => {
  const anyone = () => {
    const { lists: _, ...rest } = hall.deps;
    const documents = createDocumentStore(engines.documents, hall.table);
    const records = createRecordStore(engines.documents, hall.table);
    return makePublic({ ...rest, documents, records, openapi: () => ({}) });
  };
  const number = 'BS2026-7K3M-9QXT-2A';
  const check = async () => {
    const event = httpEvent({
      routeKey: 'GET /v1/documents/{documentNumber}/record',
      params: { documentNumber: number },
    });
    const result = await anyone()(event, {});
    return { status: result.statusCode, body: bodyOf(result) };
  };
  beforeEach(async () => {
    const { head } = await hall.deps.cases.get(caseId);
    const verification: DocumentVerification = {
      ...{ number, valid: true, kind: 'acceptance' as const, itemName: head.itemName, agencyName: head.itemName },
      ...{ holder: '张*', caseNumber: head.caseNumber ?? '', issuedAt: hall.now, sha256: 'a'.repeat(64) },
    };
    const item = createDocumentStore(engines.documents, hall.table).issueItem(verification, caseId);
    const bump = { ...head, version: head.version + 1 };
    await hall.deps.cases.commit({ head: bump, events: [], expected: head.version, with: [item], now: hall.now });
  });

  it('is told to be whole by the number of a document', async () => {
    expect(await check()).toEqual({ status: 200, body: { number, intact: true, events: 2 } });
  });

  it('is told to be whole to the auditor alone, and the look is noted', async () => {
    expect((await look('auditor', '/record')).body).toEqual({ caseId, events: 2, intact: true });
    expect((await look('supervisor', '/record')).status).toBe(403);
    expect((await look('auditor', '/access')).body.items[0]).toMatchObject({
      what: 'record',
      who: { id: 'auditor-wu' },
    });
  });

  it('is told to be broken when a line was changed behind the hall’s back', async () => {
    await engines.documents.send(
      new UpdateCommand({
        TableName: hall.table,
        Key: { PK: `CASE#${caseId}`, SK: 'EVENT#000001' },
        UpdateExpression: 'SET #event.#at = :at',
        ExpressionAttributeNames: { '#event': 'event', '#at': 'at' },
        ExpressionAttributeValues: { ':at': '2026-02-01T00:00:00.000Z' },
      }),
    );
    expect((await check()).body).toMatchObject({ intact: false });
    const records = createRecordStore(engines.documents, hall.table);
    expect((await records.verify(caseId)).chain).toEqual({ intact: false, brokenAt: 1 });
    expect((await look('auditor', '/record')).body).toEqual({ caseId, events: 2, intact: false, brokenAt: 1 });
  });

  it('is found by the case number, and not where there is none', async () => {
    const records = createRecordStore(engines.documents, hall.table);
    const { head } = await hall.deps.cases.get(caseId);
    expect(await records.caseOfNumber(head.caseNumber ?? '')).toBe(caseId);
    await expect(records.caseOfDocument('BS2026-0000-0000-00')).rejects.toThrow('not-found');
    await expect(records.verify('0'.repeat(26))).rejects.toThrow('not-found');
  });
});

describe('a bad rating', () => {
  const rate = (score: number) =>
    hall.call(people.citizen, 'POST /v1/cases/{caseId}/rate', { caseId }, { score, comment: '等得太久' });
  const orders = async () => (await hall.call(people.supervisor, 'GET /v1/agency/work-orders')).body.items;

  it('opens a work order with fifteen working days of its own, and is answered to the citizen', async () => {
    await hall.call(people.citizen, 'POST /v1/cases/{caseId}/withdraw', { caseId }, {});
    expect((await rate(5)).status).toBe(200);
    expect(await orders()).toMatchObject([
      { caseId, score: 5, comment: '等得太久', answerBy: '2026-03-12', lamp: 'green' },
    ]);
    const mine = await hall.call(people.citizen, 'GET /v1/cases/{caseId}', { caseId });
    expect(mine.body).toMatchObject({
      workOrder: { openedAt: hall.now },
      due: [{ clock: 'answer', by: '2026-03-12' }],
    });
    hall.now = '2026-02-26T01:00:00.000Z';
    expect((await desk('officer', 'answer-work-order', { answer: '抱歉' })).status).toBe(403);
    expect((await desk('supervisor', 'answer-work-order', { answer: '已增派人手' })).status).toBe(200);
    expect((await desk('supervisor', 'answer-work-order', { answer: '再答' })).status).toBe(409);
    expect(await orders()).toEqual([]);
    const told = await hall.call(people.citizen, 'GET /v1/cases/{caseId}', { caseId });
    expect(told.body).toMatchObject({ workOrder: { answer: { text: '已增派人手' } }, due: [] });
    expect(JSON.stringify(told.body)).not.toContain('supervisor-qian');
  });

  it.each([1, 2, 3])('of %i is none', async (score) => {
    await hall.call(people.citizen, 'POST /v1/cases/{caseId}/withdraw', { caseId }, {});
    expect((await rate(score)).status).toBe(200);
    expect(await orders()).toEqual([]);
    expect((await rate(5)).status).toBe(409);
  });
});
