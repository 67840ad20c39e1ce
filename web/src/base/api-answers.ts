/** What each call of the API that the pages make answers. Types only: nothing of the schemas reaches the browser. */
import type * as z from 'zod';
import type { RouteKey } from '../../../shared/base/routes.ts';
import type * as views from '../../../shared/cases/views.ts';
import type { IndexEntry } from '../../../shared/catalogue/catalogue-index.ts';
import type { Item, ItemSummary } from '../../../shared/catalogue/item.ts';
import type * as money from '../../../shared/payments/order-views.ts';
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
export type OrderLine = z.infer<typeof money.orderLine>;
export type OrderView = z.infer<typeof money.orderView>;
export type Checkout = z.infer<typeof money.checkoutView>;
export type DeskOrder = z.infer<typeof money.deskOrderDetail>;
export type DeskOrderAction = (typeof money.deskActions)[number];
export type AskLine = z.infer<typeof money.askLine>;
export type RefundLine = z.infer<typeof money.refundLine>;
export type DayView = z.infer<typeof money.dayView>;
export type DayLine = z.infer<typeof money.dayLine>;
export type Difference = import('../../../shared/payments/reconciliation.ts').Difference;
export type ProfileView = import('../../../shared/cases/profile.ts').ProfileView;
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
  'GET /v1/orders': Page<OrderLine>;
  'GET /v1/orders/{orderNo}': OrderView;
  'GET /v1/cases/{caseId}/order': OrderView;
  'POST /v1/orders/{orderNo}/checkout': Checkout;
  'POST /v1/orders/{orderNo}/ask': OrderView;
  'POST /v1/orders/{orderNo}/evidence': z.infer<typeof money.uploadPlace>;
  'POST /v1/orders/{orderNo}/reductions': OrderView;
  'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw': OrderView;
  'GET /v1/orders/{orderNo}/receipt': z.infer<typeof money.receiptLink>;
  'GET /v1/money/orders': Page<OrderLine>;
  'GET /v1/money/orders/{orderNo}': DeskOrder;
  'POST /v1/money/orders/{orderNo}/match': z.infer<typeof money.deskOrderView>;
  'POST /v1/money/orders/{orderNo}/reduce': z.infer<typeof money.deskOrderView>;
  'POST /v1/money/orders/{orderNo}/dispute': z.infer<typeof money.deskOrderView>;
  'POST /v1/money/orders/{orderNo}/end-dispute': z.infer<typeof money.deskOrderView>;
  'POST /v1/money/orders/{orderNo}/refunds': z.infer<typeof money.deskOrderView>;
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve': z.infer<typeof money.deskOrderView>;
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject': z.infer<typeof money.deskOrderView>;
  'GET /v1/money/reductions': Page<AskLine>;
  'GET /v1/money/orders/{orderNo}/evidence/{fileId}': z.infer<typeof money.receiptLink>;
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/grant': z.infer<typeof money.deskOrderView>;
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/reject': z.infer<typeof money.deskOrderView>;
  'GET /v1/money/refunds': Page<RefundLine>;
  'GET /v1/money/days': Page<DayLine>;
  'GET /v1/money/days/{day}': DayView;
  'GET /v1/money/days/{day}/export': z.infer<typeof money.dayExport>;
  'POST /v1/money/days/{day}/differences/{differenceId}/resolve': Difference;
  'POST /v1/money/days/{day}/sign-off': DayView;
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
