/** What anyone is told of an issued document. Apart from the other views, so that the public function builds no more than this. */
import * as z from 'zod';
import { bilingual, caseNumber, documentNumber, instant } from '../base/words.ts';

/** Kinds of documents the hall issues: papers of a decision, and notices of what happens on the way there. */
export const documentKinds = [
  'decision-grant',
  'decision-denial',
  'acceptance',
  'refusal',
  'correction',
  'extension',
  'suspension',
  'termination',
  'lapse',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Public verification of a document: enough to tell a true one from a false one, and no more. */
export const documentVerification = z.strictObject({
  number: documentNumber,
  valid: z.boolean(),
  kind: z.enum(documentKinds),
  itemName: bilingual,
  agencyName: bilingual,
  /** 张*, 广州****公司. */
  holder: z.string(),
  caseNumber,
  issuedAt: instant,
  sha256: z.string(),
});
export type DocumentVerification = z.infer<typeof documentVerification>;

/** Whether the record of the case that a document belongs to is whole: every line there, in order, unchanged. */
export const recordVerification = z.strictObject({
  number: documentNumber,
  intact: z.boolean(),
  /** Lines of the record. */
  events: z.int(),
});
