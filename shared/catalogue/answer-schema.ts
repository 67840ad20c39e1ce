/** Answers of a form and files' types: the little that every function knows of the catalogue. */
import * as z from 'zod';

export const mediaTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** A value as a person gave it. Repeats hold a list of groups. Absent means not answered. */
export const leafAnswer = z.union([
  z.string().max(5000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(100)).max(50),
]);
export const answer = z.union([leafAnswer, z.array(z.record(z.string().max(60), leafAnswer)).max(50)]);
export const answers = z.record(z.string().max(60), answer);
export type Answers = z.infer<typeof answers>;
