/** Which part of the inbox is looked at, as the address says. Pure. */
import type { CaseState } from '../../../shared/cases/case.ts';
import type { InboxRow } from '../base/api-answers.ts';

export type InboxState = Exclude<CaseState, 'draft'>;

/** Stages in the order of the work, in three heaps. */
export const heaps = {
  todo: ['submitted', 'in-review', 'proposed', 'correction-requested', 'suspended'],
  deliver: ['granted', 'denied'],
  closed: ['delivered', 'not-accepted', 'withdrawn', 'terminated', 'lapsed'],
} as const satisfies Record<string, readonly InboxState[]>;

/** Lists over several stages. */
export const spans = {
  open: heaps.todo,
  unfinished: [...heaps.todo, ...heaps.deliver],
} as const satisfies Record<string, readonly InboxState[]>;

const states: readonly InboxState[] = Object.values(heaps).flat();

export interface Filter {
  readonly state: InboxState;
  /** Only what this person holds, in whatever stage. */
  readonly mine: boolean;
  /** Only what was put before the supervisor, in whatever stage. */
  readonly escalated: boolean;
  /** All stages together: what is to be decided, or also what is to be delivered. */
  readonly all: keyof typeof spans | undefined;
  /** Only what is overdue or ends today. */
  readonly urgent: boolean;
  /** Whose cases an auditor looks at; absent for everyone else, who see their own agency's. */
  readonly agency: string | undefined;
}

interface Looker {
  readonly roles: readonly string[];
  readonly agency: string | undefined;
}

/** An approver begins with what is to be decided, everyone else with what has arrived. */
export function filterOf(query: URLSearchParams, person: Looker): Filter {
  const first = person.roles.includes('approver') && !person.roles.includes('officer') ? 'proposed' : 'submitted';
  return {
    state: states.find((state) => state === query.get('state')) ?? first,
    mine: query.get('mine') === 'true',
    escalated: query.get('escalated') === 'true',
    all: (['open', 'unfinished'] as const).find((all) => all === query.get('all')),
    urgent: query.get('urgent') === 'true',
    agency: person.agency === undefined ? (query.get('agency') ?? undefined) : undefined,
  };
}

/** The same filter as the end of an address. */
export function queryOf(filter: Filter): string {
  const given = {
    state: filter.state,
    ...(filter.mine ? { mine: 'true' } : {}),
    ...(filter.escalated ? { escalated: 'true' } : {}),
    ...(filter.all === undefined ? {} : { all: filter.all }),
    ...(filter.urgent ? { urgent: 'true' } : {}),
    ...(filter.agency === undefined ? {} : { agency: filter.agency }),
  };
  return `?${new URLSearchParams(given)}`;
}

/** Stages are looked at one by one; what one holds, and what was escalated, in all stages together. */
export const spansStages = ({ mine, escalated, all }: Filter): boolean => mine || escalated || all !== undefined;

/** Does a case in this state belong to the list? */
function holds({ mine, escalated, all, state }: Filter, found: InboxRow['state']): boolean {
  if (mine || escalated) return true;
  return all === undefined ? found === state : spans[all].some((each) => each === found);
}

export const isUrgent = ({ lamp }: Pick<InboxRow, 'lamp'>): boolean => lamp === 'overdue' || lamp === 'red';

/** A case as it stood after something was done to it here, and when that was (milliseconds). */
export interface Change {
  readonly row: InboxRow;
  readonly at: number;
}

/** A list may lag a moment behind the case itself. */
const lag = 2000;

/**
 * The rows as they are now: what was done to a case since its page was fetched is in `changes`, and takes a case out of a stage
 * that it has left.
 * @param fetchedAt when the list was asked for
 */
export function rowsNow(
  rows: readonly InboxRow[],
  changes: ReadonlyMap<string, Change>,
  filter: Filter,
  fetchedAt: number,
): readonly InboxRow[] {
  if (changes.size === 0 && !filter.urgent) return rows;
  return rows
    .map((row) => {
      const change = changes.get(row.caseId);
      return change !== undefined && change.at > fetchedAt - lag ? change.row : row;
    })
    .filter((row) => holds(filter, row.state) && (!filter.urgent || isUrgent(row)));
}

/**
 * Lists are by due day, so what is urgent comes first: after a page of which nothing is, there is no more.
 * @param page the last rows that were fetched
 */
export const isEnough = (filter: Filter, page: readonly InboxRow[]): boolean => filter.urgent && !page.some(isUrgent);

/** The words over the list. */
export function titleOf({ escalated, mine, all, state }: Filter) {
  if (escalated) return 'inbox-escalated';
  if (mine) return 'inbox-mine';
  return all === undefined ? (`state-${state}` as const) : (`inbox-all-${all}` as const);
}
