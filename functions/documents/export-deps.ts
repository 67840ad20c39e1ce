/** What the worker of exports stands on. */
import type { Instant } from '../../shared/base/words.ts';
import type { AccessStore } from '../../shared/cases/access-store.ts';
import type { CaseStore } from '../../shared/cases/case-store.ts';
import type { ExportStore } from '../../shared/cases/export-store.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { ExportFileStore } from './export-files.ts';

export interface ExportDeps {
  readonly cases: CaseStore;
  readonly exports: ExportStore;
  readonly exportFiles: ExportFileStore;
  readonly access: Pick<AccessStore, 'noteAll'>;
  readonly catalogue: Catalogue;
  readonly clock: () => Instant;
  /** Milliseconds a run may take before it leaves the rest to the next. */
  readonly exportRunMs?: number;
  /** Bytes of a part; S3 takes none below 5 MB but the last. */
  readonly exportPartBytes?: number;
  /** Cases read side by side. */
  readonly exportPageSize?: number;
}
