/** What anyone is told of an issued document. Apart from the other views, so that the public function builds no more than this. */
import * as z from 'zod';
import { bilingual, caseNumber, documentNumber, instant } from '../base/words.ts';

/** Kinds of documents the hall issues. */
export const documentKinds = ['decision-grant', 'decision-denial'] as const;

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
