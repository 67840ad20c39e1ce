/** Notices on the way to a decision, on the embedded engines: each step that the law wants told has its paper, once. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { extractText } from 'unpdf';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/documents/documents.ts';
import { createPaperStore } from '../../../functions/documents/paper-store.ts';
import type { CaseState, EventType } from '../../../shared/cases/case.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import type { DocumentKind } from '../../../shared/cases/document-verification.ts';
import { fireDue } from '../../../shared/cases/firing.ts';
import { reopen } from '../../../shared/cases/handling.ts';
import type { Fonts } from '../../../shared/documents/font-store.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { paperFonts } from '../../support/fonts.ts';
import { failedIds, sqsEvent } from '../../support/queue-events.ts';
import { catalogueOf, type QueueHall, queueHall } from '../../support/queue-hall.ts';
import {
  caseId,
  caseNumber,
  chen,
  given,
  hall as hallActor,
  Life,
  li,
  lifeIn,
  monday,
  sun,
  wang,
} from '../../support/test-case.ts';
import { instantItem, promisedItem, renewalItem } from '../../support/test-item.ts';

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
    catalogue: catalogueOf([promisedItem, instantItem, renewalItem]),
    fonts: async () => fonts,
    hallUrl: 'https://hall.example.cn',
  });

/** What the relay would say of the newest event of this type. */
function messageOf(life: Life, type: EventType) {
  const event = life.events.findLast((each) => each.type === type);
  if (event === undefined) throw new Error(`no ${type} in this life`);
  return sqsEvent('documents', [{ eventId: event.eventId, type, caseId, seq: event.seq, at: event.at }]);
}

async function textOf(number: string): Promise<string> {
  const key = { Bucket: hall.bucket, Key: `documents/${caseId}/${number}.pdf` };
  const { Body } = await engines.s3.send(new GetObjectCommand(key));
  const { text } = await extractText((await Body?.transformToByteArray()) ?? new Uint8Array(), { mergePages: true });
  return text.replaceAll(/\s/g, '');
}

const told: readonly [CaseState, EventType, DocumentKind, readonly string[]][] = [
  [
    'in-review',
    'accepted',
    'acceptance',
    ['受理通知书', '第三十二条第一款第（五）项', '至2026年3月30日', '于2026年3月16日前'],
  ],
  ['not-accepted', 'not-accepted', 'refusal', ['不予受理通知书', '不属于本机关职权', '省厅', '行政复议']],
  [
    'correction-requested',
    'correction-requested',
    'correction',
    ['补正材料告知书', '1．姓名：与证件不一致', '2026年3月23日'],
  ],
  ['suspended', 'suspended', 'suspension', ['中止办理通知书', '检测', '第四十五条', '送检']],
  ['terminated', 'terminated', 'termination', ['终止办理通知书', '申请人死亡', '行政诉讼']],
  ['lapsed', 'lapsed', 'lapse', ['终止办理通知书', '至2026年3月23日没有收到补正']],
];

describe('a notice', () => {
  it.each(told)('of what made the case %s', async (state, type, kind, words) => {
    const life = lifeIn(state, promisedItem);
    await hall.put(life);
    const message = messageOf(life, type);
    const make = worker();
    const all = [...(await Promise.all([make(message), make(message)])), await make(message)];
    expect(all.flatMap(failedIds)).toEqual([]);
    const { head, events } = await hall.cases.get(caseId);
    expect(head.documents).toMatchObject([{ kind, about: life.events.findLast((each) => each.type === type)?.seq }]);
    expect(head.state).toBe(state);
    expect(verifyChain(events, head)).toEqual({ intact: true });
    const number = head.documents[0]?.number ?? '';
    expect(await hall.documents.get(number)).toMatchObject({ kind, valid: true, caseNumber, holder: '王*' });
    const text = await textOf(number);
    for (const word of words) expect(text).toContain(word);
  });

  it('of an end is valid no longer once the case is taken up again, whichever comes first', async () => {
    const valid = async () => {
      const { documents } = (await hall.cases.get(caseId)).head;
      return (await hall.documents.get(documents.find(({ kind }) => kind === 'lapse')?.number ?? '')).valid;
    };
    const life = lifeIn('lapsed', promisedItem);
    await hall.put(life);
    expect(failedIds(await worker()(messageOf(life, 'lapsed')))).toEqual([]);
    expect(await valid()).toBe(true);
    const { head } = await hall.cases.get(caseId);
    const context = { item: promisedItem, actor: sun, now: '2026-04-01T02:00:00.000Z' };
    const again = given(reopen(head, { reason: '因病住院' }, context));
    await hall.cases.commit({ ...again, expected: head.version, now: context.now });
    expect(await valid()).toBe(false);

    hall = await queueHall(engines);
    const quick = lifeIn('lapsed', promisedItem);
    const message = messageOf(quick, 'lapsed');
    await hall.put(quick.take('reopen', sun, context.now));
    expect(failedIds(await worker()(message))).toEqual([]);
    expect(await valid()).toBe(false);
  });

  it('of an extension says by how much and until when', async () => {
    const life = lifeIn('in-review', promisedItem).take('extend', chen);
    await hall.put(life);
    expect(failedIds(await worker()(messageOf(life, 'extended')))).toEqual([]);
    const { head } = await hall.cases.get(caseId);
    const text = await textOf(head.documents[0]?.number ?? '');
    for (const word of ['延长办理期限告知书', '第四十二条', '延长办理期限10个工作日', '至2026年4月14日', '需现场核查'])
      expect(text).toContain(word);
  });

  it('of acceptance by silence is dated at receipt', async () => {
    const life = lifeIn('submitted', promisedItem);
    const fired = fireDue(life.head, { item: promisedItem, actor: hallActor, now: '2026-03-10T00:00:00.000Z' });
    if (fired === undefined) throw new Error('nothing was due');
    life.head = fired.head;
    life.events.push(...fired.events);
    await hall.put(life);
    expect(failedIds(await worker()(messageOf(life, 'accepted')))).toEqual([]);
    const { head } = await hall.cases.get(caseId);
    expect(await textOf(head.documents[0]?.number ?? '')).toContain('自收到申请之日（2026年3月2日）起即为受理');
  });

  it('is not made of an acceptance that was a decision in the same moment', async () => {
    const life = new Life(instantItem).take('submit', wang).take('decide', li, monday);
    await hall.put(life);
    const make = worker();
    expect(failedIds(await make(messageOf(life, 'accepted')))).toEqual([]);
    expect(failedIds(await make(messageOf(life, 'granted')))).toEqual([]);
    expect((await hall.cases.get(caseId)).head.documents).toMatchObject([{ kind: 'decision-grant' }]);
  });

  it('does not stand in for the decision that follows it', async () => {
    const life = lifeIn('granted', promisedItem);
    await hall.put(life);
    const make = worker();
    for (const type of ['accepted', 'granted'] as const)
      expect(failedIds(await make(messageOf(life, type)))).toEqual([]);
    const { head } = await hall.cases.get(caseId);
    expect(head.documents.map(({ kind }) => kind)).toEqual(['acceptance', 'decision-grant']);
  });

  it('of a licence renewed by silence is the decision, dated when the licence ended', async () => {
    const life = lifeIn('in-review', renewalItem);
    const fired = fireDue(life.head, { item: renewalItem, actor: hallActor, now: '2026-04-10T00:00:00.000Z' });
    if (fired === undefined) throw new Error('nothing was due');
    life.head = fired.head;
    life.events.push(...fired.events);
    expect(life.head).toMatchObject({ state: 'granted', decidedAt: '2026-04-02T16:00:00.000Z' });
    await hall.put(life);
    expect(failedIds(await worker()(messageOf(life, 'granted')))).toEqual([]);
    const { head } = await hall.cases.get(caseId);
    const text = await textOf(head.documents[0]?.number ?? '');
    for (const word of ['第五十条第二款', '视为准予延续', '2026年4月3日']) expect(text).toContain(word);
  });

  it('of an event that has none is set aside', async () => {
    const life = lifeIn('submitted', promisedItem);
    await hall.put(life);
    expect(failedIds(await worker()(messageOf(life, 'claimed')))).toEqual(['m0']);
  });
});
