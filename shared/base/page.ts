import * as z from 'zod';

/** A page of a list; `next` is absent on the last one. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({ items: z.array(row), next: z.string().optional() });
