import { describe, expect, it } from 'vitest';
import { coreFields } from '../../../catalogue/lint-guide.ts';
import { faultsOf, goodAgencies, goodItem, goodParts, type Sources } from './fixture.ts';

/** The good item without the lines that a pattern finds; there must be some. */
function without(source: string, pattern: RegExp): string {
  if (!pattern.test(source)) throw new Error(`nothing fits ${pattern}`);
  return source.replace(pattern, '');
}

const item = (pattern: RegExp): Sources => ({ items: { 'transport/trial.yaml': without(goodItem, pattern) } });
const agency = (pattern: RegExp): Sources => ({ agencies: without(goodAgencies, pattern) });

/** Each core field by its Chinese name: a catalogue that lacks it, and what is told. */
const missing: Record<string, readonly [Sources, string][]> = {
  事项名称: [[item(/^name: .*\n/m), 'name: is missing']],
  事项编码: [
    [item(/^code: .*\n/m), 'code: is missing'],
    [item(/^implementingCode: .*\n/m), 'implementingCode: is missing'],
  ],
  事项类型: [[item(/^type: .*\n/m), 'type: is missing']],
  实施主体: [[item(/^agency: .*\n/m), 'agency: is missing']],
  服务对象: [[item(/^applicants: .*\n/m), 'applicants: is missing']],
  设定依据: [[item(/^legalBasis:\n.*\n/m), 'legalBasis: is missing']],
  受理条件: [[item(/^conditions:\n.*\n/m), 'conditions: is missing']],
  申请材料: [[item(/^materials:\n.*\n.*\n/m), 'materials: is missing']],
  办理流程: [[item(/^process:\n.*\n/m), 'process: is missing']],
  办理时限: [
    [item(/statutory: 20, /), 'limits.statutory: is missing'],
    [item(/, promised: 10/), 'limits.promised: is missing'],
  ],
  收费情况: [[item(/^ {4}basis: .*\n/m), 'fees.0.basis: is missing']],
  办理结果: [[item(/^result: .*\n/m), 'result: is missing']],
  办理地点和时间: [
    [agency(/^ {4}place: .*\n/m), 'place: is missing'],
    [agency(/^ {2}hours: .*\n/m), 'hours: is missing'],
  ],
  咨询和投诉渠道: [
    [agency(/^ {4}enquiryPhone: .*\n/m), 'enquiryPhone: is missing'],
    [agency(/^ {4}complaintPhone: .*\n/m), 'complaintPhone: is missing'],
  ],
};

describe('the fourteen core fields of a guide', () => {
  it('are fourteen, each tried', () => {
    expect(coreFields).toHaveLength(14);
    expect(coreFields.map(({ zh }) => zh)).toEqual(Object.keys(missing));
  });

  it.each(
    Object.entries(missing).flatMap(([field, cases]) => cases.map(([sources, fault]) => ({ field, sources, fault }))),
  )('are told when $field is left out: $fault', ({ sources, fault }) => {
    expect(faultsOf(sources).join('\n')).toContain(fault);
  });

  it.each([
    ['name: { zh: 试验事项,', 'name: { zh: 待定,', '事项名称 (name) says nothing in Chinese: "待定"'],
    [
      'zh: 《试验法》, en: Trial Law',
      'zh: 《试验法》, en: TBD',
      '设定依据 (legal basis) says nothing in English: "TBD"',
    ],
    ['zh: 条件, en: Condition', 'zh: "——", en: Condition', '受理条件 (conditions) says nothing in Chinese: "——"'],
    ['zh: 流程, en: Process', 'zh: 流程, en: 流程', '办理流程 (process) says nothing in English: "流程"'],
    [
      'name: { zh: 证, en: Permit }',
      'name: { zh: 暂无。, en: Permit }',
      '办理结果 (result) says nothing in Chinese: "暂无。"',
    ],
    [
      'name: { zh: 工本费, en: Fee }',
      'name: { zh: 工本费, en: n/a }',
      '收费情况 (fees) says nothing in English: "n/a"',
    ],
    [
      'visits: 0',
      'visits: 0\nplace: { zh: " ", en: Hall }',
      '办理地点和时间 (place and hours) says nothing in Chinese: " "',
    ],
  ])('are told when %s becomes a blank', (from, to, fault) => {
    expect(goodItem).toContain(from);
    expect(faultsOf({ items: { 'transport/trial.yaml': goodItem.replace(from, to) } }).join('\n')).toContain(
      `core field ${fault}`,
    );
  });

  it.each(['name', 'source', 'why'])('are told when the %s of a material is a blank', (key) => {
    const part = goodParts['proof.yaml'].replace(new RegExp(`^(  ${key}: \\{ zh: )[^,]+`, 'm'), '$1同上');
    expect(faultsOf({ parts: { 'proof.yaml': part } })).toEqual([
      expect.stringContaining('core field 申请材料 (materials) says nothing in Chinese: "同上"'),
    ]);
  });
});

describe('the codes of a catalogue', () => {
  const coded = (code: string, agencyCode: string): string =>
    goodItem.replaceAll('440101014000', code).replaceAll('11440100DEM000014C', agencyCode);
  const second = '11440100DEM0000227';
  const twoAgencies = `${goodAgencies}
  - code: ${second}
    name: { zh: 市人社局, en: Labour }
    backOffice: false
    place: { zh: 大厅, en: Hall }
    enquiryPhone: "12333"
    complaintPhone: "12345"
`;

  it('give each agency its department', () => {
    const items = { 'a.yaml': goodItem, 'b.yaml': coded('440102014000', second).replaceAll('count', 'number') };
    expect(faultsOf({ agencies: twoAgencies, items })).toEqual([]);
  });

  it('cannot put two agencies in one department', () => {
    const items = { 'a.yaml': goodItem, 'b.yaml': coded('440101015000', second).replaceAll('count', 'number') };
    expect(faultsOf({ agencies: twoAgencies, items })).toEqual([
      'catalogue/items/b.yaml:1: department 01 in the base code is that of agency 11440100DEM000014C',
    ]);
  });

  it('cannot put one agency in two departments', () => {
    const items = { 'a.yaml': goodItem, 'b.yaml': goodItem.replaceAll('440101014000', '440102014000') };
    expect(faultsOf({ items }).join('\n')).toContain(
      "catalogue/items/b.yaml:1: the agency's department is 01 elsewhere, not 02",
    );
  });
});
