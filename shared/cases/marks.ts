/** A place on a paper that an officer marked (标注): where it is, relative to the page, and what is wrong there. Pure. */
import * as z from 'zod';
import { materialId } from '../base/words.ts';
import { fullSide } from './mark-places.ts';

const side = z.int().min(0).max(fullSide);

export const mark = z
  .strictObject({
    /** The paper asked for again, and the file of it that shows the fault. */
    code: z.string().max(60),
    materialId,
    page: z.int().min(1).max(500),
    x: side,
    y: side,
    w: side.min(100),
    h: side.min(100),
    text: z.string().trim().min(1).max(200),
  })
  .refine(({ x, y, w, h }) => x + w <= fullSide && y + h <= fullSide, 'a mark lies on its page');
export type Mark = z.infer<typeof mark>;
