/** The maker of documents on the embedded engines: one document per decision, whatever comes twice or breaks in between. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { extractText } from 'unpdf';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/documents/documents.ts';
import { createPaperStore } from '../../../functions/documents/paper-store.ts';
import { documentNumber } from '../../../shared/base/words.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import type { Fonts } from '../../../shared/documents/font-store.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { sha256Of } from '../../support/files.ts';
import { paperFonts } from '../../support/fonts.ts';
import { failedIds, sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import { caseId, caseNumber, lifeIn, monday } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

let engines: Engines;
let fonts: Fonts;
let hall: QueueHall;

beforeAll(async () => {
  [engines, fonts] = await Promise.all([startEngines(), paperFonts()]);
});
afterAll(async () => engines.stop());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  hall = await queueHall(engines);
});
afterEach(() => vi.restoreAllMocks());

const worker = () =>
  makeHandler({
    ...hall,
    papers: createPaperStore(engines.s3, hall.bucket),
    catalogue: catalogueOf([promisedItem]),
    fonts: async () => fonts,
    hallUrl: 'https://hall.example.cn',
  });

/** A decided case, and the message that tells of its decision. */
async function decided(state: 'granted' | 'denied') {
  const life = lifeIn(state, promisedItem);
  await hall.put(life);
  const seq = life.events.length;
  return sqsEvent('documents', [{ eventId: `${caseId}-${seq}`, type: state, caseId, seq, at: monday }]);
}

async function papers(): Promise<{ key: string; bytes: Uint8Array }[]> {
  const { Contents = [] } = await engines.s3.send(new ListObjectsV2Command({ Bucket: hall.bucket }));
  return Promise.all(
    Contents.map(async ({ Key = '' }) => {
      const { Body } = await engines.s3.send(new GetObjectCommand({ Bucket: hall.bucket, Key }));
      return { key: Key, bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() };
    }),
  );
}

describe('a decision', () => {
  it.each([
    ['granted', 'decision-grant', '准予行政许可决定书'],
    ['denied', 'decision-denial', '不予行政许可决定书'],
  ] as const)('that is %s gets its paper, its line on the record and its public proof', async (state, kind, title) => {
    expect(failedIds(await worker()(await decided(state)))).toEqual([]);
    const { head, events } = await hall.cases.get(caseId);
    const [issued, ...more] = head.documents;
    expect(more).toEqual([]);
    expect(documentNumber.parse(issued?.number)).toMatch(/^BS2026-/);
    const [paper, ...others] = await papers();
    expect(others).toEqual([]);
    expect(paper?.key).toBe(`documents/${caseId}/${issued?.number}.pdf`);
    expect(issued).toEqual({
      number: issued?.number,
      kind,
      issuedAt: monday,
      sha256: sha256Of(paper?.bytes ?? Buffer.alloc(0)),
    });
    expect(events.at(-1)).toMatchObject({ type: 'document-issued', state, actor: { kind: 'system' } });
    expect(verifyChain(events, head)).toEqual({ intact: true });
    expect(await hall.documents.get(issued?.number ?? '')).toEqual({
      ...issued,
      valid: true,
      itemName: promisedItem.name,
      agencyName: promisedItem.agency.name,
      holder: '王*',
      caseNumber,
    });
    const { text } = await extractText(paper?.bytes ?? new Uint8Array(), { mergePages: true });
    expect(text).toContain(title);
    expect(text).toContain(`https://hall.example.cn/verify/${issued?.number}`);
  });

  it('that is told of twice, also at the same moment, has one paper', async () => {
    const message = await decided('granted');
    const make = worker();
    const all = [...(await Promise.all([make(message), make(message)])), await make(message)];
    expect(all.flatMap(failedIds)).toEqual([]);
    const { head, events } = await hall.cases.get(caseId);
    expect(head.documents).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'document-issued')).toHaveLength(1);
    expect(await papers()).toHaveLength(1);
  });

  it('whose record could not be written after its paper was stored gets the same paper on the next try', async () => {
    const message = await decided('granted');
    const mock = mockClient(engines.documents);
    mock.send.callThrough();
    mock.on(TransactWriteCommand).rejects(new Error('the function was ended'));
    expect(failedIds(await worker()(message))).toEqual(['m0']);
    mock.restore();
    const [orphan] = await papers();
    expect((await hall.cases.get(caseId)).head.documents).toEqual([]);

    hall.now = '2026-03-04T09:00:00.000Z';
    expect(failedIds(await worker()(message))).toEqual([]);
    const [paper, ...others] = await papers();
    expect(others).toEqual([]);
    expect(paper).toEqual(orphan);
    const { head } = await hall.cases.get(caseId);
    expect(head.documents).toMatchObject([{ sha256: sha256Of(paper?.bytes ?? Buffer.alloc(0)) }]);
  });

  it('whose number another document has takes the next one', async () => {
    const message = await decided('granted');
    await worker()(message);
    const first = (await hall.cases.get(caseId)).head.documents[0]?.number ?? '';
    // The same event in another hall, where somebody else already has the number.
    const taken = await hall.documents.get(first);
    hall = await queueHall(engines);
    await hall.put(lifeIn('granted', promisedItem));
    const other = { ...lifeIn('granted', promisedItem).head, caseId: '0000000000000000000000000Z' };
    await hall.cases.commit({
      head: other,
      events: [],
      expected: 0,
      with: [hall.documents.issueItem(taken, other.caseId)],
      now: monday,
    });
    expect(failedIds(await worker()(message))).toEqual([]);
    const { head } = await hall.cases.get(caseId);
    expect(head.documents).toHaveLength(1);
    expect(head.documents[0]?.number).not.toBe(first);
    expect(await hall.documents.get(first)).toEqual(taken);
  });
});

describe('a batch', () => {
  it('goes on past what is no decision, or not decided', async () => {
    const message = await decided('granted');
    const good: unknown = JSON.parse(message.Records[0]?.body ?? '');
    const unknown = { eventId: 'x-1', type: 'granted', caseId: '0000000000000000000000000Z', seq: 1, at: monday };
    const wrong = { ...unknown, caseId, type: 'submitted' };
    expect(failedIds(await worker()(sqsEvent('documents', [unknown, wrong, good])))).toEqual(['m0', 'm1']);
    expect((await hall.cases.get(caseId)).head.documents).toHaveLength(1);
  });
});

describe('a bucket that is down', () => {
  it('leaves the case as it was, and the message is given back', async () => {
    const message = await decided('granted');
    const before = await hall.rows(caseId);
    const mock = mockClient(engines.s3);
    mock.on(PutObjectCommand).rejects(new Error('down'));
    expect(failedIds(await worker()(message))).toEqual(['m0']);
    mock.restore();
    expect(await hall.rows(caseId)).toEqual(before);
  });
});
