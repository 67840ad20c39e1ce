/** Small schemas that every room shares: codes, instants, dates, two-language text. */
import * as z from 'zod';
import { isBlank, unturned } from './blank.ts';

// One line, once: without it zod compiles each schema with `new Function` on first parse (1.5 ms instead of 0.16 ms).
z.config({ jitless: true });

/** A sentence or name in both languages of the hall. */
export const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof bilingual>;

/** An instant in UTC, `2026-02-13T01:30:00.000Z`. */
export const instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof instant>;

/** A calendar day in Asia/Shanghai, `2026-02-27`. */
export const day = z.iso.date();
export type Day = z.infer<typeof day>;

/** Opaque id of a case, from draft to archive: 26 characters, random, says nothing about order. */
export const caseId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/);
export const materialId = caseId;

/** Id of a back office's job: the id of the event that made it, `<caseId>-<seq>`, so its case is found without a look-up. */
export const jobId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}-\d{1,6}$/);

/** Base code of a service item (基本编码), 12 digits. */
export const itemCode = z.string().regex(/^\d{12}$/);

/** Implementing code of a service item (实施编码), 31 characters. */
export const implementingCode = z.string().regex(/^[0-9A-Z]{31}$/);

/** Case number shown to people (办件编号): implementing code + yyyyMMdd + 4-digit serial, 43 characters. */
export const caseNumber = z.string().regex(/^[0-9A-Z]{31}\d{12}$/);

/** Unified social credit code (统一社会信用代码, GB 32100) of an agency or company; the check digit is a rule, not a shape. */
export const creditCode = z.string().regex(/^[0-9A-Z]{18}$/);

/** Number on an issued document, `BS2026-7K3M-9QXT-2A`: random, enough to verify it, impossible to guess. */
export const documentNumber = z
  .string()
  .regex(/^BS\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/);

/**
 * What somebody has to write, in their own words: whoever reads it must find something there, and find what was written. Marks of
 * direction and control characters, which come along when one pastes, are left out. @param most characters
 */
export const written = (most: number, least = 1) =>
  z
    .string()
    .overwrite(unturned)
    .trim()
    .min(least)
    .max(most)
    .refine((text) => !isBlank(text), 'something that can be read');

/** What somebody may write or leave out. @param most characters */
export const noted = (most: number) => z.string().overwrite(unturned).trim().max(most);

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Opaque cursor of a list; only what the hall gave out is taken back. */
export const cursor = z
  .string()
  .max(1500)
  .regex(/^[\w-]+$/);

/** Natural person (自然人) and legal person (法人): what applicants are. */
export const personKinds = ['natural', 'legal'] as const;
