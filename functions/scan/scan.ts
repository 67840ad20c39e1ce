/**
 * Looks at each uploaded file and moves it out of quarantine: to the clean files, or away. What is stored as clean are the very
 * bytes that were looked at, never a copy of an object that its uploader could have replaced in between.
 *
 * Safe to run again at any step: the clean copy has a name made from its hash, the row moves once, and quarantine is
 * emptied last.
 */
import { type MaterialMessage, materialMessage } from '../../events/case-event.ts';
import { consume } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Material } from '../../shared/cases/case.ts';
import type { MaterialStore } from '../../shared/cases/material-store.ts';
import type { MalwareScanner } from '../../shared/files/malware.ts';
import { mostPagesOf } from '../../shared/files/pdf.ts';
import { examine, type Refusal } from '../../shared/files/verdict.ts';
import type { Quarantine } from './quarantine.ts';

export interface ScanDeps {
  readonly materials: MaterialStore;
  readonly quarantine: Quarantine;
  readonly scanner: MalwareScanner;
  readonly clock: () => Instant;
}

export const makeHandler = (deps: ScanDeps) => consume(materialMessage, (message) => scan(deps, message));

async function scan(deps: ScanDeps, { caseId, materialId }: MaterialMessage): Promise<void> {
  const file = await findFile(deps, caseId, materialId);
  if (file === undefined) return deps.quarantine.removeUnknown({ caseId, materialId });
  if (file.state === 'removed') return clear(deps, file);
  // Scanned by an earlier delivery that did not come to its end.
  if (file.state !== 'uploaded') return deps.quarantine.remove(file);
  const { refusal, pages } = await admit(deps, file);
  const moved = await deps.materials.move(scanned({ ...file, ...pages }, refusal, deps.clock()), 'uploaded');
  // Taken back while it was looked at: what was just kept must not stay.
  if (!moved && (await findFile(deps, caseId, materialId))?.state !== 'clean') return clear(deps, file);
  await deps.quarantine.remove(file);
  const keys = { caseId, materialId, ...(refusal === undefined ? {} : { reason: refusal }) };
  if (moved) log('info', refusal === undefined ? 'MATERIAL_CLEAN' : 'MATERIAL_REFUSED', keys);
}

/** A file that its applicant took back leaves nothing behind: its bytes go first, its row last. */
async function clear({ quarantine, materials }: ScanDeps, file: Material): Promise<void> {
  await Promise.all([quarantine.remove(file), quarantine.removeKept(file)]);
  await materials.forget(file);
  log('info', 'MATERIAL_CLEARED', { caseId: file.caseId, materialId: file.materialId });
}

interface Admitted {
  /** Why a file is refused, if it is. */
  readonly refusal?: Refusal | undefined;
  readonly pages?: Pick<Material, 'pages'>;
}

/** Keeps a clean file's bytes. */
async function admit({ quarantine, scanner }: ScanDeps, file: Material): Promise<Admitted> {
  const found = await quarantine.read(file);
  if (found === 'missing') return { refusal: 'unreadable' };
  if (found === 'too-large') return { refusal: 'wrong-size' };
  const refusal = await examine(found, file, scanner);
  if (refusal !== undefined) return { refusal };
  await quarantine.keep(file, found);
  const pages = file.mediaType === 'application/pdf' ? mostPagesOf(found) : undefined;
  return pages === undefined ? {} : { pages: { pages } };
}

function scanned(file: Material, refusal: Refusal | undefined, scannedAt: Instant): Material {
  return refusal === undefined
    ? { ...file, state: 'clean', scannedAt }
    : { ...file, state: 'refused', refusal, scannedAt };
}

async function findFile({ materials }: ScanDeps, caseId: string, materialId: string): Promise<Material | undefined> {
  try {
    return await materials.getAny(caseId, materialId);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return undefined;
    throw error;
  }
}
