import { describe, expect, it } from 'vitest';
import { isBlank } from '../../../shared/base/blank.ts';
import { written } from '../../../shared/base/words.ts';
import { giveOpinionBody, refuseBody, requestCorrectionBody } from '../../../shared/cases/commands.ts';

const invisible = [
  '',
  '   \t\r\n',
  '\u00a0\u3000\u2003',
  '\u200b\u200c\u200d\u2060\ufeff',
  '\u00ad\u034f\u061c\u180e',
  '\u115f\u3164\uffa0',
  '\ufe0f\u{e0020}',
  '\u202e\u2066',
  '\u2800',
  '\u0000\u0007\u0378',
];

describe('a text', () => {
  it.each(invisible)('in which nothing can be seen is blank, and none that somebody has to write: %j', (text) => {
    expect(isBlank(text)).toBe(true);
    expect(written(200).safeParse(text).success).toBe(false);
    expect(refuseBody.safeParse({ reason: text }).success).toBe(false);
    expect(giveOpinionBody.safeParse({ outcome: 'agree', reason: text }).success).toBe(false);
  });
  it.each(['看不清', 'a', '。', '0', '-', '\u200b看\u200b', '👨‍👩‍👧', '\u0301e', '́'])(
    'with something in it is not: %j',
    (text) => {
      expect(isBlank(text)).toBe(false);
      expect(written(200).parse(` ${text} `)).toBe(text);
    },
  );
  it('has its length counted without the spaces around it', () => {
    expect(written(3).safeParse('  abc  ').success).toBe(true);
    expect(written(3).safeParse('abcd').success).toBe(false);
    expect(written(9, 2).safeParse(' a ').success).toBe(false);
  });
  it('goes for every reason and every mark of a request for corrections', () => {
    const place = { ...{ code: 'photo', materialId: '0'.repeat(26), page: 1 }, ...{ x: 0, y: 0, w: 500, h: 500 } };
    const asked = (reason: string, text: string) => ({
      fields: [{ field: 'fullName', reason }],
      materials: [{ code: 'photo', reason }],
      marks: [{ ...place, text }],
    });
    expect(requestCorrectionBody.safeParse(asked('看不清', '反光')).success).toBe(true);
    for (const [reason, text] of [
      ['\u200b', '反光'],
      ['  ', '反光'],
      ['看不清', '\u3164'],
    ] as const)
      expect(requestCorrectionBody.safeParse(asked(reason, text)).success).toBe(false);
    // A mark lies on its page also in the stricter form.
    expect(
      requestCorrectionBody.safeParse({ ...asked('看', '反'), marks: [{ ...place, x: 9900, text: '反' }] }).success,
    ).toBe(false);
  });
});
