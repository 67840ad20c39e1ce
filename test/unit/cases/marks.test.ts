import { describe, expect, it } from 'vitest';
import { requestCorrectionBody } from '../../../shared/cases/commands.ts';
import { requestCorrection } from '../../../shared/cases/handling.ts';
import { mostMarks, placeOf } from '../../../shared/cases/mark-places.ts';
import { between, middleFrame, moved, sized, turned } from '../../../web/src/paper/frames.ts';
import { given, identityFile, li, lifeIn, monday, refusal } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

const mark = {
  ...{ code: 'identity', materialId: identityFile.materialId, page: 1 },
  ...{ x: 500, y: 400, w: 2000, h: 1000, text: '姓名看不清' },
};
const asked = (marks: object[], materials = [{ code: 'identity', reason: '看不清' }]) => ({
  fields: materials.length === 0 ? [{ field: 'fullName', reason: '不一致' }] : [],
  materials,
  marks,
});
const taken = (body: object) => requestCorrectionBody.safeParse(body).success;
const context = { item: promisedItem, actor: li, now: monday };

describe('a mark on a paper', () => {
  it('lies on its page, says what is wrong, and there are not more than can be read', () => {
    expect(taken(asked([mark]))).toBe(true);
    const bad = [
      { ...mark, x: 8001 },
      { ...mark, y: 9001 },
      { ...mark, w: 99 },
      { ...mark, h: 0 },
      { ...mark, x: -1 },
      { ...mark, x: 0.5 },
      { ...mark, page: 0 },
      { ...mark, page: 501 },
      { ...mark, text: '  ' },
      { ...mark, text: '长'.repeat(201) },
      { ...mark, materialId: 'x' },
      { ...mark, more: 1 },
    ];
    for (const one of bad) expect([one, taken(asked([one]))]).toEqual([one, false]);
    expect(taken(asked(Array.from({ length: mostMarks }, () => mark)))).toBe(true);
    expect(taken(asked(Array.from({ length: mostMarks + 1 }, () => mark)))).toBe(false);
  });

  it('is kept with the request and sealed in the record', () => {
    const { head, events } = given(
      requestCorrection(lifeIn('submitted', promisedItem).head, requestCorrectionBody.parse(asked([mark])), context),
    );
    expect(head.correction?.marks).toEqual([mark]);
    expect(events[0]?.data).toMatchObject({ marks: [mark] });
  });

  it('belongs to a file of a paper that is asked for, and to no other', () => {
    const { head } = lifeIn('submitted', promisedItem);
    const ask = (body: object) => refusal(requestCorrection(head, requestCorrectionBody.parse(body), context));
    const elsewhere = { ...mark, materialId: `${mark.materialId.slice(0, -1)}7` };
    expect(ask(asked([mark, elsewhere]))).toEqual({
      code: 'invalid-fields',
      fields: ['body.marks.1.materialId not-of-asked-paper'],
    });
    expect(ask(asked([{ ...mark, code: 'photo' }])).fields).toHaveLength(1);
    expect(ask(asked([mark], [])).fields).toHaveLength(1);
    const strange = [{ code: '__proto__', reason: '看不清' }];
    expect(ask(asked([{ ...mark, code: '__proto__' }], strange)).code).toBe('not-asked-by-item');
  });

  it('lies on a page that its file has, as far as that is known', () => {
    const { head } = lifeIn('submitted', promisedItem);
    const file = { ...mark, page: 3 };
    const at = (more: object) => {
      const files = [{ ...identityFile, ...more }];
      return requestCorrection(head, requestCorrectionBody.parse(asked([file])), context, files);
    };
    for (const more of [{ mediaType: 'image/png' as const }, { pages: 2 }])
      expect(refusal(at(more))).toEqual({ code: 'invalid-fields', fields: ['body.marks.0.page not-a-page'] });
    for (const more of [{}, { pages: 3 }, { pages: 40 }])
      expect(given(at(more)).head.correction?.marks).toEqual([file]);
    const picture = [{ ...identityFile, mediaType: 'image/jpeg' as const }];
    expect(given(requestCorrection(head, requestCorrectionBody.parse(asked([mark])), context, picture))).toBeDefined();
  });

  it('is said in words for whoever does not see it', () => {
    expect(placeOf(mark)).toEqual({ zh: '第 1 页左上', en: 'page 1, upper left' });
    expect(placeOf({ ...middleFrame, page: 3 })).toEqual({ zh: '第 3 页正中', en: 'page 3, middle' });
    expect(placeOf({ page: 2, x: 9000, y: 9000, w: 1000, h: 1000 }).zh).toBe('第 2 页右下');
  });
});

describe('a frame', () => {
  it('turned with its sheet and back is the same', () => {
    for (const turns of [0, 1, 2, 3]) expect(turned(turned(middleFrame, turns), 4 - turns)).toEqual(middleFrame);
    expect(turned({ x: 0, y: 0, w: 1000, h: 500 }, 1)).toEqual({ x: 9500, y: 0, w: 500, h: 1000 });
  });

  it('stays on the page however it is drawn, moved and sized', () => {
    expect(between({ x: 9000, y: 12_000 }, { x: -50, y: 400.4 })).toEqual({ x: 0, y: 400, w: 9000, h: 9600 });
    expect(between({ x: 100, y: 100 }, { x: 150, y: 5000 })).toBeUndefined();
    expect(moved(middleFrame, { x: 9000, y: -9000 })).toEqual({ ...middleFrame, x: 7000, y: 0 });
    expect(sized(middleFrame, { x: -9000, y: 9000 })).toEqual({ ...middleFrame, w: 200, h: 6000 });
  });
});
