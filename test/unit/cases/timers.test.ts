/** What time does, when, and in what order; extension, renewal, work orders; leap days and New Year 2027. */
import { describe, expect, it } from 'vitest';
import { correct } from '../../../shared/cases/applying.ts';
import type { CaseHead, Clocks } from '../../../shared/cases/case.ts';
import { clocksAfter, duesOf, lampOf } from '../../../shared/cases/clock.ts';
import { dueViewsOf } from '../../../shared/cases/explanation.ts';
import { fireDue } from '../../../shared/cases/firing.ts';
import * as desk from '../../../shared/cases/handling.ts';
import { nextTimer, timersOf } from '../../../shared/cases/timers.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import {
  chen,
  given,
  hall,
  identityFile,
  Life,
  li,
  lifeIn,
  monday,
  refusal,
  sun,
  wang,
} from '../../support/test-case.ts';
import { jointItem, promisedItem, renewalItem } from '../../support/test-item.ts';

const fired = (head: CaseHead, now: string, item: Item = promisedItem) => {
  const outcome = fireDue(head, { item, actor: hall, now });
  return outcome === undefined ? [] : outcome.events.map(({ type }) => type);
};

describe('timers', () => {
  it('of each state are what the law and the supervisor wait for', () => {
    const told = (state: Parameters<typeof lifeIn>[0]) =>
      timersOf(lifeIn(state, promisedItem).head).map(({ does, at }) => `${does} ${at}`);
    expect(told('submitted')).toEqual(['escalate 2026-03-08T16:00:00.000Z', 'accept-deemed 2026-03-09T16:00:00.000Z']);
    expect(told('correction-requested')).toEqual(['lapse 2026-03-23T16:00:00.000Z']);
    expect(told('in-review')).toEqual(['escalate 2026-03-15T16:00:00.000Z', 'escalate 2026-03-29T16:00:00.000Z']);
    expect(told('granted')).toEqual(['escalate 2026-03-15T16:00:00.000Z']);
    for (const state of ['draft', 'suspended', 'delivered', 'withdrawn', 'terminated', 'lapsed'] as const)
      expect(told(state)).toEqual([]);
  });

  it('tell the supervisor on the last day, and again when it has passed', () => {
    let { head } = lifeIn('in-review', promisedItem);
    expect(fired(head, '2026-03-15T15:59:59.999Z')).toEqual([]);
    const last = fireDue(head, { item: promisedItem, actor: hall, now: '2026-03-15T16:00:00.000Z' });
    expect(last?.events).toMatchObject([{ type: 'escalated', data: { clock: 'promised', lamp: 'red' } }]);
    head = last?.head ?? head;
    expect(nextTimer(head)?.at).toBe('2026-03-16T16:00:00.000Z');
    const over = fireDue(head, { item: promisedItem, actor: hall, now: '2026-03-16T16:00:00.000Z' });
    expect(over?.head.escalations.map(({ lamp }) => lamp)).toEqual(['red', 'overdue']);
  });

  it('do not run while the clock is paused, and tell anew of the day it moved to', () => {
    const life = lifeIn('in-review', promisedItem).take('suspend', li, '2026-03-13T02:00:00.000Z');
    expect(fired(life.head, '2026-06-01T00:00:00.000Z')).toEqual([]);
    life.take('resume', li, '2026-03-18T02:00:00.000Z');
    expect(nextTimer(life.head)).toMatchObject({ at: '2026-03-18T16:00:00.000Z', due: { by: '2026-03-19' } });
  });

  it('of a lapsed case start again when it is reopened', () => {
    const life = lifeIn('lapsed', promisedItem).take('reopen', sun, '2026-04-01T02:00:00.000Z');
    expect(life.head).toMatchObject({ state: 'correction-requested', clocks: { correctBy: '2026-04-23' } });
    expect(life.take('correct', wang, '2026-04-02T02:00:00.000Z').head.state).toBe('submitted');
  });
});

describe('an extension', () => {
  const now = '2026-03-09T02:00:00.000Z';
  const by = (actor: typeof chen, head = lifeIn('in-review', promisedItem).head, at = now, item: Item = promisedItem) =>
    desk.extend(head, { reason: '需现场核查' }, { item, actor, now: at });

  it('moves the day of the law by ten working days, and no promise', () => {
    const { head, events } = given(by(chen));
    expect(head.clocks).toMatchObject({ statutoryBy: '2026-04-14', promisedBy: '2026-03-16', extendedDays: 10 });
    expect(events).toMatchObject([{ type: 'extended', data: { reason: '需现场核查', days: 10 } }]);
  });

  it('is by fifteen where several authorities decide', () => {
    const joint = lifeIn('in-review', jointItem).head;
    expect(joint.clocks.statutoryBy).toBe('2026-05-08');
    expect(given(by(chen, joint, now, jointItem)).head.clocks).toMatchObject({
      // Saturday, 9 May is worked in exchange for the holiday before it.
      statutoryBy: '2026-05-28',
      extendedDays: 15,
    });
  });

  it('is given once, in time, and not by who handles the case', () => {
    expect(refusal(by({ ...li, kind: 'approver' })).code).toBe('four-eyes');
    expect(refusal(by(li)).code).toBe('forbidden');
    // Given back for as long as it takes, and claimed again afterwards.
    expect(
      refusal(by({ ...li, kind: 'approver' }, lifeIn('in-review', promisedItem).take('release', li).head)).code,
    ).toBe('four-eyes');
    expect(refusal(by(chen, given(by(chen)).head)).code).toBe('extension-used');
    expect(refusal(by(chen, undefined, '2026-03-30T16:00:00.000Z')).code).toBe('period-over');
    expect(given(by(chen, undefined, '2026-03-30T15:59:59.999Z')).head.state).toBe('in-review');
  });
});

describe('a renewal', () => {
  const expiry = '2026-04-02';
  const state = (life: Life) => duesOf(life.head.clocks).map(({ clock, by }) => `${clock} ${by}`);

  it('asked for in time is due when the licence ends, and granted by silence', () => {
    const life = lifeIn('in-review', renewalItem);
    expect(state(life)).toEqual(['promised 2026-03-16', 'statutory 2026-03-30', `renew ${expiry}`]);
    expect(fired(life.head, '2026-04-02T15:59:59.999Z', renewalItem)).not.toContain('granted');
    const late = fireDue(life.head, { item: renewalItem, actor: hall, now: '2026-04-20T02:00:00.000Z' });
    expect(late?.events.at(-1)?.type).toBe('escalated');
    expect(late?.head).toMatchObject({
      state: 'granted',
      decidedAt: '2026-04-02T16:00:00.000Z',
      decision: { outcome: 'grant', deemed: true },
      clocks: { decidedOn: expiry, deliverBy: '2026-04-17' },
    });
  });

  it('is granted by silence also while suspended or proposed', () => {
    for (const held of ['suspended', 'proposed'] as const) {
      const { head } = lifeIn(held, renewalItem);
      const after = fireDue(head, { item: renewalItem, actor: hall, now: '2026-04-03T00:00:00.000Z' })?.head;
      expect(after).toMatchObject({ state: 'granted' });
      expect([after?.suspension, after?.proposal]).toEqual([undefined, undefined]);
    }
  });

  it('is granted by silence when it ended while all of it lay with the agency, though nobody had accepted it', () => {
    const life = lifeIn('correction-requested', renewalItem).take('correct', wang, '2026-04-01T02:00:00.000Z');
    // Resubmitted the day before the licence ends; the agency says nothing for its five days.
    const silent = fireDue(life.head, { item: renewalItem, actor: hall, now: '2026-04-10T02:00:00.000Z' });
    expect(silent?.events.map(({ type }) => type)).toEqual(['escalated', 'accepted', 'escalated', 'granted']);
    expect(silent?.head).toMatchObject({
      decision: { outcome: 'grant', deemed: true },
      clocks: { acceptedOn: '2026-04-01', decidedOn: expiry },
    });
    const late = { item: renewalItem, actor: li, now: '2026-04-03T02:00:00.000Z' };
    const accepted = given(desk.accept(life.head, {}, late)).head;
    expect(fired(accepted, late.now, renewalItem)).toEqual(['granted']);
    expect(refusal(desk.propose(accepted, { outcome: 'deny', reasons: '不符' }, late)).code).toBe('wrong-state');
  });

  it('goes by the last day as it was corrected, held against the day of the application', () => {
    const corrected = (expiresOn: string) => {
      const { head } = lifeIn('submitted', renewalItem);
      const fault = { fields: [{ field: 'expiresOn', reason: '与许可证不一致' }], materials: [] };
      const asked = given(desk.requestCorrection(head, fault, { item: renewalItem, actor: li, now: monday })).head;
      const answer = { answers: { expiresOn }, materials: {}, files: [identityFile] };
      const at = { item: renewalItem, actor: wang, now: '2026-03-20T02:00:00.000Z' };
      return given(desk.accept(given(correct(asked, answer, at)).head, {}, { ...at, actor: li })).head.clocks;
    };
    expect(corrected('2027-04-02').renewBy).toBe('2027-04-02');
    expect(corrected('2026-03-31')).not.toHaveProperty('renewBy');
    expect(corrected('2026-03-31')).not.toHaveProperty('expiresOn');
  });

  it('that ended while its holder was still correcting is not renewed by silence', () => {
    const life = lifeIn('correction-requested', renewalItem).take('correct', wang, '2026-04-03T02:00:00.000Z');
    life.take('accept', li, '2026-04-07T02:00:00.000Z');
    expect(life.head.clocks.renewBy).toBeUndefined();
  });

  it('cannot be denied any more once the licence has ended', () => {
    const { head } = lifeIn('proposed', renewalItem);
    const decide = (now: string) =>
      desk.decide({ ...head }, { outcome: 'grant', reasons: '' }, { item: renewalItem, actor: chen, now });
    expect(refusal(decide('2026-04-02T16:00:00.000Z')).code).toBe('wrong-state');
    expect(given(decide('2026-04-02T15:59:59.999Z')).head.state).toBe('granted');
  });

  it('asked for too late has no such day', () => {
    const life = new Life(renewalItem);
    life.head = { ...life.head, answers: { ...life.head.answers, expiresOn: '2026-03-31' } };
    life.take('submit', wang).take('claim', li).take('accept', li);
    expect(life.head.clocks.expiresOn).toBeUndefined();
    expect(state(life)).toEqual(['promised 2026-03-16', 'statutory 2026-03-30']);
  });

  it('is explained', () => {
    const why = dueViewsOf(lifeIn('in-review', renewalItem).head, renewalItem, '2026-03-02')
      .find(({ clock }) => clock === 'renew')
      ?.why.map(({ zh }) => zh);
    expect(why).toEqual([
      '许可的有效期到 4月2日为止，延续申请在届满三十日前提出。',
      '到期没有作出决定的，视为准予延续（《行政许可法》第五十条）。',
      '因此最迟 4月2日。',
    ]);
  });
});

describe('a bad rating', () => {
  it('has fifteen working days of its own, which delivery does not stop', () => {
    const life = lifeIn('granted', promisedItem).take('issue-document', hall).take('rate', wang, monday, { score: 4 });
    expect(life.head).toMatchObject({ workOrder: { openedAt: monday }, clocks: { answerBy: '2026-03-23' } });
    life.take('deliver', li);
    expect(duesOf(life.head.clocks)).toMatchObject([{ clock: 'answer', by: '2026-03-23', from: '2026-03-02' }]);
    expect(fired(life.head, '2026-03-23T00:00:00.000Z')).toEqual(['escalated']);
    life.take('answer-work-order', sun, '2026-03-20T02:00:00.000Z');
    expect(life.head.workOrder?.answer).toMatchObject({ by: sun.id });
    expect(fired(life.head, '2026-03-25T00:00:00.000Z')).toEqual([]);
  });
});

describe('dates at the edges', () => {
  const none: Clocks = { pausedDays: 0, deemed: false, provisional: false };
  const limits = { statutory: 20, promised: 10 };

  it('count a leap day as the day it is', () => {
    // Tuesday, 29 February 2028: no calendar yet, so plain weeks, and provisional.
    const received = clocksAfter('receive', none, '2028-02-28', limits);
    expect(received).toMatchObject({ acceptBy: '2028-03-06', provisional: true });
    expect(
      lampOf({ clock: 'accept', by: '2028-03-06', from: '2028-02-28', whose: 'agency' }, received, '2028-02-29'),
    ).toBe('green');
    expect(clocksAfter('receive', none, '2024-02-28', limits)).toMatchObject({
      acceptBy: '2024-03-06',
      provisional: false,
    });
  });

  it('cross New Year 2027, provisionally, and say so', () => {
    const life = lifeIn('in-review', promisedItem, '2026-12-21T02:00:00.000Z');
    expect(life.head.clocks).toMatchObject({ promisedBy: '2027-01-05', statutoryBy: '2027-01-19', provisional: true });
    for (const due of dueViewsOf(life.head, promisedItem, '2026-12-21')) {
      expect(due.provisional).toBe(true);
      expect(due.why.at(-1)?.zh).toBe('2027 年的放假安排还没有公布，这个日期是暂定的。');
    }
  });
});

it('an action taken where the table does not have it is a fault, not a step', async () => {
  const { outcome, begin, take } = await import('../../../shared/cases/outcome.ts');
  const { head } = lifeIn('submitted', promisedItem);
  const context = { item: promisedItem, actor: li, now: monday };
  expect(() => outcome(head, 'suspend', {}, context)).toThrow('suspend was taken from submitted');
  const submitted = begin({ ...head, state: 'submitted' as const });
  // @ts-expect-error A case that is not accepted cannot be suspended.
  expect(take(submitted, 'suspend', {}, context)).toBeDefined();
  // @ts-expect-error Accepting does not grant.
  expect(() => take(submitted, 'accept', { to: 'granted' }, context)).toThrow('accept does not lead from submitted');
});

it('a machine whose clock is behind does not put its event before the last', () => {
  const life = new Life(promisedItem).take('submit', wang, monday);
  life.take('claim', li, '2026-03-02T01:59:00.000Z');
  expect(life.events.map(({ at }) => at)).toEqual([monday, monday]);
  expect(life.head.updatedAt).toBe(monday);
});
