import { describe, expect, it } from 'vitest';
import { type Field, field as fieldSchema, type LeafField, leafField } from '../../../shared/catalogue/item.ts';
import { answerText, type Sayer } from '../../../web/src/form/answer-text.ts';
import { errorMap, pageErrors } from '../../../web/src/form/errors.ts';
import { mediaTypeOf, typesText } from '../../../web/src/form/file-types.ts';
import { groupAdded, groupChanged, groupRemoved, withShownGroups } from '../../../web/src/form/groups.ts';
import { withoutMasked } from '../../../web/src/form/masked.ts';
import { materialFaults } from '../../../web/src/form/material-faults.ts';
import { answerOf, dateOf, datePartsOf, sameAnswer, textOf } from '../../../web/src/form/values.ts';
import { pathOfProblem, stepsOf } from '../../../web/src/hall/steps.ts';

const label = { zh: '名', en: 'name' };
const leaf = (rest: object): LeafField => leafField.parse({ name: 'x', label, ...rest });

describe('what is typed, as an answer', () => {
  const money = leaf({ type: 'money' });
  const number = leaf({ type: 'number' });
  it.each([
    [money, '35', 3500],
    [money, '￥1,234.5 元', 123450],
    [money, '３５．２０', 3520],
    [money, '3.', '3.'],
    [money, '35.123', '35.123'],
    [number, '12.5', 12.5],
    [number, '-3', -3],
    [number, '１２', 12],
    [number, '1e5', '1e5'],
    [number, '12 台', '12 台'],
    [leaf({ type: 'id-card' }), '44010319901231123x', '44010319901231123X'],
    [leaf({ type: 'phone' }), '１３８', '138'],
    [leaf({ type: 'text' }), ' 张 ', ' 张 '],
    [leaf({ type: 'text' }), '   ', undefined],
  ])('%o: %s', (field, typed, answer) => {
    expect(answerOf(field, typed)).toEqual(answer);
  });

  it('comes back as it was given', () => {
    expect(textOf(money, 123405)).toBe('1234.05');
    expect(textOf(money, '3.')).toBe('3.');
    expect(textOf(number, 12.5)).toBe('12.5');
    expect(textOf(number, undefined)).toBe('');
  });

  it('keeps a half-typed date, and makes a whole one the way the law writes it', () => {
    expect(dateOf({ year: '1990', month: '3', day: '' })).toBe('1990-3-');
    expect(datePartsOf('1990-3-')).toEqual({ year: '1990', month: '3', day: '' });
    expect(dateOf({ year: '１９９０', month: '3', day: '5' })).toBe('1990-03-05');
    expect(datePartsOf('1990-03-05')).toEqual({ year: '1990', month: '3', day: '5' });
    expect(dateOf({ year: '', month: '', day: '' })).toBeUndefined();
  });

  it('compares by what it holds', () => {
    expect(sameAnswer(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(sameAnswer(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameAnswer(undefined, '')).toBe(false);
  });
});

describe('groups of a repeat', () => {
  it('are added after the ones that are shown, changed in place, removed without a trace', () => {
    expect(groupAdded(undefined, 1)).toEqual([{}, {}]);
    expect(groupChanged(undefined, 1, 'name', '王')).toEqual([{}, { name: '王' }]);
    expect(groupChanged([{ name: '王', age: 3 }], 0, 'age', undefined)).toEqual([{ name: '王' }]);
    expect(groupRemoved([{ name: '王' }, { name: '李' }], 0)).toEqual([{ name: '李' }]);
    expect(groupRemoved([{ name: '王' }], 0)).toBeUndefined();
  });
});

describe('groups that are drawn before anything is typed', () => {
  const people: Field = fieldSchema.parse({
    name: 'people',
    label,
    type: 'repeat',
    min: 2,
    fields: [{ name: 'who', label, type: 'text' }],
  });
  it('are empty answers, so that each of their questions is told as missing', () => {
    expect(withShownGroups([people], { other: 'x' })).toEqual({ other: 'x', people: [{}, {}] });
    expect(withShownGroups([people], { people: [{ who: '王' }] })).toEqual({ people: [{ who: '王' }, {}] });
    expect(withShownGroups([{ ...people, required: false }], {})).toEqual({});
  });
});

describe('answers in words', () => {
  const sayer: Sayer = {
    say: (text) => text.zh,
    day: (day) => `${day}日`,
    ...{ yes: '是', no: '否', none: '无', and: '；' },
    pair: (label, answer) => `${label}：${answer}`,
  };
  const options = [
    { value: 'a', label: { zh: '甲', en: 'A' } },
    { value: 'b', label: { zh: '乙', en: 'B' } },
  ];
  const repeat: Field = fieldSchema.parse({
    name: 'people',
    label,
    type: 'repeat',
    fields: [
      { name: 'who', label: { zh: '谁', en: 'who' }, type: 'text' },
      { name: 'pay', label: { zh: '钱', en: 'pay' }, type: 'money' },
    ],
  });
  it.each<[Field, Parameters<typeof answerText>[1], string]>([
    [leaf({ type: 'money' }), 123456700, '¥1,234,567.00'],
    [leaf({ type: 'number', unit: { zh: '平方米', en: 'm²' } }), 12.5, '12.5 平方米'],
    [leaf({ type: 'yes-no' }), false, '否'],
    [leaf({ type: 'choices', options }), ['b', 'a'], '甲；乙'],
    [leaf({ type: 'choice', options }), 'gone', '无'],
    [leaf({ type: 'date' }), '1990-03-05', '1990-03-05日'],
    [leaf({ type: 'date' }), '1990-3-', '1990-3-'],
    [leaf({ type: 'text' }), undefined, '无'],
    [repeat, [{ who: '王', pay: 100 }, { who: '李' }], '1. 谁：王；钱：¥1.00\n2. 谁：李'],
    [repeat, undefined, '无'],
  ])('%#', (field, value, text) => {
    expect(answerText(field, value, sayer)).toBe(text);
  });
});

describe('identity numbers that came back masked', () => {
  it('are left out of a correction, in groups too; stars a person wrote are not', () => {
    const answers = {
      idNumber: '440***********002X',
      name: '王**',
      kin: [{ name: '李', idNumber: '440***********0026' }],
      kinds: ['a'],
    };
    expect(withoutMasked(answers)).toEqual({ name: '王**', kin: [{ name: '李' }], kinds: ['a'] });
  });
});

describe('papers', () => {
  const paper = {
    code: 'photo',
    name: { zh: '照片', en: 'photo' },
    required: true,
    source: label,
    why: label,
    mediaTypes: ['image/png' as const],
    maxBytes: 100,
    maxFiles: 1,
    when: { field: 'hidden', in: [true] },
  };
  it('are missing, there, being checked, or in the way', () => {
    expect(materialFaults([paper], []).map(({ code }) => code)).toEqual(['required']);
    expect(materialFaults([paper], [{ code: 'photo', state: 'clean' }])).toEqual([]);
    expect(materialFaults([paper], [{ code: 'photo', state: 'uploaded' }])).toEqual([]);
    expect(materialFaults([paper], [{ code: 'photo', state: 'removed' }]).map(({ code }) => code)).toEqual([
      'required',
    ]);
    const spoilt = [{ code: 'photo', state: 'clean' } as const, { code: 'photo', state: 'refused' } as const];
    expect(materialFaults([paper], spoilt)).toMatchObject([{ field: 'materials.photo', code: 'unusable' }]);
  });

  it('are of types that have names', () => {
    expect(typesText(['application/pdf', 'image/png'])).toBe('PDF / PNG');
    expect(mediaTypeOf('image/jpeg')).toBe('image/jpeg');
    expect(mediaTypeOf('text/html')).toBeUndefined();
    expect(mediaTypeOf('toString')).toBeUndefined();
  });
});

describe('pages of an application', () => {
  const section = (name: string, fields: string[]) => ({
    section: { name, title: label, fields: [] },
    fields: fields.map((field) => leafField.parse({ name: field, label, type: 'text' })),
  });
  const sections = [section('who', ['fullName']), section('kin', ['people'])];
  it('are the sections, the papers if there are any, and the check', () => {
    expect(stepsOf(sections, true).map(({ path }) => path)).toEqual(['/form/who', '/form/kin', '/materials', '/check']);
    expect(stepsOf(sections, false).map(({ path }) => path)).toEqual(['/form/who', '/form/kin', '/check']);
  });
  it('say where a fault is put right', () => {
    expect(pathOfProblem('answers.people.0.name', sections)).toBe('/form/kin');
    expect(pathOfProblem('materials.photo', sections)).toBe('/materials');
    expect(pathOfProblem('answers.gone', sections)).toBeUndefined();
  });
  it('tell the first fault of each place, and link each line to its control', () => {
    const faults = [
      { field: 'answers.kin.0.name', code: 'a', message: { zh: '一', en: 'one' } },
      { field: 'answers.kin.0.name', code: 'b', message: { zh: '二', en: 'two' } },
    ];
    expect(errorMap(faults).get('answers.kin.0.name')?.zh).toBe('一');
    const [line] = pageErrors(
      faults,
      (text) => text.en,
      () => '/apply/x/form/kin',
    );
    expect(line).toEqual({ id: 'answers-kin-0-name', text: 'one', href: '/apply/x/form/kin#answers-kin-0-name' });
  });
});
