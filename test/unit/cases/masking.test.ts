import { describe, expect, it } from 'vitest';
import { maskAnswers, maskHolder } from '../../../shared/cases/masking.ts';
import { adultId, childId, promisedItem } from '../../support/test-item.ts';

describe('answers', () => {
  it('show an identity number by its ends only, wherever the form has one', () => {
    const answers = {
      fullName: adultId,
      idNumber: adultId,
      children: [{ childName: '小明', childIdNumber: childId }, { childIdNumber: '4401' }],
    };
    expect(maskAnswers(promisedItem.form, answers)).toEqual({
      fullName: adultId,
      idNumber: `440${'*'.repeat(11)}${adultId.slice(-4)}`,
      children: [
        { childName: '小明', childIdNumber: `440${'*'.repeat(11)}${childId.slice(-4)}` },
        { childIdNumber: '****' },
      ],
    });
  });

  it('that are no identity numbers stay as they are', () => {
    const answers = { married: true, children: [], unknown: ['a', 'b'], idNumber: 5 };
    expect(maskAnswers(promisedItem.form, answers)).toEqual(answers);
  });
});

describe('a holder on a public page', () => {
  it.each([
    ['natural', '张伟', '张*'],
    ['natural', '欧阳娜娜', '欧***'],
    ['natural', '王', '王*'],
    ['natural', '𠮷田', '𠮷*'],
    ['legal', '广州演示科技有限公司', '广州****公司'],
    ['legal', '小店', '小****店'],
  ] as const)('%s %s is %s', (kind, name, masked) => expect(maskHolder({ kind, name })).toBe(masked));
});
