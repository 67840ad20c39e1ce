import { describe, expect, it } from 'vitest';
import * as desk from '../../../shared/cases/handling.ts';
import {
  chen,
  document,
  given,
  hall,
  Life,
  li,
  lifeIn,
  machine,
  monday,
  refusal,
  sun,
  wang,
  zhao,
} from '../../support/test-case.ts';
import { instantItem, promisedItem } from '../../support/test-item.ts';

const as = (actor: typeof li, now = monday, item = promisedItem) => ({ item, actor, now });
const inState = (state: Parameters<typeof lifeIn>[0]) => lifeIn(state, promisedItem).head;
const unclaimed = () => new Life(promisedItem).take('submit', wang).head;
const grant = { outcome: 'grant', reasons: '' } as const;

describe('claiming and releasing', () => {
  it('a case is held by one officer', () => {
    const { head } = given(desk.claim(unclaimed(), as(li)));
    expect(head.handler).toEqual({ id: li.id, name: li.name });
    expect(refusal(desk.claim(head, as(zhao))).code).toBe('already-claimed');
    expect(refusal(desk.claim(head, as(li))).code).toBe('wrong-state');
  });

  it('the holder or a supervisor gives it back, nobody else', () => {
    const held = inState('in-review');
    expect(refusal(desk.release(held, as(zhao))).code).toBe('not-handler');
    for (const actor of [li, sun]) {
      const { head, events } = given(desk.release(held, as(actor)));
      expect('handler' in head).toBe(false);
      expect(events[0]).toMatchObject({ type: 'released', data: { handler: li.id } });
      expect(given(desk.claim(head, as(zhao))).head.handler?.id).toBe(zhao.id);
    }
    expect(refusal(desk.release(unclaimed(), as(sun))).code).toBe('wrong-state');
  });

  it('everything else waits until the case is claimed', () => {
    const head = unclaimed();
    for (const actor of [li, zhao]) {
      expect(refusal(desk.accept(head, {}, as(actor))).code).toBe('not-handler');
      expect(refusal(desk.refuse(head, { reason: '不属于本机关' }, as(actor))).code).toBe('not-handler');
      expect(refusal(desk.requestCorrection(head, { fields: [], materials: [] }, as(actor))).code).toBe('not-handler');
    }
  });
});

describe('whoever applied', () => {
  const self = (actor: typeof li) => ({ ...actor, id: wang.id });
  const asked = () => lifeIn('in-review', promisedItem).head;

  it('handles nothing of it, in whatever role, for themselves or for another', () => {
    const through = { ...asked(), agent: { id: zhao.id, name: zhao.name }, handler: { id: zhao.id, name: zhao.name } };
    expect(refusal(desk.claim(unclaimed(), as(self(li)))).code).toBe('own-case');
    expect(refusal(desk.propose(through, grant, as(zhao))).code).toBe('own-case');
    expect(refusal(desk.extend(asked(), { reason: '需现场核查' }, as(self(chen)))).code).toBe('own-case');
    expect(refusal(desk.decide(inState('proposed'), grant, as(self(chen)))).code).toBe('own-case');
    expect(refusal(desk.reopen(inState('lapsed'), { reason: '住院' }, as(self(sun)))).code).toBe('own-case');
  });

  it('gives back what they hold already', () => {
    const head = { ...asked(), agent: { id: zhao.id, name: zhao.name }, handler: { id: zhao.id, name: zhao.name } };
    expect(given(desk.release(head, as(zhao))).head.handler).toBeUndefined();
  });
});

describe('asking for a correction', () => {
  const ask = (fields: string[], materials: string[], head = inState('submitted')) =>
    desk.requestCorrection(
      head,
      {
        fields: fields.map((field) => ({ field, reason: '不清楚' })),
        materials: materials.map((code) => ({ code, reason: '看不清' })),
      },
      as(li),
    );

  it('gives the applicant their days and keeps what was asked', () => {
    const { head } = given(ask(['fullName', 'children'], ['identity', 'photo']));
    expect(head).toMatchObject({
      state: 'correction-requested',
      clocks: { askedOn: '2026-03-02', correctBy: '2026-03-23' },
    });
    expect(head.correction?.fields.map(({ field }) => field)).toEqual(['fullName', 'children']);
    expect(head.clocks.acceptBy).toBeUndefined();
  });

  it('asks for nothing that the pinned version does not name, or did not ask of this applicant', () => {
    expect(refusal(ask(['fullName', 'salary', 'spouseName'], ['marriage', 'tax', 'identity']))).toEqual({
      code: 'not-asked-by-item',
      fields: [
        'body.fields.1.field not-in-item',
        'body.fields.2.field not-in-item',
        'body.materials.0.code not-in-item',
        'body.materials.1.code not-in-item',
      ],
    });
  });

  it('asks once', () => {
    const { head } = given(ask(['fullName'], []));
    expect(refusal(ask(['idNumber'], [], head)).code).toBe('correction-used');
    const corrected = lifeIn('correction-requested', promisedItem).take('correct', wang).head;
    expect(refusal(ask(['idNumber'], [], corrected))).toEqual({
      code: 'correction-used',
      fields: ['body.fields.0.field not-resubmitted'],
    });
    expect(refusal(ask(['fullName'], ['identity'], corrected)).code).toBe('correction-used');
  });

  it('asks once more only about what the correction brought', () => {
    const corrected = lifeIn('correction-requested', promisedItem).take('correct', wang).head;
    const { head } = given(ask(['fullName'], [], corrected));
    expect(head).toMatchObject({ state: 'correction-requested', correction: { fields: [{ field: 'fullName' }] } });
    expect(head.correction?.resubmitted).toBeUndefined();
  });
});

describe('after five days of silence', () => {
  const late = '2026-03-10T02:00:00.000Z';

  it('the case can only be accepted, dated at receipt', () => {
    const head = inState('submitted');
    const ask = { fields: [{ field: 'fullName', reason: '不清楚' }], materials: [] };
    expect(refusal(desk.requestCorrection(head, ask, as(li, late))).code).toBe('wrong-state');
    expect(refusal(desk.refuse(head, { reason: '不属于本机关' }, as(li, late))).code).toBe('wrong-state');
    const { head: accepted, events } = given(desk.accept(head, {}, as(li, late)));
    expect(accepted.clocks).toMatchObject({ acceptedOn: '2026-03-02', promisedBy: '2026-03-16', deemed: true });
    expect(events[0]?.data).toEqual({ deemed: true });
  });

  it('the last day still counts', () => {
    const { head, events } = given(
      desk.accept(inState('submitted'), { note: '齐全' }, as(li, '2026-03-09T15:59:59.999Z')),
    );
    expect(head.clocks).toMatchObject({ acceptedOn: '2026-03-09', deemed: false });
    expect(events[0]?.data).toEqual({ note: '齐全', deemed: false });
  });
});

describe('suspending', () => {
  it('needs a ground that the item lists', () => {
    const suspend = (ground: 'hearing' | 'auction', item = promisedItem) =>
      desk.suspend(inState('in-review'), { ground, reason: '依法听证' }, as(li, monday, item));
    expect(given(suspend('hearing')).head).toMatchObject({
      state: 'suspended',
      suspension: { ground: 'hearing', since: monday },
    });
    expect(refusal(suspend('auction'))).toEqual({ code: 'not-asked-by-item', fields: ['body.ground not-in-item'] });
    expect(refusal(suspend('hearing', { ...promisedItem, suspensions: [] })).code).toBe('not-asked-by-item');
  });

  it('moves both days by the working days paused, across a holiday too', () => {
    // 1 to 5 May are off and Saturday 9 May is worked: paused on 6, 7, 8 and 9 May.
    const life = lifeIn('in-review', promisedItem, '2026-04-28T02:00:00.000Z');
    expect(life.head.clocks).toMatchObject({ promisedBy: '2026-05-14', statutoryBy: '2026-05-28' });
    life.take('suspend', li, '2026-04-30T02:00:00.000Z').take('resume', li, '2026-05-09T02:00:00.000Z');
    expect(life.head.clocks).toMatchObject({ pausedDays: 4, promisedBy: '2026-05-20', statutoryBy: '2026-06-03' });
    expect('suspension' in life.head).toBe(false);
    expect(life.events.at(-1)?.data).toEqual({ result: '检测合格', ground: 'testing' });
  });
});

describe('proposing and deciding', () => {
  it('a denial needs reasons', () => {
    expect(refusal(desk.propose(inState('in-review'), { outcome: 'deny', reasons: '' }, as(li)))).toEqual({
      code: 'invalid-fields',
      fields: ['body.reasons required'],
    });
    const alone = lifeIn('submitted', instantItem).head;
    const deny = { outcome: 'deny', reasons: '' } as const;
    expect(refusal(desk.decide(alone, deny, as(li, monday, instantItem))).fields).toEqual(['body.reasons required']);
  });

  it('whoever proposed does not decide, in whatever role', () => {
    const head = inState('proposed');
    expect(refusal(desk.decide(head, grant, as(li))).code).toBe('four-eyes');
    expect(refusal(desk.decide(head, grant, as({ ...li, kind: 'approver' }))).code).toBe('four-eyes');
    expect(refusal(desk.decide(head, grant, as(zhao))).code).toBe('forbidden');
    const decided = given(desk.decide(head, grant, as(chen)));
    expect(decided.head).toMatchObject({
      state: 'granted',
      decidedAt: monday,
      decision: { outcome: 'grant', by: chen.id, automatic: false },
      clocks: { decidedOn: '2026-03-02', deliverBy: '2026-03-16' },
      handler: { id: li.id },
    });
    expect(decided.events.map(({ type }) => type)).toEqual(['granted']);
  });

  it('the decision keeps the reasons proposed, or gives its own', () => {
    const life = lifeIn('in-review', promisedItem).take('propose', li, monday, { outcome: 'deny' });
    const deny = (reasons: string) => given(desk.decide(life.head, { outcome: 'deny', reasons }, as(chen))).head;
    expect(deny('')).toMatchObject({ state: 'denied', decision: { outcome: 'deny', reasons: '条件核对无误' } });
    expect(deny('缺少法定条件').decision?.reasons).toBe('缺少法定条件');
  });

  it('a second pair of eyes that disagrees returns it', () => {
    const head = inState('proposed');
    expect(refusal(desk.decide(head, { outcome: 'deny', reasons: '不符合条件' }, as(chen)))).toEqual({
      code: 'invalid-fields',
      fields: ['body.outcome differs-from-proposal'],
    });
    const { head: returned } = given(desk.returnProposal(head, { reason: '请核查' }, as(chen)));
    expect(returned.state).toBe('in-review');
    expect('proposal' in returned).toBe(false);
    expect(returned.clocks).toEqual(head.clocks);
  });

  it('without a proposal, a promised item is not decided by anybody', () => {
    for (const state of ['submitted', 'in-review'] as const) {
      expect(refusal(desk.decide(inState(state), grant, as(chen))).code).toBe('four-eyes');
    }
  });
});

describe('an instant item', () => {
  const filed = () => new Life(instantItem).take('submit', wang).head;

  it('is accepted and decided by one officer in one call, claiming it', () => {
    const { head, events } = given(desk.decide(filed(), grant, as(li, monday, instantItem)));
    expect(events.map(({ type, state }) => [type, state])).toEqual([
      ['accepted', 'in-review'],
      ['granted', 'granted'],
    ]);
    expect(head).toMatchObject({ state: 'granted', version: 3, handler: { id: li.id }, decision: { by: li.id } });
    expect(head.clocks).toMatchObject({ acceptedOn: '2026-03-02', decidedOn: '2026-03-02' });
  });

  it('is not decided past the officer who holds it', () => {
    const { head } = given(desk.claim(filed(), as(zhao, monday, instantItem)));
    expect(refusal(desk.decide(head, grant, as(li, monday, instantItem))).code).toBe('not-handler');
  });

  it('keeps four eyes where it says so, and even there waives them only as an instant item', () => {
    const careful = { ...instantItem, fourEyes: true };
    expect(refusal(desk.decide(filed(), grant, as(li, monday, careful))).code).toBe('four-eyes');
    const promised = { ...promisedItem, fourEyes: false };
    expect(refusal(desk.decide(inState('in-review'), grant, as(li, monday, promised))).code).toBe('four-eyes');
  });
});

describe('delivering', () => {
  const decided = (state: 'granted' | 'denied', kind: 'decision-grant' | 'decision-denial') => ({
    ...inState(state),
    documents: [document(kind)],
  });

  it('waits for the document', () => {
    expect(refusal(desk.deliver(inState('granted'), { channel: 'online' }, as(li))).code).toBe('document-not-ready');
  });

  it('hands over a grant or a denial by any officer, and stops the last clock', () => {
    for (const head of [decided('granted', 'decision-grant'), decided('denied', 'decision-denial')]) {
      const { head: delivered, events } = given(
        desk.deliver(head, { channel: 'counter', reference: '窗口3号' }, as(zhao)),
      );
      expect(delivered).toMatchObject({ state: 'delivered', delivery: { channel: 'counter', at: monday } });
      expect(delivered.decision).toEqual(head.decision);
      expect(delivered.clocks.deliverBy).toBeUndefined();
      expect(events[0]?.data).toEqual({ channel: 'counter', reference: '窗口3号' });
    }
  });

  it('uses a channel of the item', () => {
    const result = desk.deliver(decided('granted', 'decision-grant'), { channel: 'post' }, as(li));
    expect(refusal(result)).toEqual({ code: 'invalid-fields', fields: ['body.channel not-offered'] });
  });
});

it('a machine, the hall and the applicant do not work the desk', () => {
  for (const actor of [machine, hall, wang]) {
    expect(refusal(desk.claim(unclaimed(), as(actor))).code).toBe('forbidden');
  }
});
