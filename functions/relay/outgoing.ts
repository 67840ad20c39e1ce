/** What the relay says, and to which queue. */
import type { NoticeWork } from '../../events/booking-event.ts';
import type { CaseEventMessage, MaterialMessage } from '../../events/case-event.ts';
import type { ExportMessage } from '../../events/export-message.ts';
import type { FeeMessage, SettlementMessage } from '../../events/money-messages.ts';

export type QueueName =
  | 'agency-jobs'
  | 'material-scan'
  | 'documents'
  | 'settlement'
  | 'receipts'
  | 'case-fees'
  | 'notices';

export interface Outgoing {
  readonly queue: QueueName;
  readonly message: CaseEventMessage | ExportMessage | MaterialMessage | SettlementMessage | FeeMessage | NoticeWork;
  /** Messages of one group go out in order: a case's, an order's, an appointment's. */
  readonly group: string;
}
