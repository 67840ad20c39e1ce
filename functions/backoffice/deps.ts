/** What the back office's function stands on, and whose jobs are whose. */
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { AccessStore } from '../../shared/cases/access-store.ts';
import type { Actor } from '../../shared/cases/case.ts';
import type { CaseStore } from '../../shared/cases/case-store.ts';
import type { FileStore } from '../../shared/cases/file-store.ts';
import type { Job, JobStore } from '../../shared/cases/job-store.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';

export interface BackofficeDeps {
  readonly cases: CaseStore;
  readonly access: AccessStore;
  readonly jobs: JobStore;
  readonly files: FileStore;
  readonly catalogue: Catalogue;
  /** A lease's token: nobody can guess it. */
  readonly newToken: () => string;
  readonly clock: () => Instant;
}

/** @throws Problem `forbidden` for an account that belongs to no agency */
export function agencyOf({ agency }: Person): string {
  if (agency === undefined) throw new Problem('forbidden');
  return agency;
}

/** Another agency's job does not exist for them. @throws Problem `not-found` */
export function mustBeTheirs(caller: Person, { agency }: Pick<Job, 'agency'>): void {
  if (agencyOf(caller) !== agency) throw new Problem('not-found');
}

export const asBackoffice = ({ id, name }: Person): Actor => ({ kind: 'backoffice', id, name });

/** What a back office is told of a job. */
export function told({ jobId, type, caseId, caseNumber, itemCode, itemVersion, createdAt, attempts }: Job) {
  return { jobId, type, caseId, caseNumber, itemCode, itemVersion, createdAt, attempts };
}
