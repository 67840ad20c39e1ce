/** What each call of the API that the pages make answers. Types only: nothing of the schemas reaches the browser. */
import type * as z from 'zod';
import type { RouteKey } from '../../../shared/base/routes.ts';
import type * as views from '../../../shared/cases/views.ts';
import type { IndexEntry } from '../../../shared/catalogue/catalogue-index.ts';
import type { Item, ItemSummary } from '../../../shared/catalogue/item.ts';
import type { BookingAnswers } from './booking-answers.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

export type DraftSummary = z.infer<typeof views.draftSummary>;
export type DraftView = views.DraftView;
export type MaterialView = views.MaterialView;
export type MaterialLink = z.infer<typeof views.materialLink>;
export type UploadTicket = z.infer<typeof views.uploadTicket>;
export type CaseSummary = views.CaseSummary;
export type CaseView = views.CaseView;
export type CommandResult = views.CommandResult;
export type InboxRow = views.InboxRow;
export type DeskCaseView = import('../../../shared/cases/desk-view.ts').DeskCaseView;
export type DueView = z.infer<typeof views.dueView>;
export type TimelineEntry = z.infer<typeof views.timelineEntry>;
export type DocumentLink = z.infer<typeof views.documentLink>;
export type DocumentVerification = import('../../../shared/cases/document-verification.ts').DocumentVerification;
export type RecordVerification = z.infer<
  typeof import('../../../shared/cases/document-verification.ts').recordVerification
>;
export type ProfileView = import('../../../shared/cases/profile.ts').ProfileView;
export type NoticeView = import('../../../shared/notices/notice.ts').NoticeView;
type Inbox = z.infer<typeof import('../../../shared/notices/notice.ts').inboxView>;
export type OfficerAction = (typeof views.officerActions)[number];
export type { Item, ItemSummary };

export interface Answers extends BookingAnswers {
  'GET /v1/items': Page<ItemSummary>;
  'GET /v1/items/search': Page<ItemSummary>;
  'GET /v1/items/published': { readonly items: readonly IndexEntry[] };
  'GET /v1/items/{itemCode}': Item;
  'GET /v1/documents/{documentNumber}': DocumentVerification;
  'GET /v1/documents/{documentNumber}/record': RecordVerification;
  'POST /v1/drafts': DraftView;
  'GET /v1/drafts': Page<DraftSummary>;
  'GET /v1/drafts/{caseId}': DraftView;
  'PUT /v1/drafts/{caseId}': DraftSummary;
  'DELETE /v1/drafts/{caseId}': null;
  'POST /v1/drafts/{caseId}/submit': CommandResult;
  'POST /v1/cases/{caseId}/materials': UploadTicket;
  'GET /v1/cases/{caseId}/materials/{materialId}': MaterialLink;
  'POST /v1/cases/{caseId}/materials/{materialId}/complete': MaterialView;
  'DELETE /v1/cases/{caseId}/materials/{materialId}': null;
  'GET /v1/cases': Page<CaseSummary>;
  'GET /v1/cases/{caseId}': CaseView;
  'POST /v1/cases/{caseId}/correct': CommandResult;
  'POST /v1/cases/{caseId}/withdraw': CommandResult;
  'POST /v1/cases/{caseId}/rate': CommandResult;
  'GET /v1/cases/{caseId}/documents/{documentNumber}': DocumentLink;
  'GET /v1/me/notices': Inbox;
  'POST /v1/me/notices/read': { readonly marked: number };
  'POST /v1/me/notices/{noticeId}/read': NoticeView;
  'GET /v1/me/profile': ProfileView;
  'PUT /v1/me/profile': ProfileView;
  'DELETE /v1/me/profile': null;
  'GET /v1/me/device-key': { readonly key: string };
  'GET /v1/agency/cases': Page<InboxRow>;
  'GET /v1/agency/cases/{caseId}': DeskCaseView;
  'GET /v1/agency/cases/{caseId}/materials/{materialId}': MaterialLink;
  'GET /v1/agency/cases/{caseId}/documents/{documentNumber}': DocumentLink;
  'POST /v1/agency/cases/{caseId}/claim': CommandResult;
  'POST /v1/agency/cases/{caseId}/release': CommandResult;
  'POST /v1/agency/cases/{caseId}/request-correction': CommandResult;
  'POST /v1/agency/cases/{caseId}/accept': CommandResult;
  'POST /v1/agency/cases/{caseId}/refuse': CommandResult;
  'POST /v1/agency/cases/{caseId}/suspend': CommandResult;
  'POST /v1/agency/cases/{caseId}/resume': CommandResult;
  'POST /v1/agency/cases/{caseId}/extend': CommandResult;
  'POST /v1/agency/cases/{caseId}/terminate': CommandResult;
  'POST /v1/agency/cases/{caseId}/reopen': CommandResult;
  'POST /v1/agency/cases/{caseId}/answer-work-order': CommandResult;
  'POST /v1/agency/cases/{caseId}/propose': CommandResult;
  'POST /v1/agency/cases/{caseId}/return': CommandResult;
  'POST /v1/agency/cases/{caseId}/decide': CommandResult;
  'POST /v1/agency/cases/{caseId}/deliver': CommandResult;
}

/** A call the pages make: each is a row of the API's route table, or this does not compile. */
export type CallKey = Extract<keyof Answers, RouteKey>;
type Known<T extends never> = T;
export type NoStrayCall = Known<Exclude<keyof Answers, RouteKey>>;
