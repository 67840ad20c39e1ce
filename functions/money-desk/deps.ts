/** What the finance officers' desk stands on, and whose money is whose. */
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { EvidenceStore } from '../../shared/payments/evidence-store.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import type { ReconciliationStore } from '../../shared/payments/reconciliation-store.ts';

export interface MoneyDeskDeps {
  readonly store: PaymentsStore;
  readonly reconciliation: ReconciliationStore;
  readonly evidence: Pick<EvidenceStore, 'link'>;
  readonly clock: () => Instant;
}

/** An officer's own agency; an auditor, who belongs to none, names one. @throws Problem `forbidden` */
export function agencyOf({ agency, roles }: Person, asked: string | undefined): string {
  const of = agency ?? (roles.includes('auditor') ? asked : undefined);
  if (of === undefined || (asked !== undefined && asked !== of)) throw new Problem('forbidden');
  return of;
}
