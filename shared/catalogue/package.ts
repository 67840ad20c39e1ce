/** 一件事: a package of items that one occasion of life asks for together, as its data file states it. */
import * as z from 'zod';
import { bilingual, itemCode } from '../base/words.ts';

export const packageCode = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);

export const itemPackage = z.strictObject({
  code: packageCode,
  name: bilingual,
  summary: bilingual,
  /** Occasion of life (人生事件). */
  lifeEvent: z.enum(['birth', 'business', 'retirement', 'death']),
  /** In the order in which they are shown. What is not required the applicant may leave out. */
  items: z
    .array(z.strictObject({ item: itemCode, required: z.boolean() }))
    .min(2)
    .max(10),
});
export type ItemPackage = z.infer<typeof itemPackage>;
export const packageList = z.array(itemPackage);
