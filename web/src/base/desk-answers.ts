/**
 * Answers of calls whose schemas stand beside rules that no browser can run. `test/unit/web/answers.test.ts` holds them equal to
 * the schemas.
 */
import type { Bilingual } from '../../../shared/base/words.ts';
import type { CaseState, clockNames } from '../../../shared/cases/case.ts';

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
  'POST /v1/operations/queues/{queue}/redrive': { moved: number; left: number };
  'POST /v1/operations/cases/{caseId}/replay': { events: number; sent: { queue: string; messages: number }[] };
  'GET /v1/operations/timers': {
    late: number;
    lateOrMore: boolean;
    items: { caseId: string; at: string; late: boolean }[];
  };
}
