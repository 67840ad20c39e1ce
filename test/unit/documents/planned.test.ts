/** Which notice an event has, and what the letter says of it: taken from the record, as the worker of the queue does it. */
import { describe, expect, it } from 'vitest';
import { plannedPaper } from '../../../functions/documents/planned.ts';
import { requestCorrectionBody } from '../../../shared/cases/commands.ts';
import { awaitFee } from '../../../shared/cases/fees.ts';
import { extend, requestCorrection } from '../../../shared/cases/handling.ts';
import type { Outcome } from '../../../shared/cases/outcome.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import { chen, given, hall, identityFile, li, lifeIn, monday } from '../../support/test-case.ts';
import { feeItem, jointItem, promisedItem } from '../../support/test-item.ts';

/** The letter of the newest event. */
function letterOf({ head, events }: Outcome, item: Item) {
  const event = events.at(-1);
  if (event === undefined) throw new Error('nothing happened');
  const { eventId, type, caseId, seq, at } = event;
  const planned = plannedPaper({ eventId, type, caseId, seq, at }, { head, events, item });
  if (planned === undefined) throw new Error('no paper is due');
  const { title, paragraphs } = planned.paper('BS2026-7K3M-9QXT-2A', 'https://hall.example.cn');
  return { kind: planned.kind, reasons: planned.reasons, title, paragraphs, text: paragraphs.join('\n') };
}

const mark = {
  ...{ code: 'identity', materialId: identityFile.materialId, page: 2 },
  ...{ x: 0, y: 0, w: 2000, h: 1000, text: '姓名处反光' },
};
const lower = { ...mark, page: 1, x: 8000, y: 9000, text: '缺发证机关印章' };

function correctionLetter(body: object, item = promisedItem) {
  const context = { item, actor: li, now: monday };
  const request = requestCorrectionBody.parse(body);
  return letterOf(given(requestCorrection(lifeIn('submitted', item).head, request, context)), item);
}

describe('the letter that asks for corrections', () => {
  it('says after the reason where on the paper each mark lies, and what is wrong there', () => {
    const { kind, title, paragraphs } = correctionLetter({
      fields: [{ field: 'fullName', reason: '与证件不一致' }],
      materials: [{ code: 'identity', reason: '看不清' }],
      marks: [mark, lower],
    });
    expect([kind, title]).toEqual(['correction', '补正材料告知书']);
    const name = promisedItem.materials.find(({ code }) => code === 'identity')?.name.zh;
    expect(paragraphs.filter((line) => /^\d．/.test(line))).toEqual([
      `1．${labelOf('fullName')}：与证件不一致`,
      `2．${name}：看不清；第2页左上：姓名处反光；第1页右下：缺发证机关印章`,
    ]);
  });

  it('keeps what was written word for word, and is no page: tags are letters like others', () => {
    const text = '<img src=x onerror=alert(1)>“请重拍”';
    const { paragraphs, reasons } = correctionLetter({
      fields: [],
      materials: [{ code: 'identity', reason: '<b>看不清</b>' }],
      marks: [{ ...mark, text }],
    });
    expect(paragraphs.some((line) => line.endsWith(`：<b>看不清</b>；第2页左上：${text}`))).toBe(true);
    // The characters that the letter needs are looked for in the fonts beforehand: those of the marks too.
    expect(reasons).toContain('<img src=x onerror=alert(1)>');
  });

  it('has each paper on one line, though its reason was written on several', () => {
    const { paragraphs } = correctionLetter({
      fields: [],
      materials: [{ code: 'identity', reason: '看不清\n请重拍' }],
      marks: [{ ...mark, text: '反光\n\n缺角' }],
    });
    expect(paragraphs.filter((line) => line.includes('\n'))).toEqual([]);
    expect(paragraphs.some((line) => line.endsWith('：看不清 请重拍；第2页左上：反光 缺角'))).toBe(true);
  });

  it('says nothing of marks where none were made', () => {
    expect(correctionLetter({ fields: [], materials: [{ code: 'identity', reason: '看不清' }] }).text).not.toContain(
      '页',
    );
  });
});

describe('the letter that tells of an extension', () => {
  const letter = (item: Item) =>
    letterOf(
      given(extend(lifeIn('in-review', item).head, { reason: '需现场核查' }, { item, actor: chen, now: monday })),
      item,
    );
  const article = '依据《中华人民共和国行政许可法》第四十二条的规定，';

  it('names, of joint handling, the head of the government and fifteen days', () => {
    const { title, text } = letter(jointItem);
    expect(title).toBe('延长办理期限告知书');
    expect(text).toContain(`${article}经本级人民政府负责人批准，延长办理期限15个工作日，至2026年5月`);
    expect(text).not.toContain('本机关负责人');
  });

  it('names, of a single authority, its own head and ten days', () => {
    const { text } = letter(promisedItem);
    expect(text).toContain(`${article}经本机关负责人批准，延长办理期限10个工作日，至2026年4月`);
    expect(text).not.toContain('人民政府');
  });
});

describe('a case that waits for its fee', () => {
  it('has no letter of that, and no message of it fails', () => {
    const { head, events } = given(
      awaitFee(lifeIn('in-review', feeItem).head, { item: feeItem, actor: hall, now: monday }),
    );
    const event = events.at(-1);
    expect(event).toMatchObject({ type: 'suspended', data: { ground: 'fee' } });
    if (event === undefined) throw new Error('nothing happened');
    const { eventId, type, seq, at } = event;
    expect(
      plannedPaper({ eventId, type, caseId: event.caseId, seq, at }, { head, events, item: feeItem }),
    ).toBeUndefined();
  });
});

const labelOf = (field: string) =>
  promisedItem.form.sections.flatMap(({ fields }) => fields).find(({ name }) => name === field)?.label.zh;
