/**
 * Makes the paper of a decision, stores it and puts it on the case's record, once in effect.
 *
 * A message may come again after any step. So nothing about the paper is drawn by chance: its number is a keyed hash of the
 * event that decided the case, its date is the decision's, and the same paper gives the same bytes. A second run, after
 * a crash between storing the file and writing the record, therefore makes the very same document under the same number
 * and ends what the first began; a number written down beforehand would need a write, a read and a rule for its orphans.
 */
import { createHash } from 'node:crypto';
import { type CaseEventMessage, caseEventMessage } from '../../events/case-event.ts';
import type { Cipher } from '../../shared/base/cipher.ts';
import { consume, PermanentError } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { CaseHead, IssuedDocument } from '../../shared/cases/case.ts';
import type { CaseStore } from '../../shared/cases/case-store.ts';
import type { DocumentStore } from '../../shared/cases/document-store.ts';
import { maskHolder } from '../../shared/cases/masking.ts';
import { documentIssued, hall } from '../../shared/cases/system.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import type { Fonts } from '../../shared/documents/font-store.ts';
import { documentNumberOf } from '../../shared/documents/number.ts';
import { paperOf } from '../../shared/documents/paper.ts';
import { renderPaper } from '../../shared/documents/render.ts';
import { pinnedItem } from '../case-deps.ts';
import type { PaperStore } from './paper-store.ts';

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

export const makeHandler = (deps: DocumentsDeps) => consume(caseEventMessage, (message) => issue(deps, message));

async function issue(deps: DocumentsDeps, message: CaseEventMessage): Promise<void> {
  if (message.type !== 'granted' && message.type !== 'denied') throw new PermanentError('not a decision');
  const issued = await withRetries(() => issueOnce(deps, message));
  const { caseId, eventId } = message;
  if (issued === undefined) log('info', 'DOCUMENT_ISSUED_BEFORE', { caseId, eventId });
  else log('info', 'DOCUMENT_ISSUED', { caseId, eventId, documentNumber: issued });
}

/**
 * @returns the document's number; undefined when an earlier delivery has issued it
 * @throws CommitRefused when the case changed meanwhile
 */
async function issueOnce(deps: DocumentsDeps, message: CaseEventMessage): Promise<string | undefined> {
  const { head } = await deps.cases.loadHead(message.caseId);
  if (head.documents.length > 0) return undefined;
  const decided = decidedFacts(head);
  const item = pinnedItem(deps, head);
  const number = await freeNumber(deps, message.eventId, decided.decidedAt);
  const bytes = await render(deps, { ...decided, head, item, number });
  const document: IssuedDocument = {
    number,
    kind: decided.outcome === 'grant' ? 'decision-grant' : 'decision-denial',
    issuedAt: decided.decidedAt,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  await deps.papers.put(head.caseId, document, bytes);
  await record(deps, message, { head, item, document, caseNumber: decided.caseNumber });
  return number;
}

/** What a decided case has. @throws PermanentError when it is not decided after all */
function decidedFacts({ decision, decidedAt, submittedAt, caseNumber }: CaseHead) {
  if (decision === undefined || decidedAt === undefined || submittedAt === undefined || caseNumber === undefined) {
    throw new PermanentError('case is not decided');
  }
  return { outcome: decision.outcome, reasons: decision.reasons, decidedAt, submittedAt, caseNumber };
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

type Facts = ReturnType<typeof decidedFacts> & {
  readonly head: CaseHead;
  readonly item: Item;
  readonly number: string;
};

async function render({ fonts, hallUrl }: DocumentsDeps, { head, ...facts }: Facts): Promise<Uint8Array> {
  const opened = await fonts();
  const missing = opened.missing(`${head.applicant.name}${facts.reasons}`);
  if (missing > 0) log('warn', 'DOCUMENT_CHARACTER_MISSING', { caseId: head.caseId, count: missing });
  const paper = paperOf({ ...facts, holder: head.applicant, hallUrl });
  return renderPaper(paper, opened, new Date(facts.decidedAt));
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
  const verification = {
    ...document,
    valid: true,
    itemName: item.name,
    agencyName: item.agency.name,
    holder: maskHolder(head.applicant),
    caseNumber,
  };
  await deps.cases.commit({
    ...outcome,
    expected: head.version,
    with: [deps.documents.issueItem(verification), deps.cases.doneItem('documents', message, now)],
    now,
  });
}
