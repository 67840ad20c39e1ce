/**
 * What a person let the hall remember of themselves (常用信息), to fill in their next form with: only by their own consent, for
 * nothing else, and until they delete it. Names are those the forms of all items share.
 */
import * as z from 'zod';
import { instant, written } from '../base/words.ts';

/** @param line what each of them is */
const answersOf = (line: z.ZodString) =>
  z.strictObject({
    fullName: line.optional(),
    idNumber: line.optional(),
    mobile: line.optional(),
    contactAddress: line.optional(),
    organisationName: line.optional(),
    creditCode: line.optional(),
    representativeName: line.optional(),
    representativeIdNumber: line.optional(),
    registeredAddress: line.optional(),
    contactName: line.optional(),
    contactPhone: line.optional(),
    contactEmail: line.optional(),
  });

/** As they are kept. */
export const profileAnswers = answersOf(z.string().trim().min(1).max(200));
export type ProfileAnswers = z.infer<typeof profileAnswers>;

/** Version 0 stands for "none kept". */
export const profileView = z.strictObject({
  version: z.int().min(0),
  /** When the person last agreed to have this kept. */
  consentedAt: instant.optional(),
  answers: profileAnswers,
});
export type ProfileView = z.infer<typeof profileView>;

/** `consent` is said with every change: nothing is kept of somebody who only passes by. */
export const saveProfileBody = z.strictObject({ consent: z.literal(true), answers: answersOf(written(200)) });

export const deviceKeyView = z.strictObject({
  /** 32 bytes, hex: what is typed on a device is sealed with it while the device keeps it. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
