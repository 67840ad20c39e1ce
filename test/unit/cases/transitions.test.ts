/** Every state × action × kind of actor, from the table itself: lawful exactly where it says so. */
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/base/problems.ts';
import { type RouteKey, routes } from '../../../shared/base/routes.ts';
import { type Actor, actor, type CaseHead, caseHead, caseStates, eventTypes } from '../../../shared/cases/case.ts';
import { lawfulActions, permit } from '../../../shared/cases/permits.ts';
import { type Action, actingAs, actions, isClosed, isOpen, transitions } from '../../../shared/cases/transitions.ts';
import { applicantActions, officerActions } from '../../../shared/cases/views.ts';
import { agencyNo, document, lifeIn, monday, perform, wang } from '../../support/test-case.ts';
import { feeItem, instantItem, jointItem, promisedItem } from '../../support/test-item.ts';

const kinds = actor.shape.kind.options;
const idOf = (kind: Actor['kind']) => (kind === 'applicant' ? wang.id : `someone-${kind}`);
const actorOf = (kind: Actor['kind']): Actor => ({ kind, id: idOf(kind), name: kind });

/**
 * Sets aside what is not about state and kind: who holds the case, whether it was rated, routed or documented before, and
 * whether the time for it has come.
 */
function prepared(head: CaseHead, action: Action, { id, name }: Actor): CaseHead {
  const { handler: _h, rating: _r, correction, ...rest } = head;
  const documents = action === 'deliver' ? [document('decision-grant')] : [];
  const waiting = { ground: 'fee', reason: '等待缴费', since: monday } as const;
  const fee = action === 'settle-fee' && head.state === 'suspended' ? { suspension: waiting } : {};
  const free = action === 'claim' || head.state === 'draft';
  const asked = action === 'request-correction' || correction === undefined ? {} : { correction };
  const handler = action === 'extend' ? { id: 'someone-else', name } : { id, name };
  const workOrder = action === 'answer-work-order' ? { workOrder: { openedAt: monday } } : {};
  const clocks = { ...rest.clocks, ...timely[action] };
  const out = action === 'give-opinion' || action === 'withdraw-consult' ? { consults: [question] } : {};
  return {
    ...rest,
    documents,
    ...asked,
    ...workOrder,
    ...(free ? {} : { handler }),
    clocks,
    escalations,
    ...fee,
    ...out,
  };
}

/** For what only time does: the Friday before was its last day, and the supervisor knows. */
const friday = '2026-02-27';
const timely: { readonly [A in Action]?: Partial<CaseHead['clocks']> } = {
  'accept-deemed': { receivedOn: '2026-02-13', acceptBy: friday },
  lapse: { askedOn: '2026-02-02', correctBy: friday },
  'renew-deemed': { acceptedOn: '2026-02-02', renewBy: friday },
  escalate: { decidedOn: '2026-02-09', deliverBy: friday },
  recalculate: { provisional: true },
};
const escalations: CaseHead['escalations'] = (['accept', 'renew'] as const).map((clock) => ({
  ...{ clock, by: friday, lamp: 'red', at: '2026-02-26T16:00:00.000Z' },
}));

/** Put to another agency, and not answered yet. */
const question: CaseHead['consults'][number] = {
  ...{ no: 1, agency: agencyNo(0), agencyName: { zh: '规划局', en: 'Planning' }, lead: promisedItem.agency.name },
  ...{ by: 'someone-officer', question: '是否符合规划？', shares: { fields: [], materials: [] } },
  ...{ askedAt: monday, days: 5, dueBy: '2026-03-09' },
};

/** Without a proposal only an item that waives four eyes may be decided, so that is the item for deciding. */
const itemFor = (action: Action, state: string) =>
  action === 'consult'
    ? jointItem
    : action === 'decide'
      ? instantItem
      : action === 'await-fee' && state === 'in-review'
        ? feeItem
        : promisedItem;

const cells = caseStates.flatMap((state) =>
  actions.filter((action) => action !== 'decide-automatically').map((action) => ({ state, action })),
);

describe('the transition table', () => {
  it.each(cells)('$state × $action', ({ state, action }) => {
    const item = itemFor(action, state);
    const { from, who, to, events } = transitions[action];
    const life = lifeIn(state, item);
    for (const kind of kinds) {
      const head = prepared(life.head, action, actorOf(kind));
      const context = { item, actor: actorOf(kind), now: monday };
      const result = perform(action, head, context, { outcome: 'grant' });
      const mayAct = who.some((each) => each === kind);
      const secondPair = action === 'decide' && state === 'proposed' && kind === 'officer';
      const lawful = mayAct && from.some((each) => each === state) && !secondPair;
      if (!lawful) {
        const code = result instanceof Problem ? result.code : result;
        expect([kind, code]).toEqual([kind, mayAct && !secondPair ? 'wrong-state' : 'forbidden']);
        expect(permit(action, head, context)?.code).toBe(code);
        continue;
      }
      if (result instanceof Problem) throw new Error(`${kind}: ${result.code}`);
      expect(permit(action, head, context)).toBeUndefined();
      expect(to === 'same' ? [state] : to).toContain(result.head.state);
      for (const event of result.events) expect(events).toContain(event.type);
      expect(result.head.version).toBe(head.version + 1);
      expect(caseHead.parse(result.head)).toEqual(result.head);
    }
  });

  it('names every event and every presented action', () => {
    const written = new Set(Object.values(transitions).flatMap(({ events }) => [...events]));
    // Taken in from another system, a case begins outside the graph: `shared/exchange/importing.ts`.
    expect([...written, 'imported'].sort()).toEqual([...eventTypes].sort());
    for (const action of [...applicantActions, ...officerActions]) expect(actions).toContain(action);
  });

  it('leaves no state of a case both open and closed, and a draft neither', () => {
    expect(caseStates.filter((state) => isOpen(state) === isClosed(state))).toEqual(['draft']);
  });

  it('lets the desk do what its routes let it call', () => {
    for (const action of officerActions) {
      const key = `POST /v1/agency/cases/{caseId}/${action}` as const satisfies RouteKey;
      expect([action, [...routes[key].roles].sort()]).toEqual([action, [...transitions[action].who].sort()]);
    }
  });
});

describe('acting as', () => {
  it('takes the strongest role that may', () => {
    expect(actingAs('decide', ['officer', 'approver'])).toBe('approver');
    expect(actingAs('release', ['officer', 'supervisor'])).toBe('supervisor');
    expect(actingAs('submit', ['officer', 'citizen'])).toBe('applicant');
    expect(actingAs('accept', ['approver', 'auditor'])).toBeUndefined();
  });
});

describe('lawful actions', () => {
  const lawful = (
    state: (typeof caseStates)[number],
    id: string,
    roles: Parameters<typeof lawfulActions>[1]['roles'],
  ) => lawfulActions(lifeIn(state, promisedItem).head, { id, roles }, { item: promisedItem, now: monday });

  it('are the handler’s, another officer’s, an approver’s and the applicant’s own', () => {
    expect(lawful('submitted', 'officer-li', ['officer'])).toEqual([
      'release',
      'request-correction',
      'accept',
      'refuse',
    ]);
    expect(lawful('submitted', 'officer-zhao', ['officer'])).toEqual([]);
    expect(lawful('submitted', 'supervisor-sun', ['supervisor'])).toEqual(['release']);
    expect(lawful('in-review', 'officer-li', ['officer'])).toEqual(['release', 'suspend', 'propose', 'terminate']);
    expect(lawful('in-review', 'approver-chen', ['approver'])).toEqual(['extend']);
    expect(lawful('in-review', 'officer-li', ['approver'])).toEqual(['release']);
    expect(lawful('lapsed', 'officer-zhao', ['officer'])).toEqual(['reopen']);
    expect(lawful('proposed', 'approver-chen', ['approver'])).toEqual(['return', 'decide']);
    expect(lawful('proposed', 'officer-li', ['officer', 'approver'])).toEqual(['release', 'return']);
    expect(lawful('correction-requested', wang.id, ['citizen'])).toEqual(['correct', 'withdraw']);
    expect(lawful('delivered', wang.id, ['citizen'])).toEqual(['rate']);
    expect(lawful('submitted', 'citizen-other', ['citizen'])).toEqual([]);
    expect(lawful('submitted', 'auditor-1', ['auditor'])).toEqual([]);
  });

  it('do not show a document’s delivery before there is one', () => {
    expect(lawful('granted', 'officer-li', ['officer'])).toEqual([]);
  });
});

it('refuses to judge a case by another version of its item', () => {
  const { head } = lifeIn('submitted', promisedItem);
  const other = { ...promisedItem, version: promisedItem.version + 1 };
  expect(() => permit('accept', head, { item: other, actor: actorOf('officer'), now: monday })).toThrow(/filed under/);
});
