/** Random lives of cases, lawful steps and unlawful ones mixed: what must hold whatever people do, in whatever order. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Problem } from '../../../shared/base/problems.ts';
import type { Role } from '../../../shared/base/roles.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import type { Instant } from '../../../shared/base/words.ts';
import { isWorkingDay, workingDaysBetween } from '../../../shared/cases/calendar.ts';
import {
  type Actor,
  type CaseEvent,
  type CaseHead,
  type CaseState,
  caseEvent,
  caseHead,
} from '../../../shared/cases/case.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import { duesOf, lampOf } from '../../../shared/cases/clock.ts';
import { consultRows } from '../../../shared/cases/consult-rows.ts';
import { deskCaseView } from '../../../shared/cases/desk-view.ts';
import type { Context } from '../../../shared/cases/outcome.ts';
import { stateAt } from '../../../shared/cases/past.ts';
import { lawfulActions, permit } from '../../../shared/cases/permits.ts';
import { caseViewOf, deskCaseViewOf } from '../../../shared/cases/present.ts';
import { caseListEntry, listEntryOf } from '../../../shared/cases/summary.ts';
import { nextTimer } from '../../../shared/cases/timers.ts';
import { type Action, actingAs, actions, transitions } from '../../../shared/cases/transitions.ts';
import { caseView } from '../../../shared/cases/views.ts';
import {
  chen,
  draftOf,
  hall,
  identityFile,
  li,
  machine,
  monday,
  perform,
  sun,
  wang,
  zhao,
} from '../../support/test-case.ts';
import { automaticItem, instantItem, jointItem, promisedItem, renewalItem } from '../../support/test-item.ts';

const people: readonly { readonly actor: Actor; readonly roles: readonly Role[] }[] = [
  { actor: wang, roles: ['citizen'] },
  { actor: { ...wang, id: 'citizen-other' }, roles: ['citizen'] },
  { actor: li, roles: ['officer', 'approver'] },
  { actor: zhao, roles: ['officer'] },
  { actor: chen, roles: ['approver'] },
  { actor: sun, roles: ['supervisor', 'officer'] },
];
const machines = [hall, machine];
/** One is taken inside a submission, never by itself; these items have no fee: what one does to a life is in test/unit/cases/fees.test.ts. */
const withoutFee = (action: string): boolean => !['decide-automatically', 'await-fee', 'settle-fee'].includes(action);
const commands = actions.filter(withoutFee);

const timed = new Set<Action>(['accept-deemed', 'lapse', 'renew-deemed', 'escalate']);

type Move = readonly [Action, Actor];
const moves: readonly Move[] = commands.flatMap((action) => [
  ...people.map(({ actor, roles }): Move => [action, { ...actor, kind: actingAs(action, roles) ?? actor.kind }]),
  ...machines.map((actor): Move => [action, actor]),
]);

/** Lawful nearly always, and taken at every turn they would leave few lives to run their course. */
const sideways = new Set<Action>([
  'withdraw',
  'release',
  'refuse',
  'terminate',
  'issue-document',
  'backoffice-complete',
  'backoffice-fail',
]);

/** First an action, then someone who takes it: rare actions come as often as common ones. */
function oneOf(pool: readonly Move[], pick: number): Move {
  const names = [...new Set(pool.map(([action]) => action))];
  const same = pool.filter(([action]) => action === names[pick % names.length]);
  return same[Math.floor(pick / names.length) % same.length] ?? ['submit', wang];
}

const steps = fc.array(
  fc.record({
    pick: fc.nat(10_000),
    will: fc.constantFrom('forward', 'forward', 'forward', 'forward', 'lawful', 'any' as const),
    /** Mostly minutes, now and then weeks. */
    seconds: fc.oneof({ weight: 3, arbitrary: fc.nat(3600) }, { weight: 1, arbitrary: fc.nat(30 * 86_400) }),
    outcome: fc.constantFrom('grant' as const, 'deny' as const),
    score: fc.constantFrom(1, 5),
    /** How far the machine that takes this step is behind the one before. */
    skew: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(120) }),
  }),
  { minLength: 5, maxLength: 25 },
);
const items = fc.constantFrom(promisedItem, renewalItem, renewalItem, jointItem, jointItem, instantItem, automaticItem);
/** A plain Monday; before Spring Festival; before New Year 2027, whose calendar is not published; before a leap day. */
const starts = fc.constantFrom<Instant[]>(
  monday,
  '2026-02-13T01:30:00.000Z',
  '2026-12-21T02:00:00.000Z',
  '2028-02-24T15:59:59.999Z',
);

/** No rule may change what it is given. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

function holdsAfter(before: CaseHead, action: Action, after: CaseHead, events: readonly CaseEvent[]): void {
  expect(transitions[action].from).toContain(before.state);
  expect(after.version).toBe(before.version + 1);
  expect(events.length).toBeGreaterThan(0);
  expect(after.eventCount).toBe(before.eventCount + events.length);
  expect(events.at(-1)?.state).toBe(after.state);
  expect(caseHead.parse(after)).toEqual(after);
  let state = before.state;
  let at = before.updatedAt;
  for (const event of events) {
    expect(caseEvent.parse(event)).toEqual(event);
    // Every line of the record is an edge of the graph, and none is earlier than the one before it.
    expect(edges.has(`${state} ${event.type} ${event.state}`), `${state} ${event.type} ${event.state}`).toBe(true);
    expect(event.at >= at).toBe(true);
    ({ state, at } = event);
  }
  expect(events.at(-1)?.clocks).toEqual(after.clocks);
}

const edges = new Set(
  Object.values(transitions).flatMap(({ from, to, events }) =>
    from.flatMap((one) =>
      events.flatMap((type) => (to === 'same' ? [one] : to).map((other) => `${one} ${type} ${other}`)),
    ),
  ),
);

function clocksHold(head: CaseHead, today: string): void {
  const { clocks } = head;
  const reviewing = ['promised', 'statutory', ...(clocks.renewBy === undefined ? [] : ['renew'])];
  const running: Readonly<Partial<Record<CaseState, string[]>>> = {
    submitted: ['accept'],
    'correction-requested': ['correct'],
    'in-review': reviewing,
    suspended: reviewing,
    proposed: reviewing,
    granted: ['deliver'],
    denied: ['deliver'],
  };
  const dues = duesOf(clocks);
  const expected = [...(running[head.state] ?? []), ...(clocks.answerBy === undefined ? [] : ['answer'])];
  expect(dues.map(({ clock }) => clock).sort()).toEqual(expected.sort());
  expect(clocks.pausedOn !== undefined).toBe(head.state === 'suspended');
  expect(clocks.answerBy !== undefined).toBe(head.workOrder !== undefined && head.workOrder.answer === undefined);
  expect(clocks.provisional).toBe(dues.some(({ clock, by }) => clock !== 'renew' && by >= '2027'));
  for (const due of dues) {
    expect(due.by >= due.from).toBe(true);
    expect(due.clock === 'renew' || isWorkingDay(due.by)).toBe(true);
    const stands = due.clock === 'statutory' || due.clock === 'promised' ? clocks.pausedOn : undefined;
    expect(lampOf(due, clocks, today) === 'overdue').toBe((stands ?? today) > due.by);
  }
}

/** A clock that stands still does not move, whatever else is done; one that runs never moves towards the applicant's loss. */
function standsStill(before: CaseHead, after: CaseHead): void {
  if (before.state !== 'suspended' || after.state !== 'suspended') return;
  const { statutoryBy, promisedBy, pausedOn, pausedDays } = before.clocks;
  expect(after.clocks).toMatchObject({ statutoryBy, promisedBy, pausedOn, pausedDays });
}

/** As many working days are left after a suspension as before it. */
function pauseHolds(before: CaseHead, after: CaseHead, today: string): void {
  for (const clock of ['statutoryBy', 'promisedBy'] as const) {
    const [pausedOn = '', by = '', moved = ''] = [before.clocks.pausedOn, before.clocks[clock], after.clocks[clock]];
    expect(workingDaysBetween(today, moved)).toBe(workingDaysBetween(pausedOn, by));
    expect(workingDaysBetween(moved, today)).toBe(workingDaysBetween(by, pausedOn));
  }
}

/** Only who was asked and has not answered is awaited; nobody decides before that, and no question outlives its case. */
function opinionsHold(before: CaseHead, action: Action, after: CaseHead, today: string): void {
  const awaited = ({ consults }: CaseHead) =>
    consults.filter(({ opinion, withdrawn, dueBy }) => !opinion && !withdrawn && today <= dueBy);
  if (action === 'propose' || action === 'decide') expect(awaited(before)).toEqual([]);
  expect(after.consults.map(({ no }) => no)).toEqual(after.consults.map((_, i) => i + 1));
  const reviewed = ['in-review', 'suspended', 'proposed'].includes(after.state);
  const rows = consultRows(after, [{ ...someEvent, type: 'terminated' }]).map(({ row }) => row.GSI6PK);
  expect(rows.every((list) => String(list).endsWith(reviewed ? '#open' : '#closed'))).toBe(true);
  for (const asked of after.consults) {
    expect(asked.opinion === undefined || asked.withdrawn === undefined).toBe(true);
    expect(isWorkingDay(asked.dueBy)).toBe(true);
    expect(asked.dueBy > dayOf(asked.askedAt)).toBe(true);
  }
}
const someEvent: CaseEvent = {
  ...{ eventId: '', caseId: '', seq: 1, type: 'escalated', at: monday, actor: hall, state: 'in-review' },
  ...{ data: {}, previousHash: '', hash: '' },
};

/** @param who reads it at the desk */
function viewsHold(head: CaseHead, events: readonly CaseEvent[], context: Context, who: (typeof people)[number]): void {
  if (head.state === 'draft') return;
  const { item, now } = context;
  expect(caseListEntry.parse(listEntryOf(head))).toEqual(listEntryOf(head));
  const shown = { head, events, materials: [identityFile], item, now };
  caseView.parse(caseViewOf({ ...shown, agencyName: item.agency.name }));
  const caller = { id: who.actor.id, roles: who.roles };
  const { actions: offered, withheld } = deskCaseView.parse(deskCaseViewOf({ ...shown, caller }));
  const lawful: readonly string[] = lawfulActions(head, caller, { item, now });
  for (const action of offered) expect(lawful).toContain(action);
  for (const { action } of withheld) expect(lawful).not.toContain(action);
}

/** Read back from the record alone, the case is at every instant what it was then: its state, its clocks, and who held it. */
function pastHolds(record: readonly CaseEvent[], moments: readonly CaseHead[]): void {
  const [first] = record;
  if (first !== undefined) expect(stateAt(record, secondsAfter(first.at, -1))).toBeUndefined();
  for (const [index, { updatedAt, state, clocks, handler, eventCount }] of moments.entries()) {
    const next = moments[index + 1]?.updatedAt ?? secondsAfter(updatedAt, 86_400);
    // Of two in the same instant, the later one is what it was.
    if (next === updatedAt) continue;
    for (const at of [updatedAt, new Date(Date.parse(next) - 1).toISOString()]) {
      const past = stateAt(record, at);
      expect(past).toMatchObject({ seq: eventCount, state, clocks });
      expect(past?.handler?.id).toBe(handler?.id);
    }
  }
}

it('a case lives within the law', () => {
  const seen = new Set<CaseState>();
  const taken = new Set<Action>();
  fc.assert(
    fc.property(items, starts, steps, (item, start, life) => {
      let head: CaseHead = frozen(draftOf(item, start));
      const record: CaseEvent[] = [];
      const moments: CaseHead[] = [];
      let clock = start;
      for (const { pick, will, seconds, outcome, score, skew } of life) {
        clock = secondsAfter(clock, seconds);
        const now = secondsAfter(clock, -skew);
        const allowed = moves.filter(([action, actor]) => permit(action, head, { item, actor, now }) === undefined);
        const forward = allowed.filter(([action]) => !sideways.has(action));
        const [action, actor] = oneOf({ forward, lawful: allowed, any: moves }[will], pick);
        const context = { item, actor, now };
        const result = perform(action, head, context, { outcome, score });
        // What the pages offer is what the commands do: no more and no less.
        expect([action, actor.id, result instanceof Problem]).toEqual([
          action,
          actor.id,
          permit(action, head, context) !== undefined,
        ]);
        if (result instanceof Problem) continue;
        holdsAfter(head, action, result.head, result.events);
        const day = dayOf(result.head.updatedAt);
        opinionsHold(head, action, result.head, dayOf(now));
        if (action === 'resume') pauseHolds(head, result.head, day);
        standsStill(head, result.head);
        if (timed.has(action)) expect((nextTimer(result.head)?.at ?? '9999') > now).toBe(true);
        head = frozen(result.head);
        record.push(...result.events);
        moments.push(head);
        clocksHold(head, day);
        const reader = people[pick % people.length];
        if (reader !== undefined) viewsHold(head, record, context, reader);
        seen.add(head.state);
        taken.add(action);
      }
      expect(verifyChain(record, head)).toEqual({ intact: true });
      pastHolds(record, moments);
    }),
    { numRuns: 150, seed: 20260305 },
  );
  // The lives were varied enough to mean something.
  const unreached = ['draft'];
  const reached: readonly string[] = [...seen];
  expect(Object.keys(transitions).filter(withoutFee).sort()).toEqual([...taken].sort());
  for (const { from } of Object.values(transitions)) {
    for (const state of from) if (!unreached.includes(state)) expect(reached).toContain(state);
  }
});

it('no decision is one person’s, unless the item says so', () => {
  const proposer = fc.constantFrom(li, zhao);
  const decider = fc.constantFrom(
    li,
    zhao,
    chen,
    { ...li, kind: 'approver' as const },
    { ...zhao, kind: 'approver' as const },
  );
  fc.assert(
    fc.property(proposer, decider, (first, second) => {
      const step = (head: CaseHead, action: Action, actor: Actor) =>
        perform(action, head, { item: promisedItem, actor, now: monday });
      let head = draftOf(promisedItem);
      for (const [action, actor] of [
        ['submit', wang],
        ['claim', first],
        ['accept', first],
        ['propose', first],
      ] as const) {
        const result = step(head, action, actor);
        if (result instanceof Problem) throw result;
        head = result.head;
      }
      const decided = step(head, 'decide', second);
      const lawful = second.kind === 'approver' && second.id !== first.id;
      expect(decided instanceof Problem).toBe(!lawful);
    }),
  );
});
