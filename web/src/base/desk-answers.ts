/**
 * Answers of calls whose schemas stand beside rules that no browser can run. `test/unit/web/answers.test.ts` holds them equal to
 * the schemas.
 */
import type { Bilingual } from '../../../shared/base/words.ts';
import type { CaseState, clockNames } from '../../../shared/cases/case.ts';
import type { Item } from '../../../shared/catalogue/item.ts';

export type VolumeLine =
  | 'submitted'
  | 'accepted'
  | 'notAccepted'
  | 'correctionRequested'
  | 'granted'
  | 'denied'
  | 'delivered'
  | 'withdrawn'
  | 'terminated'
  | 'lapsed'
  | 'suspended'
  | 'extended'
  | 'escalated';

export interface ClockFigures {
  clock: (typeof clockNames)[number];
  ended: number;
  onTime: number;
  late: number;
  onTimeShare?: number | undefined;
  averageDays?: number | undefined;
}

export interface StatisticsView {
  agency: { code: string; name: Bilingual };
  item?: { code: string; name: Bilingual } | undefined;
  from: string;
  to: string;
  days: string[];
  volume: Record<VolumeLine, number[]>;
  totals: Record<VolumeLine | 'deemedAccepted' | 'automatic', number>;
  clocks: ClockFigures[];
  ratings: { scores: Record<'1' | '2' | '3' | '4' | '5', number>; rated: number; goodShare?: number | undefined };
  backlog: {
    open: number;
    byState: { [S in CaseState]?: number };
    due: { overdue: number; today: number; soon: number; later: number };
    openWorkOrders: number;
  };
}

export interface ComparedFigures {
  code: string;
  name: Bilingual;
  submitted: number;
  decided: number;
  open: number;
  overdue?: number | undefined;
  onTimeShare?: number | undefined;
  averageDays?: number | undefined;
  rated: number;
  goodShare?: number | undefined;
}

export interface Compared {
  from: string;
  to: string;
  items: ComparedFigures[];
}

export type BulkAction =
  | 'claim'
  | 'release'
  | 'accept'
  | 'refuse'
  | 'propose'
  | 'return'
  | 'decide'
  | 'extend'
  | 'deliver';

export interface BulkView {
  bulkId?: string | undefined;
  action: BulkAction;
  state: 'not-started' | 'waiting' | 'applying' | 'done' | 'undone';
  createdAt: string;
  undoUntil?: string | undefined;
  counts: { ready: number; refused: number; done: number; undone: number };
  outcomes: {
    caseId: string;
    caseNumber?: string | undefined;
    outcome: 'ready' | 'refused' | 'done' | 'undone';
    problem?: { code: string; detail: Bilingual } | undefined;
  }[];
}

export interface OperationsAnswers {
  'GET /v1/operations/queues': {
    items: {
      name: string;
      waiting: number;
      inFlight: number;
      deadLetters: number;
      oldestDeadLetterAt?: string | undefined;
    }[];
  };
  'GET /v1/operations/queues/{queue}/dead-letters': {
    items: { messageId: string; about: Record<string, string>; sentAt?: string | undefined; tries: number }[];
    more: boolean;
  };
  'POST /v1/operations/queues/{queue}/redrive': { moved: number; absent: number; left: number };
  'POST /v1/operations/cases/{caseId}/replay': { events: number; sent: { queue: string; messages: number }[] };
  'GET /v1/operations/timers': {
    late: number;
    lateOrMore: boolean;
    items: { caseId: string; at: string; late: boolean }[];
  };
}

export interface ExportView {
  exportId: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  request: {
    format: 'csv' | 'ndjson' | 'national';
    from: string;
    to: string;
    itemCode?: string | undefined;
    states?: Exclude<CaseState, 'draft'>[] | undefined;
    answers: boolean;
  };
  by: { name: string };
  createdAt: string;
  updatedAt: string;
  doneAt?: string | undefined;
  cases: number;
  bytes: number;
  file?: { name: string; url: string; urlExpiresAt: string } | undefined;
}

export interface ItemChange {
  path: string;
  part: Bilingual;
  name?: Bilingual | undefined;
  kind: 'added' | 'removed' | 'changed' | 'moved';
  before?: unknown;
  after?: unknown;
}

export interface Proposal {
  proposalId: string;
  agency: string;
  itemCode: string;
  version: number;
  effectiveFrom: string;
  name: Bilingual;
  state: 'open' | 'approved' | 'rejected' | 'withdrawn';
  note?: string | undefined;
  proposedBy: { id: string; name: string };
  proposedAt: string;
  endedBy?: { id: string; name: string } | undefined;
  endedAt?: string | undefined;
  reason?: string | undefined;
}

export interface ItemView {
  itemCode: string;
  agency: string;
  name: Bilingual;
  versions: { version: number; name: Bilingual; effectiveFrom: string; standing: 'past' | 'in-force' | 'to-come' }[];
}

export interface Fault {
  path: string;
  line: number;
  part?: string | undefined;
  reason: Bilingual;
}

export interface ItemAnswers {
  'GET /v1/agency/items': { items: ItemView[]; next?: string | undefined };
  'GET /v1/agency/items/{itemCode}': ItemView & { source: string; next: number };
  'POST /v1/agency/items/check': { faults: Fault[]; item?: Item | undefined; changes?: ItemChange[] | undefined };
  'POST /v1/agency/items/proposals': ProposalView;
  'GET /v1/agency/items/proposals': { items: Proposal[]; next?: string | undefined };
  'GET /v1/agency/items/proposals/{proposalId}': ProposalView;
  'POST /v1/agency/items/proposals/{proposalId}/approve': { proposal: Proposal; publishedAt: string };
  'POST /v1/agency/items/proposals/{proposalId}/reject': Proposal;
  'POST /v1/agency/items/proposals/{proposalId}/withdraw': Proposal;
}

export interface ProposalView extends Proposal {
  source: string;
  item: Item;
  changes: ItemChange[];
  actions: ('approve' | 'reject' | 'withdraw')[];
}
