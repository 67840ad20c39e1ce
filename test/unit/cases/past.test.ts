/** Any past state and clock, rebuilt from the record: equal to what the case was when it was so. */
import { describe, expect, it } from 'vitest';
import { secondsAfter } from '../../../shared/base/time.ts';
import type { CaseHead } from '../../../shared/cases/case.ts';
import { fireDue } from '../../../shared/cases/firing.ts';
import { pastViewOf, stateAt } from '../../../shared/cases/past.ts';
import type { Action } from '../../../shared/cases/transitions.ts';
import { pastView } from '../../../shared/cases/views.ts';
import { chen, given, hall, Life, li, monday, sun, wang } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

/** A life with one step a day, and what the case was after each. */
function lived() {
  const life = new Life(promisedItem);
  const moments: { at: string; head: CaseHead }[] = [];
  const steps: readonly [Action, typeof li][] = [
    ['submit', wang],
    ['route', hall],
    ['claim', li],
    ['request-correction', li],
    ['correct', wang],
    ['accept', li],
    ['suspend', li],
    ['resume', li],
    ['extend', chen],
    ['release', sun],
    ['claim', li],
    ['propose', li],
    ['decide', chen],
    ['issue-document', hall],
    ['deliver', li],
  ];
  for (const [index, [action, actor]] of steps.entries()) {
    const at = secondsAfter(monday, index * 86_400);
    life.take(action, actor, at);
    moments.push({ at, head: life.head });
  }
  return { life, moments };
}

describe('the past', () => {
  it('is what it was, at every instant', () => {
    const { life, moments } = lived();
    expect(stateAt(life.events, secondsAfter(monday, -1))).toBeUndefined();
    for (const { at, head } of moments) {
      for (const instant of [at, secondsAfter(at, 86_399)]) {
        const past = stateAt(life.events, instant);
        expect(past).toMatchObject({ seq: head.eventCount, state: head.state, clocks: head.clocks });
        expect(past?.handler).toEqual(head.handler);
        expect(past?.decision?.outcome).toBe(head.decision?.outcome);
        expect(past?.correction?.correctedAt).toBe(head.correction?.correctedAt);
      }
    }
  });

  it('shows what was due then, with its reasons, and nothing that came after', () => {
    const { life } = lived();
    const view = pastViewOf(life, promisedItem, secondsAfter(monday, 8 * 86_400 + 1));
    pastView.parse(view);
    expect(view).toMatchObject({ state: 'in-review', seq: 9 });
    expect(view?.timeline).toHaveLength(9);
    const statutory = view?.due.find(({ clock }) => clock === 'statutory');
    const why = statutory?.why.map(({ en }) => en).join(' ') ?? '';
    expect(why).toContain('extended by 10 working days (Administrative Licensing Law, art. 42)');
    expect(why).toContain('suspended for 1 working day');
    expect(statutory?.by).toBe('2026-04-21');
  });

  it('holds what time did, on the day it did it', () => {
    const life = new Life(promisedItem).take('submit', wang);
    const late = '2026-03-20T01:00:00.000Z';
    const outcome = fireDue(life.head, { item: promisedItem, actor: hall, now: late });
    const { events } = given(outcome ?? { head: life.head, events: [] });
    const record = [...life.events, ...events];
    expect(stateAt(record, '2026-03-19T01:00:00.000Z')).toMatchObject({ state: 'submitted' });
    expect(stateAt(record, late)).toMatchObject({
      state: 'in-review',
      clocks: { acceptedOn: '2026-03-02', deemed: true },
    });
  });
});
