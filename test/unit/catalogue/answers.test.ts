import { describe, expect, it } from 'vitest';
import { checkAnswers, checkShape, identityFields, requiredMaterials } from '../../../shared/catalogue/answers.ts';
import { type Answers, type LeafField, leafField } from '../../../shared/catalogue/item.ts';
import { valueFault } from '../../../shared/catalogue/values.ts';
import { trialItem } from './fixture.ts';

const today = '2026-11-22';
const item = trialItem();

const good: Answers = {
  fullName: '张三',
  idNumber: '11010519491231002X',
  kind: 'first',
  count: 2,
  people: [{ personName: '李四', personAdult: false }],
  declared: true,
};

const check = (answers: Answers, files: Record<string, number> = { proof: 1 }) =>
  checkAnswers(item.form, item.materials, answers, files, today).map(({ field, code }) => `${field}: ${code}`);

describe('answers to a form', () => {
  it('that are complete have no problem', () => {
    expect(check(good)).toEqual([]);
  });

  it('are told in the order of the form when all is missing', () => {
    expect(check({}, {})).toEqual([
      'answers.fullName: required',
      'answers.idNumber: required',
      'answers.kind: required',
      'answers.count: required',
      'answers.people: too-few',
      'answers.declared: required',
    ]);
  });

  it('that are blank are not given', () => {
    expect(check({ ...good, fullName: '   ' })).toEqual(['answers.fullName: required']);
  });

  it('may have spaces around them and a small x', () => {
    expect(check({ ...good, idNumber: ' 11010519491231002x ' })).toEqual([]);
  });

  it('bring up the questions that hang on them', () => {
    expect(check({ ...good, kind: 'again' })).toEqual(['answers.oldNumber: required', 'answers.reason: required']);
  });

  it('to hidden questions do not count, right or wrong', () => {
    expect(check({ ...good, oldNumber: 'nonsense', reason: 'none' })).toEqual([]);
  });

  it('to unknown questions are refused, in groups too', () => {
    const people = [{ personName: '李四', personAdult: false, shoeSize: 42 }];
    expect(check({ ...good, colour: 'red', people })).toEqual([
      'answers.people.0.shoeSize: unknown',
      'answers.colour: unknown',
    ]);
  });

  it('named like what every object has are refused, not found', () => {
    const answers: Answers = JSON.parse('{"toString":"x","__proto__":"y"}');
    expect(check({ ...good, ...answers })).toEqual(['answers.toString: unknown', 'answers.__proto__: unknown']);
  });

  it('of a repeat are told by group and name', () => {
    const people = [
      { personName: '李四', personAdult: false },
      { personAdult: true, personId: '110105194912310021' },
    ];
    expect(check({ ...good, people })).toEqual([
      'answers.people.1.personName: required',
      'answers.people.1.personId: id-card-check-digit',
    ]);
  });

  it('of a repeat are neither too few nor too many', () => {
    const one = { personName: '李四', personAdult: false };
    expect(check({ ...good, people: [] })).toEqual(['answers.people: too-few']);
    expect(check({ ...good, people: [one, one, one, one] })).toEqual(['answers.people: too-many']);
    expect(check({ ...good, people: 'many' })).toEqual(['answers.people: too-few']);
  });

  it('never come back in what is said about them', () => {
    const secret = { ...good, fullName: 'canary\u0007', idNumber: '110105194912310021', kind: 'canary', count: 99 };
    const said = JSON.stringify(checkAnswers(item.form, item.materials, secret, { proof: 1 }, today));
    expect(said).not.toMatch(/canary|110105194912310021|\b99\b/);
  });
});

describe('materials', () => {
  it('that are missing, too many or unknown are told by code', () => {
    expect(check(good, {})).toEqual(['materials.proof: required']);
    expect(check(good, { proof: 2 })).toEqual(['materials.proof: too-many']);
    expect(check(good, { proof: 1, selfie: 1 })).toEqual(['materials.selfie: unknown']);
  });

  it('that the answers do not call for may be there or not', () => {
    const again = { ...good, kind: 'again', oldNumber: 'A123', reason: '丢了' };
    expect(check(again, {})).toEqual([]);
    expect(check(again, { proof: 1 })).toEqual([]);
    expect(requiredMaterials(item, again)).toEqual([]);
    expect(requiredMaterials(item, good).map(({ code }) => code)).toEqual(['proof']);
  });
});

describe('a draft', () => {
  const shape = (answers: Answers) => checkShape(item.form, answers).map(({ field, code }) => `${field}: ${code}`);

  it('may be empty or half filled', () => {
    expect(shape({})).toEqual([]);
    expect(shape({ count: '1', idNumber: '1101', people: [{}] })).toEqual([]);
  });

  it('holds no unknown names, lists where there are none, or boundless text', () => {
    expect(shape({ colour: 'red' })).toEqual(['answers.colour: unknown']);
    expect(shape({ fullName: ['a'] })).toEqual(['answers.fullName: type']);
    expect(shape({ fullName: [{ a: 'b' }] })).toEqual(['answers.fullName: type']);
    expect(shape({ people: 'b' })).toEqual(['answers.people: type']);
    expect(shape({ people: ['b'] })).toEqual(['answers.people: type']);
    expect(shape({ fullName: '长'.repeat(201) })).toEqual(['answers.fullName: too-long']);
    expect(shape({ people: [{ personName: '长'.repeat(201) }] })).toEqual(['answers.people.0.personName: too-long']);
    expect(shape({ people: [{}, {}, {}, {}] })).toEqual(['answers.people: too-many']);
  });
});

describe('identity fields', () => {
  it('are named, those in repeats by both names', () => {
    expect(identityFields(item.form)).toEqual(['idNumber', 'people.personId']);
  });
});

const label = { zh: '项', en: 'Field' };
const field = (rest: object): LeafField => leafField.parse({ name: 'x', label, ...rest });
const options = [
  { value: 'a', label },
  { value: 'b', label },
];

describe('one value', () => {
  it.each([
    [{ type: 'text' }, '中文', undefined],
    [{ type: 'text', maxLength: 2 }, '𠮷𠮷', undefined],
    [{ type: 'text', maxLength: 2 }, '一二三', 'too-long'],
    [{ type: 'text', minLength: 2 }, '一', 'too-short'],
    [{ type: 'text' }, 'a\nb', 'characters'],
    [{ type: 'text' }, 'abc\u202egpj', 'characters'],
    [{ type: 'text' }, 'half \ud842', 'characters'],
    [{ type: 'text' }, 5, 'type'],
    [{ type: 'text', pattern: 'a|b' }, 'a', undefined],
    [{ type: 'text', pattern: 'a|b' }, 'ab', 'pattern'],
    [{ type: 'long-text' }, 'a\nb', undefined],
    [{ type: 'long-text' }, 'a\u0000b', 'characters'],
    [{ type: 'address' }, '体育东路', 'too-short'],
    [{ type: 'address' }, '天河区体育东路1号', undefined],
    [{ type: 'number', min: 1, max: 9 }, 1, undefined],
    [{ type: 'number', min: 1, max: 9 }, 9.5, 'too-large'],
    [{ type: 'number', min: 1, max: 9 }, 0, 'too-small'],
    [{ type: 'number', integer: true }, 1.5, 'integer'],
    [{ type: 'number' }, '1', 'type'],
    [{ type: 'number' }, Number.NaN, 'type'],
    [{ type: 'money', max: 3500 }, 3500, undefined],
    [{ type: 'money', max: 3500 }, 3501, 'too-large'],
    [{ type: 'money' }, -1, 'too-small'],
    [{ type: 'money' }, 0.5, 'type'],
    [{ type: 'date' }, '2024-02-29', undefined],
    [{ type: 'date' }, '2025-02-29', 'date'],
    [{ type: 'date' }, '1899-12-31', 'date'],
    [{ type: 'date', notBefore: 'today' }, today, undefined],
    [{ type: 'date', notBefore: 'today' }, '2026-11-21', 'too-early'],
    [{ type: 'date', notAfter: 'today' }, '2026-11-23', 'too-late'],
    [{ type: 'date', notAfter: '2020-01-01' }, '2020-01-02', 'too-late'],
    [{ type: 'choice', options }, 'a', undefined],
    [{ type: 'choice', options }, 'c', 'option'],
    [{ type: 'choice', options }, true, 'option'],
    [{ type: 'choices', options }, ['a', 'b'], undefined],
    [{ type: 'choices', options }, ['a', 'a'], 'option'],
    [{ type: 'choices', options }, ['c'], 'option'],
    [{ type: 'choices', options, min: 2 }, ['a'], 'too-few'],
    [{ type: 'choices', options }, 'a', 'type'],
    [{ type: 'yes-no' }, false, undefined],
    [{ type: 'yes-no' }, 'yes', 'type'],
    [{ type: 'id-card' }, '11010519491231002X', undefined],
    [{ type: 'id-card' }, 11010519491231, 'id-card-shape'],
    [{ type: 'credit-code' }, '91350100M000100Y43', undefined],
    [{ type: 'credit-code' }, '91350100M000100Y4', 'credit-code'],
    [{ type: 'phone' }, '13800138000', undefined],
    [{ type: 'phone' }, '020-83123456', undefined],
    [{ type: 'phone' }, '02083123456', undefined],
    [{ type: 'phone' }, '0755-83123456-801', undefined],
    [{ type: 'phone' }, '12345', 'phone'],
    [{ type: 'phone' }, '1380013800', 'phone'],
    [{ type: 'email' }, 'zhang.san@mail.example.cn', undefined],
    [{ type: 'email' }, 'zhang@example', 'email'],
    [{ type: 'email' }, '张三@example.cn', 'email'],
    [{ type: 'email' }, `${'a'.repeat(250)}@example.cn`, 'email'],
  ])('%j takes %j: %s', (rest, value, code) => {
    expect(valueFault(field(rest), value, today)?.code).toBe(code);
  });
});
