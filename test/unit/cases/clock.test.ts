import { describe, expect, it } from 'vitest';
import type { Clocks } from '../../../shared/cases/case.ts';
import { clocksAfter, duesOf, isDeemedAccepted, lampOf, nextDue, periods } from '../../../shared/cases/clock.ts';

const limits = { statutory: 20, promised: 10 };
const none: Clocks = { pausedDays: 0, deemed: false, provisional: false };
const received = clocksAfter('receive', none, '2026-02-13', limits);
const accepted = clocksAfter('accept', received, '2026-02-13', limits);

const lampOn = (clock: string, clocks: Clocks, today: string) => {
  const due = duesOf(clocks).find((each) => each.clock === clock);
  return due === undefined ? undefined : lampOf(due, clocks, today);
};

describe('the clocks', () => {
  it('give five working days from receipt', () => {
    expect(received).toEqual({ ...none, receivedOn: '2026-02-13', acceptBy: '2026-02-27' });
  });

  it('give the statutory and promised days from acceptance, and stop the five days', () => {
    expect(accepted).toEqual({
      ...none,
      receivedOn: '2026-02-13',
      acceptedOn: '2026-02-13',
      statutoryBy: '2026-03-19',
      promisedBy: '2026-03-05',
    });
  });

  it('give the applicant their days, and the agency new ones after a correction', () => {
    const asked = clocksAfter('ask', received, '2026-03-02', limits);
    expect(asked).toEqual({ ...none, receivedOn: '2026-02-13', askedOn: '2026-03-02', correctBy: '2026-03-23' });
    expect(clocksAfter('receive', asked, '2026-03-09', limits)).toEqual({
      ...none,
      receivedOn: '2026-03-09',
      askedOn: '2026-03-02',
      acceptBy: '2026-03-16',
    });
    expect(periods).toEqual({ accept: 5, correct: 15, deliver: 10, answer: 15, extension: { one: 10, joint: 15 } });
  });

  it('count silence past the five days as acceptance on receipt', () => {
    expect(isDeemedAccepted(received, '2026-02-27')).toBe(false);
    expect(isDeemedAccepted(received, '2026-02-28')).toBe(true);
    const late = clocksAfter('accept', received, '2026-03-02', limits);
    expect(late).toEqual({ ...accepted, deemed: true });
  });

  it('stop on suspension and move by the working days paused', () => {
    // Suspended on Friday 27 February, resumed on Monday 9 March: 28 February is worked, so 7 working days.
    const paused = clocksAfter('pause', accepted, '2026-02-27', limits);
    expect(paused).toEqual({ ...accepted, pausedOn: '2026-02-27' });
    expect(clocksAfter('resume', paused, '2026-03-09', limits)).toEqual({
      ...accepted,
      statutoryBy: '2026-03-30',
      promisedBy: '2026-03-16',
      pausedDays: 7,
    });
  });

  it('do not move for a suspension within a day, and add up over two', () => {
    const briefly = clocksAfter('resume', clocksAfter('pause', accepted, '2026-03-02', limits), '2026-03-02', limits);
    expect(briefly).toEqual(accepted);
    const twice = clocksAfter('resume', clocksAfter('pause', briefly, '2026-03-03', limits), '2026-03-05', limits);
    const again = clocksAfter('resume', clocksAfter('pause', twice, '2026-03-06', limits), '2026-03-10', limits);
    expect(again).toMatchObject({ pausedDays: 4, promisedBy: '2026-03-11', statutoryBy: '2026-03-25' });
  });

  it('give ten working days to deliver from the decision', () => {
    expect(clocksAfter('decide', accepted, '2026-09-18', limits)).toEqual({
      ...none,
      receivedOn: '2026-02-13',
      acceptedOn: '2026-02-13',
      decidedOn: '2026-09-18',
      deliverBy: '2026-10-09',
    });
  });

  it('all stop at the end, and the days of what happened stay', () => {
    const stopped = clocksAfter('stop', clocksAfter('pause', accepted, '2026-03-02', limits), '2026-03-03', limits);
    expect(stopped).toEqual({ ...none, receivedOn: '2026-02-13', acceptedOn: '2026-02-13' });
    expect(nextDue(stopped)).toBeUndefined();
  });

  it('are provisional while something is due beyond the published calendar', () => {
    const december = clocksAfter('accept', clocksAfter('receive', none, '2026-12-14', limits), '2026-12-14', limits);
    expect(december).toMatchObject({ promisedBy: '2026-12-28', statutoryBy: '2027-01-12', provisional: true });
    expect(clocksAfter('stop', december, '2026-12-15', limits).provisional).toBe(false);
  });

  it('promise the same day where the item does', () => {
    const sameDay = clocksAfter('accept', received, '2026-02-26', { statutory: 20, promised: 0 });
    expect(sameDay.promisedBy).toBe('2026-02-26');
    expect(lampOn('promised', sameDay, '2026-02-26')).toBe('red');
  });
});

describe('what is due next', () => {
  it('is the promise before the law, and whoever’s move it is', () => {
    expect(duesOf(accepted).map(({ clock, whose }) => [clock, whose])).toEqual([
      ['promised', 'agency'],
      ['statutory', 'agency'],
    ]);
    const asked = clocksAfter('ask', received, '2026-03-02', limits);
    expect(nextDue(asked)).toEqual({ clock: 'correct', by: '2026-03-23', from: '2026-03-02', whose: 'applicant' });
  });
});

describe('lamps', () => {
  it.each([
    ['2026-02-13', 'green'],
    ['2026-02-25', 'green'],
    ['2026-02-26', 'amber'],
    ['2026-02-27', 'red'],
    ['2026-02-28', 'overdue'],
  ])('of the five days on %s: %s', (today, lamp) => {
    // 14 February (worked), 24, 25, 26, 27: four of five used is 80 %.
    expect(lampOn('accept', received, today)).toBe(lamp);
  });

  it.each([
    ['2026-03-12', 'green'],
    ['2026-03-13', 'amber'],
    ['2026-03-18', 'amber'],
    ['2026-03-19', 'red'],
    ['2026-03-20', 'overdue'],
  ])('of twenty days on %s: %s', (today, lamp) => {
    expect(lampOn('statutory', accepted, today)).toBe(lamp);
  });

  it('do not count the days paused', () => {
    const paused = clocksAfter('pause', accepted, '2026-02-27', limits);
    expect(lampOn('promised', paused, '2026-02-27')).toBe('paused');
    expect(lampOn('promised', paused, '2026-06-01')).toBe('paused');
    const resumed = clocksAfter('resume', paused, '2026-03-09', limits);
    // Five of ten were used before, three of the ten remain green, the eighth is 80 %.
    expect(
      ['2026-03-09', '2026-03-11', '2026-03-12', '2026-03-16', '2026-03-17'].map((each) =>
        lampOn('promised', resumed, each),
      ),
    ).toEqual(['green', 'green', 'amber', 'red', 'overdue']);
  });

  it('stay overdue when suspended too late', () => {
    const late = clocksAfter('pause', accepted, '2026-03-10', limits);
    expect(lampOn('promised', late, '2026-03-11')).toBe('overdue');
    expect(lampOn('statutory', late, '2026-03-11')).toBe('paused');
    const resumed = clocksAfter('resume', late, '2026-03-12', limits);
    expect(lampOn('promised', resumed, '2026-03-12')).toBe('overdue');
  });
});
