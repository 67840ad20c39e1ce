/** Lives of cases as chance would have them: at each turn somebody does one of the things that are lawful then. */
import { Problem } from '../../shared/base/problems.ts';
import { secondsAfter } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Actor, CaseEvent } from '../../shared/cases/case.ts';
import { permit } from '../../shared/cases/permits.ts';
import { type Action, actions } from '../../shared/cases/transitions.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { caseNumber, chen, draftOf, hall, li, monday, perform, sun, wang } from './test-case.ts';

const people: readonly Actor[] = [wang, li, { ...li, id: 'officer-two' }, chen, sun, hall];
/** Lawful nearly always: left in, no life would run its course. */
const left = new Set<Action>(['backoffice-complete', 'backoffice-fail', 'await-fee', 'settle-fee', 'recalculate']);
const rarely = new Set<Action>(['withdraw', 'release', 'refuse', 'terminate', 'issue-document']);

export interface Turn {
  readonly pick: number;
  readonly seconds: number;
  readonly score: number;
}

/** @returns the record of a case with this id, in an item of this code and agency */
export function randomLife(
  item: Item,
  of: { readonly caseId: string; readonly agency: string; readonly itemCode: string },
  turns: readonly Turn[],
  start: Instant = monday,
): CaseEvent[] {
  let head = draftOf(item, start);
  let now = start;
  const record: CaseEvent[] = [];
  for (const { pick, seconds, score } of turns) {
    now = secondsAfter(now, seconds);
    const lawful = actions.flatMap((action) =>
      left.has(action) || (rarely.has(action) && pick % 7 !== 0)
        ? []
        : people
            .filter((actor) => permit(action, head, { item, actor, now }) === undefined)
            .map((actor) => ({ action, actor })),
    );
    const chosen = lawful[pick % Math.max(1, lawful.length)];
    if (chosen === undefined) continue;
    const result = perform(chosen.action, head, { item, actor: chosen.actor, now }, { score });
    if (result instanceof Problem) continue;
    head = result.head;
    record.push(...result.events);
  }
  return record.map((event) => inPlaceOf(event, of));
}

/** The same event, of another case. */
function inPlaceOf(event: CaseEvent, of: { caseId: string; agency: string; itemCode: string }): CaseEvent {
  const number = `${of.agency}3${of.itemCode}${caseNumber.slice(31)}`;
  const data = event.data.caseNumber === undefined ? event.data : { ...event.data, caseNumber: number };
  return { ...event, caseId: of.caseId, eventId: `${of.caseId}-${event.seq}`, data };
}
