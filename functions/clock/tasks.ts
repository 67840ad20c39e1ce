/** What the clock stands on, what it may be told to do, and what it answers. */
import * as z from 'zod';
import { day, type Instant } from '../../shared/base/words.ts';
import type { BookingRoom } from '../../shared/booking/room.ts';
import type { BulkStore } from '../../shared/cases/bulk-store.ts';
import { clockNames } from '../../shared/cases/case.ts';
import type { CaseStore } from '../../shared/cases/case-store.ts';
import type { TimerStore } from '../../shared/cases/timer-store.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';

export interface ClockDeps {
  readonly cases: CaseStore;
  readonly timers: TimerStore;
  readonly bulks: BulkStore;
  readonly catalogue: Catalogue;
  readonly bookings: BookingRoom;
  readonly clock: () => Instant;
}

/** The schedule says `fire` and `bookings`; a person who has published a year says `recalculate`, page by page. */
export const clockTask = z.discriminatedUnion('task', [
  z.object({ task: z.literal('fire') }),
  z.object({ task: z.literal('bookings') }),
  z.object({ task: z.literal('recalculate'), shard: z.int().min(0).default(0), after: z.string().optional() }),
]);

export const recalculation = z.object({
  /** Cases with provisional days that were counted again. */
  recalculated: z.int(),
  moved: z.array(z.object({ caseNumber: z.string(), clock: z.enum(clockNames), from: day, to: day })),
  /** Where to go on; absent when all are done. */
  next: z.object({ shard: z.int(), after: z.string().optional() }).optional(),
});
export type Recalculation = z.infer<typeof recalculation>;
