/**
 * Makes the paper of a decision, or the notice of a step towards it, stores it and puts it on the case's record, once in effect.
 *
 * A message may come again after any step. So nothing about the paper is drawn by chance: its number is a keyed hash of the
 * event that decided the case, its date is the decision's, and the same paper gives the same bytes. A second run, after
 * a crash between storing the file and writing the record, therefore makes the very same document under the same number
 * and ends what the first began; a number written down beforehand would need a write, a read and a rule for its orphans.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type CaseEventMessage, caseEventMessage } from '../../events/case-event.ts';
import { exportMessage } from '../../events/export-message.ts';
import type { Cipher } from '../../shared/base/cipher.ts';
import { consume } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { CaseHead, IssuedDocument } from '../../shared/cases/case.ts';
import type { CaseStore } from '../../shared/cases/case-store.ts';
import type { DocumentStore } from '../../shared/cases/document-store.ts';
import { maskHolder } from '../../shared/cases/masking.ts';
import { needsDocument } from '../../shared/cases/permits.ts';
import { documentIssued, hall } from '../../shared/cases/system.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import type { Fonts } from '../../shared/documents/font-store.ts';
import { documentNumberOf } from '../../shared/documents/number.ts';
import { renderPaper } from '../../shared/documents/render.ts';
import { pinnedItem } from '../case-deps.ts';
import type { ExportDeps } from './export-deps.ts';
import { writeExport } from './exports.ts';
import type { PaperStore } from './paper-store.ts';
import { type PlannedPaper, plannedPaper } from './planned.ts';

export interface DocumentsDeps {
  readonly cases: CaseStore;
  readonly documents: DocumentStore;
  readonly papers: PaperStore;
  readonly catalogue: Catalogue;
  readonly cipher: Pick<Cipher, 'fingerprint'>;
  readonly fonts: () => Promise<Fonts>;
  readonly hallUrl: string;
  readonly clock: () => Instant;
}

/** The queue of what takes long to write: papers of cases, and exports. */
export const documentsMessage = z.union([exportMessage, caseEventMessage]);

export const makeHandler = (deps: DocumentsDeps & ExportDeps) =>
  consume(documentsMessage, (message) => ('kind' in message ? writeExport(deps, message) : issue(deps, message)));

async function issue(deps: DocumentsDeps, message: CaseEventMessage): Promise<void> {
  const issued = await withRetries(() => issueOnce(deps, message));
  const { caseId, eventId } = message;
  if (issued === undefined) log('info', 'DOCUMENT_ISSUED_BEFORE', { caseId, eventId });
  else log('info', 'DOCUMENT_ISSUED', { caseId, eventId, documentNumber: issued });
}

/**
 * @returns the document's number; undefined when there is nothing to issue: an earlier delivery has, or the event needs no paper
 * @throws CommitRefused when the case changed meanwhile
 */
async function issueOnce(deps: DocumentsDeps, message: CaseEventMessage): Promise<string | undefined> {
  const { head, events } = await deps.cases.get(message.caseId);
  const item = pinnedItem(deps, head);
  const planned = plannedPaper(message, { head, events, item });
  if (planned === undefined || !needsDocument(head, planned)) return undefined;
  const number = await freeNumber(deps, message.eventId, planned.issuedAt);
  const bytes = await render(deps, head, planned, number);
  const { kind, issuedAt, about, caseNumber } = planned;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const document: IssuedDocument = { number, kind, issuedAt, sha256, ...(about === undefined ? {} : { about }) };
  await deps.papers.put(head.caseId, document, bytes);
  await record(deps, message, { head, item, document, caseNumber });
  return number;
}

/** The event's number, or the next of its series when another document has it: of 2^50 a year, so hardly ever. */
async function freeNumber({ cipher, documents }: DocumentsDeps, eventId: string, decidedAt: Instant): Promise<string> {
  for (let place = 0; ; place += 1) {
    const number = documentNumberOf(await cipher.fingerprint(`document ${eventId} ${place}`), decidedAt);
    if (!(await isTaken(documents, number))) return number;
  }
}

async function isTaken(documents: DocumentStore, number: string): Promise<boolean> {
  try {
    await documents.get(number);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return false;
    throw error;
  }
}

async function render(
  { fonts, hallUrl }: DocumentsDeps,
  { caseId, applicant }: CaseHead,
  { paper, reasons, issuedAt }: PlannedPaper,
  number: string,
): Promise<Uint8Array> {
  const opened = await fonts();
  const missing = opened.missing(`${applicant.name}${reasons}`);
  if (missing > 0) log('warn', 'DOCUMENT_CHARACTER_MISSING', { caseId, count: missing });
  return renderPaper(paper(number, hallUrl), opened, new Date(issuedAt));
}

interface Issued {
  readonly head: CaseHead;
  readonly item: Item;
  readonly document: IssuedDocument;
  readonly caseNumber: string;
}

/** One transaction: the case's record, what anyone may verify, and that this event is done with. */
async function record(deps: DocumentsDeps, message: CaseEventMessage, issued: Issued): Promise<void> {
  const { head, item, document, caseNumber } = issued;
  const now = deps.clock();
  const outcome = documentIssued(head, document, { item, actor: hall, now });
  if (outcome instanceof Problem) throw outcome;
  const { about: _, ...shown } = document;
  const verification = {
    ...shown,
    // Taken up again before its notice was made: it tells of an end that is none.
    valid: document.kind !== 'lapse' || head.state === 'lapsed',
    itemName: item.name,
    agencyName: item.agency.name,
    holder: maskHolder(head.applicant),
    caseNumber,
  };
  await deps.cases.commit({
    ...outcome,
    expected: head.version,
    with: [deps.documents.issueItem(verification, head.caseId), deps.cases.doneItem('documents', message, now)],
    now,
  });
}
