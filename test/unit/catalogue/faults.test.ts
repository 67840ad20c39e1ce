import { describe, expect, it } from 'vitest';
import { faultsOf, goodAgencies, goodItem, goodParts, itemsOf } from './fixture.ts';

/** Line on which a text begins, from 1. */
const lineOf = (source: string, text: string): number => source.slice(0, source.indexOf(text)).split('\n').length;

/** The good item with one text replaced, which must be there. */
function spoilt(from: string, to: string): string {
  if (!goodItem.includes(from)) throw new Error(`the good item has no ${from}`);
  return goodItem.replace(from, to);
}

interface Case {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  /** Text that begins on the line the fault must name. */
  readonly at: string;
  readonly reason: string;
}

/** A material of as many files as one may have. */
const fullMaterial = (code: string): string =>
  `  - { code: ${code}, required: true, maxFiles: 10, name: { zh: 一叠, en: A pile }, source: { zh: 自备, en: Own }, why: { zh: 核对, en: Check } }\n`;

const schemaCases: readonly Case[] = [
  {
    rule: 'a missing value',
    from: 'en: Trial item',
    to: '',
    at: 'name: { zh: 试验事项',
    reason: 'name.en: is missing',
  },
  {
    rule: 'an unknown key',
    from: 'visits: 0',
    to: 'visits: 0\nvisit: 1',
    at: 'visit: 1',
    reason: 'unknown key "visit"',
  },
  {
    rule: 'an unknown field type',
    from: 'type: number',
    to: 'type: numbr',
    at: '- { name: count',
    reason: "form.sections.0.fields.3.type: invalid discriminator value. Expected 'text' | 'long-text' |",
  },
  {
    rule: 'a key of another field type',
    from: 'type: number, min: 1',
    to: 'type: number, options: 1',
    at: '- { name: count',
    reason: 'form.sections.0.fields.3: unknown key "options"',
  },
  {
    rule: 'a fault deep in a repeat',
    from: 'personName, type: text',
    to: 'personName, type: text, maxLength: long',
    at: '- { name: personName',
    reason: 'form.sections.0.fields.5.fields.0.maxLength: invalid input: expected number, received string',
  },
  {
    rule: 'a fee without its basis',
    from: '    basis: { zh: 《收费办法》, en: Fee Measures }\n',
    to: '',
    at: '- name: { zh: 工本费',
    reason: 'fees.0.basis: is missing',
  },
  {
    rule: 'a fee without its standard',
    from: '    standard: { zh: 每本 10 元, en: ¥10 each }\n',
    to: '',
    at: '- name: { zh: 工本费',
    reason: 'fees.0.standard: is missing',
  },
  {
    rule: 'a fee without a word on online payment',
    from: '    onlinePayment: true\n',
    to: '',
    at: '- name: { zh: 工本费',
    reason: 'fees.0.onlinePayment: is missing',
  },
  {
    rule: 'a day that does not exist',
    from: 'effectiveFrom: 2025-01-01',
    to: 'effectiveFrom: 2025-02-30',
    at: 'effectiveFrom',
    reason: 'effectiveFrom: invalid ISO date',
  },
];

const lintCases: readonly Case[] = [
  {
    rule: 'depth IV with visits',
    from: 'visits: 0',
    to: 'visits: 1',
    at: 'visits: 1',
    reason: 'online depth IV means 0 visits, not 1',
  },
  {
    rule: 'no visits below depth IV',
    from: 'onlineDepth: IV',
    to: 'onlineDepth: III',
    at: 'onlineDepth',
    reason: '0 visits means online depth IV',
  },
  {
    rule: 'no visits, not online, no post',
    from: 'delivery: [online]',
    to: 'delivery: [counter]',
    at: 'delivery',
    reason: 'with 0 visits and no online delivery the result must go by post',
  },
  {
    rule: 'a result by post to no address',
    from: 'delivery: [online]',
    to: 'delivery: [online, post]',
    at: 'delivery',
    reason: 'the result may go by post, but the form asks for no address',
  },
  {
    rule: 'a base code without a department',
    from: '"440101014000"',
    to: '"440100014000"',
    at: 'code:',
    reason: 'the base code names no department (digits 5–6 are 00)',
  },
  {
    rule: 'a base code without a main item',
    from: '"440101014000"',
    to: '"440101000000"',
    at: 'code:',
    reason: 'the base code names no main item (digits 7–9 are 000)',
  },
  {
    rule: 'a base code of 11 digits',
    from: '"440101014000"',
    to: '"44010101400"',
    at: 'code:',
    reason: 'code: invalid string: must match pattern',
  },
  {
    rule: 'a fee basis that names no document',
    from: '《收费办法》',
    to: '收费办法',
    at: 'basis',
    reason: 'a fee names the document it is charged under, in 《》',
  },
  {
    rule: 'a fee standard without an amount',
    from: '每本 10 元',
    to: '按规定',
    at: 'standard',
    reason: 'a fee standard states the amount',
  },
  {
    rule: 'a fee that depth IV cannot take online',
    from: 'onlinePayment: true',
    to: 'onlinePayment: false',
    at: 'onlinePayment',
    reason: 'online depth IV with a fee means online payment',
  },
  {
    rule: 'one phone for both',
    from: 'visits: 0',
    to: 'visits: 0\nenquiryPhone: "12345"\ncomplaintPhone: "12345"',
    at: 'complaintPhone',
    reason: 'the complaint phone is the enquiry phone',
  },
  {
    rule: 'a phone that is none',
    from: 'visits: 0',
    to: 'visits: 0\nenquiryPhone: 见官网',
    at: 'enquiryPhone',
    reason: 'enquiryPhone is not a phone number',
  },
  {
    rule: 'promised over statutory',
    from: 'promised: 10',
    to: 'promised: 21',
    at: 'limits',
    reason: 'promised 21 days is over the statutory 20',
  },
  {
    rule: 'instant with a long promise',
    from: 'handling: promised',
    to: 'handling: instant',
    at: 'limits',
    reason: 'an instant item promises 1 working day at most, not 10',
  },
  {
    rule: 'promised within no day',
    from: 'promised: 10',
    to: 'promised: 0',
    at: 'limits',
    reason: 'a promised item promises at least 1 working day',
  },
  {
    rule: 'four eyes waived',
    from: 'handling: promised',
    to: 'handling: promised\nfourEyes: false',
    at: 'fourEyes',
    reason: 'only an instant item may waive four eyes',
  },
  {
    rule: 'automatic but promised',
    from: 'handling: promised',
    to: 'handling: promised\nautomatic: true',
    at: 'automatic',
    reason: 'only an instant item may be automatic',
  },
  {
    rule: 'automatic with four eyes',
    from: 'handling: promised',
    to: 'handling: instant\nautomatic: true',
    at: 'automatic',
    reason: 'an automatic item waives four eyes',
  },
  {
    rule: 'automatic with a fee',
    from: 'handling: promised',
    to: 'handling: instant\nautomatic: true',
    at: 'automatic',
    reason: 'an automatic item cannot have a fee: it is decided before anyone pays',
  },
  {
    rule: 'more files than one filing takes',
    from: 'materials:\n',
    to: `materials:\n${Array.from({ length: 9 }, (_, at) => fullMaterial(`pile${at}`)).join('')}`,
    at: 'materials:',
    reason: 'the materials take 91 files together; 80 fit one filing',
  },
  {
    rule: 'instant with a suspension',
    from: 'handling: promised',
    to: 'handling: instant',
    at: 'suspensions',
    reason: 'an instant item has nothing to suspend',
  },
  {
    rule: 'a suspension twice',
    from: 'suspensions: [inspection]',
    to: 'suspensions: [inspection, inspection]',
    at: 'suspensions',
    reason: 'suspension "inspection" stands twice',
  },
  {
    rule: 'an implementing code of another item',
    from: '3440101014000',
    to: '3440101015000',
    at: 'implementingCode',
    reason: 'the implementing code is agency + level + base code: 11440100DEM000014C3440101014000',
  },
  {
    rule: 'a type other than the code says',
    from: 'type: "01"',
    to: 'type: "05"',
    at: 'type: "05"',
    reason: 'the base code says type 01, not 05',
  },
  {
    rule: 'an unknown theme',
    from: 'themes: [travel]',
    to: 'themes: [travel, flying]',
    at: 'themes',
    reason: 'unknown theme "flying"',
  },
  {
    rule: 'a keyword twice',
    from: 'keywords: [试验]',
    to: 'keywords: [试验, 试验]',
    at: 'keywords',
    reason: 'keyword "试验" stands twice',
  },
  {
    rule: 'an unknown agency',
    from: 'agency: 11440100DEM000014C',
    to: 'agency: 11440100DEM000015C',
    at: 'agency',
    reason: 'no such agency in agencies.yaml',
  },
  {
    rule: 'a field name twice',
    from: 'name: count',
    to: 'name: fullName',
    at: '- { name: fullName, type: number',
    reason: 'field name "fullName" stands twice',
  },
  {
    rule: 'a field name twice, once in a repeat',
    from: 'name: personName',
    to: 'name: fullName',
    at: '- { name: fullName, type: text, label: { zh: 姓名, en: Name } }\n            -',
    reason: 'field name "fullName" stands twice',
  },
  {
    rule: 'a field name that every object has',
    from: 'name: count',
    to: 'name: constructor',
    at: '- { name: constructor',
    reason: 'field name "constructor" is a word of the language; choose another',
  },
  {
    rule: 'a section name twice',
    from: '- name: more',
    to: '- name: main',
    at: '- name: main\n      title: { zh: 其他',
    reason: 'section name "main" stands twice',
  },
  {
    rule: 'a condition on a later field',
    from: 'when: { field: kind, in: [again] }, label: { zh: 旧号',
    to: 'when: { field: declared, in: [true] }, label: { zh: 旧号',
    at: '- { name: oldNumber',
    reason: 'a condition looks at a field that stands before it; "declared" does not',
  },
  {
    rule: 'a condition on itself',
    from: 'field: kind, in: [again] }, label: { zh: 旧号',
    to: 'field: oldNumber, in: [again] }, label: { zh: 旧号',
    at: '- { name: oldNumber',
    reason: 'a condition looks at a field that stands before it; "oldNumber" does not',
  },
  {
    rule: 'a condition inside a repeat on a field outside the form',
    from: 'field: personAdult, in: [true]',
    to: 'field: nobody, in: [true]',
    at: '- { name: personId',
    reason: 'a condition looks at a field that stands before it; "nobody" does not',
  },
  {
    rule: 'a section condition on a text',
    from: 'when: { field: kind, in: [again] }\n      fields',
    to: 'when: { field: fullName, in: [again] }\n      fields',
    at: 'when: { field: fullName',
    reason: '"fullName" is a text field; conditions look at choice, choices and yes-no',
  },
  {
    rule: 'a condition on a value there is not',
    from: 'when: { field: kind, in: [first] }',
    to: 'when: { field: kind, in: [never] }',
    at: 'when: { field: kind, in: [never] }',
    reason: '"kind" never has the value "never"',
  },
  {
    rule: 'a range that is none',
    from: 'min: 1, max: 9',
    to: 'min: 9, max: 1',
    at: '- { name: count',
    reason: '9 to 1 is no range',
  },
  {
    rule: 'a repeat of less than its least',
    from: 'max: 3',
    to: 'max: 0',
    at: 'max: 0',
    reason: 'form.sections.0.fields.5.max: too small: expected number to be >=1',
  },
  {
    rule: 'an option twice',
    from: 'value: again,',
    to: 'value: first,',
    at: 'options:',
    reason: 'an option value stands twice',
  },
  {
    rule: 'a pattern that is none',
    from: "'[A-Z]\\d{3}'",
    to: "'[A-Z'",
    at: '- { name: oldNumber',
    reason: 'not a regular expression',
  },
  {
    rule: 'a pattern without help',
    from: ', patternHelp: { zh: 一字母三数字, en: A letter and three digits }',
    to: '',
    at: '- { name: oldNumber',
    reason: 'a pattern needs patternHelp, to say what is wanted',
  },
  {
    rule: 'a pattern that can take for ever',
    from: "'[A-Z]\\d{3}'",
    to: "'([A-Z]+)+'",
    at: '- { name: oldNumber',
    reason: 'a repetition inside a repetition is not allowed',
  },
  {
    rule: 'a check of a field there is not',
    from: 'field: idNumber',
    to: 'field: nobody',
    at: 'rule: { kind: age-between',
    reason: 'a check looks at "nobody", which the form does not have',
  },
  {
    rule: 'a check of a field of the wrong type',
    from: 'field: idNumber',
    to: 'field: fullName',
    at: 'rule: { kind: age-between',
    reason: 'check age-between cannot look at "fullName", a text field',
  },
  {
    rule: 'a check without bounds',
    from: 'field: idNumber, min: 18',
    to: 'field: idNumber',
    at: 'rule: { kind: age-between',
    reason: 'check age-between states min, max or both',
  },
  {
    rule: 'a check that waits for a value there is not',
    from: 'field: declared, in: [true]',
    to: 'field: declared, in: ["yes"]',
    at: 'rule: { kind: answer-in',
    reason: '"declared" never has the value "yes"',
  },
  {
    rule: 'two persons of different kinds',
    from: 'kind: age-between, field: idNumber, min: 18',
    to: 'kind: same-person, fields: [idNumber, fullName]',
    at: 'rule: { kind: same-person',
    reason: 'same-person compares two fields of one type',
  },
  {
    rule: 'a time between a day and itself',
    from: 'kind: age-between, field: idNumber, min: 18',
    to: 'kind: time-between, from: today, to: today, unit: days',
    at: 'rule: { kind: time-between',
    reason: 'time-between compares two different days',
  },
  {
    rule: 'a time that is none',
    from: 'kind: age-between, field: idNumber, min: 18',
    to: 'kind: time-between, from: today, to: today, unit: days, min: 3, max: 2',
    at: 'rule: { kind: time-between',
    reason: '3 to 2 is no range',
  },
  {
    rule: 'a time from what is no day',
    from: 'kind: age-between, field: idNumber, min: 18',
    to: 'kind: time-between, from: idNumber, to: today, unit: days',
    at: 'rule: { kind: time-between',
    reason: 'check time-between cannot look at "idNumber", a id-card field',
  },
  {
    rule: 'a check code twice',
    from: 'code: declared',
    to: 'code: adult',
    at: '- code: adult\n    name: { zh: 承诺',
    reason: 'check code "adult" stands twice',
  },
  {
    rule: 'an unknown part',
    from: 'part: proof',
    to: 'part: prof',
    at: '- part: prof',
    reason: 'there is no part prof (looked for catalogue/parts/prof.yaml)',
  },
  {
    rule: 'an anchor',
    from: 'keywords: [试验]',
    to: 'keywords: &k [试验]\nconditions2: *k',
    at: 'conditions2',
    reason: 'anchors and aliases (& and *) are not used here',
  },
  {
    rule: 'a key twice',
    from: 'visits: 0',
    to: 'visits: 0\nvisits: 0',
    at: 'visits: 0\ndelivery',
    reason: 'Map keys must be unique',
  },
];

describe('a bad item file', () => {
  it('begins from a good one', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each([...schemaCases, ...lintCases])('with $rule is told by file, line and reason', ({ from, to, at, reason }) => {
    const source = spoilt(from, to);
    const place = `catalogue/items/transport/trial.yaml:${lineOf(source, at)}: ${reason}`;
    expect(faultsOf({ items: { 'transport/trial.yaml': source } }).join('\n')).toContain(place);
  });

  it('with conditions in a circle is told of the one that looks ahead', () => {
    const first = spoilt('type: choice\n', 'type: choice\n          when: { field: declared, in: [true] }\n');
    const source = first.replace(
      '- part: declaration',
      '- { name: declared, type: yes-no, label: { zh: 承诺, en: Declared }, when: { field: kind, in: [again] } }',
    );
    expect(faultsOf({ items: { 'transport/trial.yaml': source } })).toEqual([
      expect.stringMatching(/a condition looks at a field that stands before it; "declared" does not$/),
    ]);
  });

  it('has all its faults told at once, with those of other files', () => {
    const first = spoilt('promised: 10', 'promised: 21').replace('visits: 0', 'visits: 2');
    const second = spoilt('themes: [travel]', 'themes: [flying]')
      .replace('version: 1', 'version: 2')
      .replace('2025-01-01', '2026-01-01');
    const faults = faultsOf({ items: { 'transport/a.yaml': first, 'transport/b.yaml': second } });
    expect(faults).toHaveLength(3);
    expect(faults.filter((fault) => fault.startsWith('catalogue/items/transport/a.yaml:'))).toHaveLength(2);
  });

  it('needs a required material read by a person, so cannot be automatic', () => {
    const source = spoilt('handling: promised', 'handling: instant\nautomatic: true\nfourEyes: false');
    expect(faultsOf({ items: { 'transport/trial.yaml': source } }).join('\n')).toContain(
      'automatic, but proof has to be read by a person',
    );
  });

  it('decides nothing automatically without a check', () => {
    const source = spoilt('handling: promised', 'handling: instant\nautomatic: true\nfourEyes: false').replace(
      /checks:[\s\S]*(?=suspensions)/,
      '',
    );
    expect(faultsOf({ items: { 'transport/trial.yaml': source } }).join('\n')).toContain(
      'an automatic item has at least one check to decide by',
    );
  });
});

describe('a material', () => {
  it.each(['source', 'why'])('without its %s is told where the part is, and for which item', (key) => {
    const part = goodParts['proof.yaml'].replace(new RegExp(`^  ${key}: .*\n`, 'm'), '');
    expect(faultsOf({ parts: { 'proof.yaml': part } })).toEqual([
      `catalogue/parts/proof.yaml:1: materials.0.${key}: is missing (as used by catalogue/items/transport/trial.yaml)`,
    ]);
  });
});

describe('parts', () => {
  it('are laid into the list where they stand, with what stands beside them', () => {
    const [item] = itemsOf({});
    expect(item?.materials).toMatchObject([{ code: 'proof', when: { field: 'kind', in: ['first'] } }]);
    expect(item?.form.sections[0]?.fields.map(({ name }) => name)).toEqual([
      'fullName',
      'idNumber',
      'kind',
      'count',
      'oldNumber',
      'people',
      'declared',
    ]);
  });

  it('may include others, and keep the outermost word on what differs', () => {
    const parts = { 'proofs.yaml': '- part: proof\n  required: false\n' };
    const [item] = itemsOf({ parts, items: { 'a.yaml': spoilt('part: proof', 'part: proofs\n    maxFiles: 2') } });
    expect(item?.materials).toMatchObject([{ code: 'proof', required: false, maxFiles: 2 }]);
  });

  it('cannot include themselves', () => {
    const parts = { 'proof.yaml': '- part: proof\n' };
    expect(faultsOf({ parts })).toEqual(['catalogue/parts/proof.yaml:1: part proof includes itself']);
  });

  it('are lists', () => {
    expect(faultsOf({ parts: { 'proof.yaml': 'code: proof\n' } })).toEqual([
      'catalogue/parts/proof.yaml:1: a part is a list of entries',
    ]);
  });
});

describe('agencies', () => {
  it('give an item what it does not say itself', () => {
    const [item] = itemsOf({ items: { 'a.yaml': spoilt('visits: 0', 'visits: 0\nenquiryPhone: "12367"') } });
    expect(item).toMatchObject({
      level: '3',
      enquiryPhone: '12367',
      complaintPhone: '12345',
      agency: { name: { en: 'Transport' } },
    });
  });

  it('with a wrong check digit are told', () => {
    const agencies = goodAgencies.replace('11440100DEM000014C', '11440100DEM000014A');
    expect(faultsOf({ agencies }).join('\n')).toContain('catalogue/agencies.yaml:5: wrong check digit (GB 32100)');
  });

  it('without a name are told', () => {
    const agencies = goodAgencies.replace('    name: { zh: 市交通运输局, en: Transport }\n', '');
    expect(faultsOf({ agencies }).join('\n')).toContain('catalogue/agencies.yaml:5: agencies.0.name: is missing');
  });
});

describe('versions of an item', () => {
  const second = goodItem.replace('version: 1', 'version: 2').replace('2025-01-01', '2026-01-01');

  it('stand side by side', () => {
    expect(itemsOf({ items: { 'a.yaml': second, 'a.v1.yaml': goodItem } }).map(({ version }) => version)).toEqual([
      1, 2,
    ]);
  });

  it('cannot be the same', () => {
    expect(faultsOf({ items: { 'a.yaml': goodItem, 'b.yaml': goodItem } })).toEqual([
      'catalogue/items/b.yaml:3: version 1 of 440101014000 stands in two files',
    ]);
  });

  it('take effect one after the other', () => {
    const early = second.replace('2026-01-01', '2025-01-01');
    expect(faultsOf({ items: { 'a.yaml': early, 'a.v1.yaml': goodItem } })).toEqual([
      'catalogue/items/a.yaml:4: version 2 must take effect after version 1 (2025-01-01)',
    ]);
  });
});
