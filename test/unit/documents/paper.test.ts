/** What a decision's paper says, and under which title and number. */
import { describe, expect, it } from 'vitest';
import { documentNumber } from '../../../shared/base/words.ts';
import { itemTypes } from '../../../shared/catalogue/item.ts';
import { documentNumberOf } from '../../../shared/documents/number.ts';
import { type Decision, paperOf, titleOf, verifyUrl } from '../../../shared/documents/paper.ts';
import { promisedItem } from '../../support/test-item.ts';

const granted: Decision = {
  number: 'BS2026-7K3M-9QXT-2A',
  outcome: 'grant',
  caseNumber: '12441500196720244T3442199806003202603020001',
  holder: { name: '王芳', kind: 'natural' },
  item: { ...promisedItem, legalBasis: [{ zh: '《演示条例》第一条。', en: 'art. 1' }] },
  submittedAt: '2026-03-02T02:00:00.000Z',
  decidedAt: '2026-03-09T16:30:00.000Z',
  reasons: '',
  hallUrl: 'https://hall.example.cn',
};
const denied: Decision = { ...granted, outcome: 'deny', reasons: '场所不符合规定。\n\n  人员没有资格。' };
const text = (decision: Decision) => paperOf(decision).paragraphs.join('\n');

describe('a grant', () => {
  it('of a permit cites the item’s basis and the Permit Law, and names the result', () => {
    expect(text(granted)).toContain(
      '依据《演示条例》第一条、《中华人民共和国行政许可法》第三十八条第一款的规定，现决定：准予行政许可。',
    );
    expect(text(granted)).toContain('办理结果：许可证。');
    expect(text(granted)).not.toContain('行政复议');
  });

  it('of anything else does not cite the Permit Law', () => {
    const service = { ...granted, item: { ...granted.item, type: '20' as const } };
    expect(text(service)).not.toContain('行政许可法');
    expect(text(service)).toContain('现决定：准予办理。');
  });

  it('tells how long its result is valid', () => {
    const result = { name: { zh: '许可证', en: 'Permit' }, validity: { zh: '五年。', en: 'five years' } };
    expect(text({ ...granted, item: { ...granted.item, result } })).toContain('办理结果：许可证，有效期：五年。');
  });

  it('is dated by the day in Shanghai', () => {
    expect(paperOf(granted).date).toBe('2026年3月10日');
    expect(text(granted)).toContain('于2026年3月2日提出');
  });
});

describe('a denial', () => {
  it('gives the reasons line by line and both remedies with their time limits', () => {
    const { paragraphs } = paperOf(denied);
    expect(paragraphs).toContain('场所不符合规定。');
    expect(paragraphs).toContain('人员没有资格。');
    expect(paragraphs).not.toContain('');
    expect(text(denied)).toContain('第三十八条第二款的规定，现决定：不予行政许可。');
    expect(text(denied)).toMatch(/六十日内.*行政复议.*六个月内.*行政诉讼/);
  });

  it('speaks to a company as to one', () => {
    expect(text({ ...denied, holder: { name: '广州某某有限公司', kind: 'legal' } })).toContain('你单位于');
  });
});

describe('titles', () => {
  it.each([
    ['01', '准予行政许可决定书', '不予行政许可决定书'],
    ['05', '准予行政给付决定书', '不予行政给付决定书'],
    ['07', '准予行政确认决定书', '不予行政确认决定书'],
    ['20', '办理结果通知书', '不予办理通知书'],
  ] as const)('of type %s are %s and %s', (type, grant, deny) => {
    expect([titleOf(type, 'grant'), titleOf(type, 'deny')]).toEqual([grant, deny]);
  });

  it('exist for every type', () => {
    for (const type of itemTypes) expect(titleOf(type, 'grant')).toMatch(/书$/);
  });
});

describe('the address that verifies', () => {
  it.each([
    ['https://hall.example.cn', 'https://hall.example.cn/verify/BS2026-7K3M-9QXT-2A'],
    ['https://hall.example.cn/', 'https://hall.example.cn/verify/BS2026-7K3M-9QXT-2A'],
    ['http://localhost:4566/stage/', 'http://localhost:4566/stage/verify/BS2026-7K3M-9QXT-2A'],
  ])('below %s is %s', (hallUrl, address) => {
    expect(verifyUrl(hallUrl, granted.number)).toBe(address);
  });
});

describe('numbers', () => {
  const hash = (start: string) => start.padEnd(64, '0');
  it('have the form that the hall takes, and the year of the decision in Shanghai', () => {
    const number = documentNumberOf(hash('ff1e2d3c4b5a69788796'), '2025-12-31T16:00:00.000Z');
    expect(documentNumber.parse(number)).toBe(number);
    expect(number.slice(0, 6)).toBe('BS2026');
  });

  it('are the same for the same fingerprint and others for others', () => {
    const at = '2026-03-09T16:30:00.000Z';
    expect(documentNumberOf(hash('01'), at)).toBe(documentNumberOf(hash('01'), at));
    expect(documentNumberOf(hash('01'), at)).not.toBe(documentNumberOf(hash('02'), at));
  });
});
