import { describe, expect, it } from 'vitest';
import { dueViewsOf } from '../../../shared/cases/explanation.ts';
import { li, lifeIn, wang } from '../../support/test-case.ts';
import { instantItem, promisedItem } from '../../support/test-item.ts';

const why = (life: ReturnType<typeof lifeIn>, clock: string, today: string, language: 'zh' | 'en' = 'zh') =>
  dueViewsOf(life.head, life.item, today)
    .find((each) => each.clock === clock)
    ?.why.map((each) => each[language]);
const friday = '2026-02-13T02:00:00.000Z';

describe('why something is due when it is', () => {
  it('is said step by step, with the holiday and the days worked in exchange', () => {
    const life = lifeIn('submitted', promisedItem, friday);
    expect(why(life, 'accept', '2026-02-13')).toEqual([
      '2月13日收到申请，当日不计。',
      '答复是否受理的期限是 5 个工作日（《行政许可法》第三十二条）。',
      '2月15日至2月23日春节放假，不计。',
      '2月14日调休上班，计入。',
      '因此最迟 2月27日。',
    ]);
    expect(why(life, 'accept', '2026-02-13', 'en')).toEqual([
      'The application was received on 13 February; that day is not counted.',
      'The agency has to say whether it accepts within 5 working days (Administrative Licensing Law, art. 32).',
      'Holidays are not counted: 15 to 23 February (Spring Festival).',
      'Weekend days worked in exchange are counted: 14 February.',
      'So it is due by 27 February.',
    ]);
  });

  it('covers both decision clocks, the nearer first', () => {
    const life = lifeIn('in-review', promisedItem);
    expect(
      dueViewsOf(life.head, promisedItem, '2026-03-02').map(({ clock, by, whose, lamp }) => [clock, by, whose, lamp]),
    ).toEqual([
      ['promised', '2026-03-16', 'agency', 'green'],
      ['statutory', '2026-03-30', 'agency', 'green'],
    ]);
    expect(why(life, 'promised', '2026-03-02')).toEqual([
      '3月2日受理，当日不计。',
      '窗口承诺的办理期限是 10 个工作日。',
      '因此最迟 3月16日。',
    ]);
    expect(why(life, 'statutory', '2026-03-02', 'en')?.[1]).toBe(
      'The law gives the agency 20 working days (Administrative Licensing Law, art. 42).',
    );
  });

  it('cites the licensing law for licences only', () => {
    const life = lifeIn('submitted', instantItem);
    expect(why(life, 'accept', '2026-03-02')?.[1]).toBe('答复是否受理的期限是 5 个工作日（见办事指南）。');
    expect(why(lifeIn('in-review', instantItem), 'promised', '2026-03-02', 'en')?.[1]).toBe(
      'The agency promises to decide within 1 working day.',
    );
  });

  it('tells of a suspension, and of one that has ended', () => {
    const life = lifeIn('suspended', promisedItem);
    expect(why(life, 'promised', '2026-03-05')).toEqual([
      '3月2日受理，当日不计。',
      '窗口承诺的办理期限是 10 个工作日。',
      '3月2日起依法中止，中止期间不计。',
      '如不中止，最迟 3月16日；恢复后顺延。',
    ]);
    life.take('resume', li, '2026-03-05T02:00:00.000Z');
    expect(why(life, 'promised', '2026-03-05')?.slice(2)).toEqual([
      '依法中止 3 个工作日，期限顺延。',
      '因此最迟 3月19日。',
    ]);
  });

  it('tells of corrections', () => {
    const life = lifeIn('correction-requested', promisedItem);
    expect(why(life, 'correct', '2026-03-02')).toEqual([
      '3月2日告知补正，当日不计。',
      '补正的期限是 15 个工作日。',
      '因此最迟 3月23日。',
    ]);
    life.take('correct', wang, '2026-03-05T02:00:00.000Z');
    expect(why(life, 'accept', '2026-03-05')?.[0]).toBe('3月5日收到补正，当日不计。');
  });

  it('tells of silence that counts as acceptance', () => {
    const life = lifeIn('submitted', promisedItem).take('accept', li, '2026-03-11T02:00:00.000Z');
    expect(why(life, 'promised', '2026-03-11')?.[0]).toBe('3月2日收到申请，逾期没有答复，依法视为当日受理，当日不计。');
  });

  it('tells of the decision to be delivered, and of days in another year', () => {
    const life = lifeIn('granted', promisedItem, '2026-12-21T02:00:00.000Z');
    const [due] = dueViewsOf(life.head, promisedItem, '2026-12-21');
    expect(due).toMatchObject({ clock: 'deliver', by: '2027-01-05', provisional: true });
    expect(due?.why.map(({ zh }) => zh)).toEqual([
      '12月21日作出决定，当日不计。',
      '送达的期限是 10 个工作日（《行政许可法》第四十四条）。',
      '2027年1月1日法定节日放假，不计。',
      '因此最迟 2027年1月5日。',
      '2027 年的放假安排还没有公布，这个日期是暂定的。',
    ]);
    expect(due?.why.at(-2)?.en).toBe('So it is due by 5 January 2027.');
  });

  it('is silent when nothing is due', () => {
    expect(dueViewsOf(lifeIn('withdrawn', promisedItem).head, promisedItem, '2026-03-02')).toEqual([]);
  });

  it('names holidays that span two months whole', () => {
    const life = lifeIn('submitted', promisedItem, '2026-09-18T02:00:00.000Z');
    expect(why(life, 'accept', '2026-09-18', 'en')).toContain(
      'Weekend days worked in exchange are counted: 20 September.',
    );
    const later = lifeIn('submitted', promisedItem, '2026-09-30T02:00:00.000Z');
    expect(why(later, 'accept', '2026-09-30')).toContain('10月1日至10月7日国庆节放假，不计。');
  });
});
