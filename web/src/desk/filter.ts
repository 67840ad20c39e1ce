/** Which part of the inbox is looked at, as the address says. Pure. */
import type { CaseState } from '../../../shared/cases/case.ts';

export type InboxState = Exclude<CaseState, 'draft'>;

/** Stages in the order of the work, in three heaps. */
export const heaps = {
  todo: ['submitted', 'in-review', 'proposed', 'correction-requested', 'suspended'],
  deliver: ['granted', 'denied'],
  closed: ['delivered', 'not-accepted', 'withdrawn', 'terminated', 'lapsed'],
} as const satisfies Record<string, readonly InboxState[]>;

const states: readonly InboxState[] = Object.values(heaps).flat();

export interface Filter {
  readonly state: InboxState;
  readonly mine: boolean;
  /** Only what was put before the supervisor, in whatever stage. */
  readonly escalated: boolean;
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
    agency: person.agency === undefined ? (query.get('agency') ?? undefined) : undefined,
  };
}

/** The same filter as the end of an address. */
export function queryOf(filter: Filter): string {
  const given = {
    state: filter.state,
    ...(filter.mine ? { mine: 'true' } : {}),
    ...(filter.escalated ? { escalated: 'true' } : {}),
    ...(filter.agency === undefined ? {} : { agency: filter.agency }),
  };
  return `?${new URLSearchParams(given)}`;
}
