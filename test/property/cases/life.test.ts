/** Random lives of cases, lawful steps and unlawful ones mixed: what must hold whatever people do, in whatever order. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Problem } from '../../../shared/base/problems.ts';
import type { Role } from '../../../shared/base/routes.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
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
import { deskCaseView } from '../../../shared/cases/desk-view.ts';
import type { Context } from '../../../shared/cases/outcome.ts';
import { lawfulActions, permit } from '../../../shared/cases/permits.ts';
import { caseViewOf, deskCaseViewOf } from '../../../shared/cases/present.ts';
import { caseListEntry, listEntryOf } from '../../../shared/cases/summary.ts';
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
import { automaticItem, instantItem, promisedItem } from '../../support/test-item.ts';

const people: readonly { readonly actor: Actor; readonly roles: readonly Role[] }[] = [
  { actor: wang, roles: ['citizen'] },
  { actor: { ...wang, id: 'citizen-other' }, roles: ['citizen'] },
  { actor: li, roles: ['officer', 'approver'] },
  { actor: zhao, roles: ['officer'] },
  { actor: chen, roles: ['approver'] },
  { actor: sun, roles: ['supervisor', 'officer'] },
];
const machines = [hall, machine];
/** Taken inside a submission, never by itself. */
const commands = actions.filter((action) => action !== 'decide-automatically');

type Move = readonly [Action, Actor];
const moves: readonly Move[] = commands.flatMap((action) => [
  ...people.map(({ actor, roles }): Move => [action, { ...actor, kind: actingAs(action, roles) ?? actor.kind }]),
  ...machines.map((actor): Move => [action, actor]),
]);

/** Lawful nearly always, and taken at every turn they would leave few lives to run their course. */
const sideways = new Set<Action>(['withdraw', 'release', 'refuse', 'backoffice-complete', 'backoffice-fail']);

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
  }),
  { minLength: 5, maxLength: 25 },
);
const items = fc.constantFrom(promisedItem, promisedItem, instantItem, automaticItem);

/** No rule may change what it is given. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

function holdsAfter(before: CaseHead, action: Action, after: CaseHead, events: readonly CaseEvent[]): void {
  const { from, to } = transitions[action];
  expect(from).toContain(before.state);
  const automatic = action === 'submit' && after.state === 'granted';
  if (!automatic) expect(to === 'same' ? [before.state] : to).toContain(after.state);
  expect(after.version).toBe(before.version + 1);
  expect(events.length).toBeGreaterThan(0);
  expect(after.eventCount).toBe(before.eventCount + events.length);
  expect(events.at(-1)?.state).toBe(after.state);
  expect(caseHead.parse(after)).toEqual(after);
  for (const event of events) expect(caseEvent.parse(event)).toEqual(event);
}

function clocksHold(head: CaseHead, today: string): void {
  const running: Readonly<Partial<Record<CaseState, string[]>>> = {
    submitted: ['accept'],
    'correction-requested': ['correct'],
    'in-review': ['promised', 'statutory'],
    suspended: ['promised', 'statutory'],
    proposed: ['promised', 'statutory'],
    granted: ['deliver'],
    denied: ['deliver'],
  };
  const dues = duesOf(head.clocks);
  expect(dues.map(({ clock }) => clock).sort()).toEqual(running[head.state] ?? []);
  expect(head.clocks.pausedOn !== undefined).toBe(head.state === 'suspended');
  for (const due of dues) {
    expect(due.by >= due.from).toBe(true);
    expect(isWorkingDay(due.by)).toBe(true);
    expect(lampOf(due, head.clocks, today) === 'overdue').toBe((head.clocks.pausedOn ?? today) > due.by);
  }
}

/** As many working days are left after a suspension as before it. */
function pauseHolds(before: CaseHead, after: CaseHead, today: string): void {
  for (const clock of ['statutoryBy', 'promisedBy'] as const) {
    const [pausedOn = '', by = '', moved = ''] = [before.clocks.pausedOn, before.clocks[clock], after.clocks[clock]];
    expect(workingDaysBetween(today, moved)).toBe(workingDaysBetween(pausedOn, by));
    expect(workingDaysBetween(moved, today)).toBe(workingDaysBetween(by, pausedOn));
  }
}

/** @param who reads it at the desk */
function viewsHold(head: CaseHead, events: readonly CaseEvent[], context: Context, who: (typeof people)[number]): void {
  if (head.state === 'draft') return;
  const { item, now } = context;
  expect(caseListEntry.parse(listEntryOf(head))).toEqual(listEntryOf(head));
  const shown = { head, events, materials: [identityFile], item, now };
  caseView.parse(caseViewOf({ ...shown, agencyName: item.agency.name }));
  const caller = { id: who.actor.id, roles: who.roles };
  const { actions: offered } = deskCaseView.parse(deskCaseViewOf({ ...shown, caller }));
  const lawful: readonly string[] = lawfulActions(head, caller, { item, now });
  for (const action of offered) expect(lawful).toContain(action);
}

it('a case lives within the law', () => {
  const seen = new Set<CaseState>();
  const taken = new Set<Action>();
  fc.assert(
    fc.property(items, steps, (item, life) => {
      let head: CaseHead = frozen(draftOf(item));
      const record: CaseEvent[] = [];
      let now = monday;
      for (const { pick, will, seconds, outcome } of life) {
        now = secondsAfter(now, seconds);
        const allowed = moves.filter(([action, actor]) => permit(action, head, { item, actor, now }) === undefined);
        const forward = allowed.filter(([action]) => !sideways.has(action));
        const [action, actor] = oneOf({ forward, lawful: allowed, any: moves }[will], pick);
        const context = { item, actor, now };
        const result = perform(action, head, context, { outcome });
        // What the pages offer is what the commands do: no more and no less.
        expect([action, actor.id, result instanceof Problem]).toEqual([
          action,
          actor.id,
          permit(action, head, context) !== undefined,
        ]);
        if (result instanceof Problem) continue;
        holdsAfter(head, action, result.head, result.events);
        if (action === 'resume') pauseHolds(head, result.head, dayOf(now));
        head = frozen(result.head);
        record.push(...result.events);
        clocksHold(head, dayOf(now));
        const reader = people[pick % people.length];
        if (reader !== undefined) viewsHold(head, record, context, reader);
        seen.add(head.state);
        taken.add(action);
      }
      expect(verifyChain(record, head)).toEqual({ intact: true });
    }),
    { numRuns: 200, seed: 20260302 },
  );
  // The lives were varied enough to mean something.
  const unreached = ['draft', 'lapsed'];
  const reached: readonly string[] = [...seen];
  expect(
    Object.keys(transitions)
      // This item has no fee; what a fee does to a life: test/unit/cases/fees.test.ts.
      .filter((action) => !['decide-automatically', 'await-fee', 'settle-fee'].includes(action))
      .sort(),
  ).toEqual([...taken].sort());
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
