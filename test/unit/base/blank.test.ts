import { describe, expect, it } from 'vitest';
import { askBody } from '../../../functions/checkout/api.ts';
import { isBlank } from '../../../shared/base/blank.ts';
import { written } from '../../../shared/base/words.ts';
import { messageBody } from '../../../shared/booking/views.ts';
import { prescribeBody } from '../../../shared/booking/visit-words.ts';
import { giveOpinionBody, refuseBody, requestCorrectionBody } from '../../../shared/cases/commands.ts';
import { saveProfileBody } from '../../../shared/cases/profile.ts';

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

describe('what was pasted along with a text', () => {
  it('is left out where somebody has to write: marks that turn the direction, control characters', () => {
    expect(messageBody.parse({ text: '听不见您说话，\u202E我写在这里\u0007。' })).toEqual({
      text: '听不见您说话，我写在这里。',
    });
    expect(prescribeBody.parse(prescribing('阿司匹林\u202E肠溶片')).medicines[0]?.name).toBe('阿司匹林肠溶片');
    expect(saveProfileBody.parse({ consent: true, answers: { fullName: ' 李\u2066娜 ' } }).answers.fullName).toBe(
      '李娜',
    );
    const ask = {
      ground: 'student',
      statement: '在校\u202A学生',
      certificate: { name: '学生证', number: '\u202E1' },
      files: [],
    };
    expect(askBody.parse(ask)).toMatchObject({ statement: '在校学生', certificate: { number: '1' } });
  });
  it('is nothing by itself', () => {
    expect(prescribeBody.safeParse(prescribing('\u200b\u202e')).success).toBe(false);
    expect(saveProfileBody.safeParse({ consent: true, answers: { fullName: '\u3164' } }).success).toBe(false);
    const ask = { ground: 'student', statement: '在校', certificate: { name: '\u2800', number: '1' }, files: [] };
    expect(askBody.safeParse(ask).success).toBe(false);
  });
  const prescribing = (name: string) => ({
    medicines: [{ code: 'B01AC06', name, dosage: '每日一次', days: 30 }],
    composedBy: 'doctor',
  });
});
