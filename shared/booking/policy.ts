/**
 * The rules of booking that differ by hospital (预约规则), as data: `catalogue/booking/policies/*.yaml`. Every value is one
 * that a city's hospitals were seen to use; what a rule does is in `moments.ts`, `may-book.ts` and `standing.ts`.
 */
import * as z from 'zod';
import { bilingual } from '../base/words.ts';
import { grades } from './grades.ts';

/** Time of day in Asia/Shanghai, `08:00`. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A moment told from the day or the start of a session. */
export const moment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('days-before'), days: z.int().min(0).max(60), time: clockTime }),
  z.strictObject({ kind: z.literal('working-days-before'), days: z.int().min(0).max(10), time: clockTime }),
  z.strictObject({ kind: z.literal('before-start'), minutes: z.int().min(0).max(1440) }),
]);
export type Moment = z.infer<typeof moment>;

/** So many within so many months bar from booking for so many days. */
export const rung = z.strictObject({
  count: z.int().min(1).max(20),
  withinMonths: z.int().min(1).max(24),
  banDays: z.int().min(1).max(365),
});
export type Rung = z.infer<typeof rung>;

/** A queue before very hot sessions (放号排队): whose they are, and in how many turns their crowd is let in (`turns.ts`). */
export const queue = z.strictObject({
  /** Sessions of doctors of these grades. */
  grades: z.array(z.enum(grades)).min(1),
  /** Minutes before the release from which a place may be taken. */
  opensMinutes: z.int().min(1).max(60),
  /** A crowd of so many people comes at their number divided by `turns` and `turnSeconds` a second, not all at once. */
  turns: z.int().min(2).max(600),
  turnSeconds: z.int().min(1).max(10),
  /** How long a ticket is good for; another, of the same turn, can always be had. */
  ticketMinutes: z.int().min(1).max(60),
});
export type Queue = z.infer<typeof queue>;

export const policy = z.strictObject({
  name: bilingual,
  /** Real name (实名制): a patient without a checked identity number cannot book. */
  realName: z.boolean(),
  /** Time at which the numbers of the last day of the horizon are given out (放号). */
  releaseTime: clockTime,
  /** Days ahead that may be booked (预约周期). */
  horizonDays: z.int().min(1).max(28),
  /** Numbers for one person in one department on one day. */
  perPersonDepartmentDay: z.literal(1),
  /** Numbers under one phone number in one month. */
  perPhoneMonth: z.int().min(1).max(8),
  /** Until when a number may be booked. */
  bookUntil: moment,
  /** Until when it may be given back without a mark. */
  cancelUntil: moment,
  /** A cancel after `cancelUntil` but before the start: refused, or allowed and counted as a late cancel. */
  lateCancel: z.enum(['refused', 'counted']),
  /** What goes back of a fee paid online after a counted late cancel; in time it is all of it. */
  refundLatePercent: z.int().min(0).max(100),
  /** Until when one must have checked in (取号), by half of the day. */
  checkInBy: z.strictObject({ am: clockTime, pm: clockTime }),
  /** Minutes before the number's time from which one may check in. */
  checkInOpens: z.int().min(10).max(240),
  /** Minutes after the number's time at which one who has not come is a no-show (爽约). */
  noShowAfter: z.int().min(1).max(120),
  /** The highest rung reached holds. */
  noShowLadder: z.array(rung),
  /** Late cancels count too: so many within so many months. */
  lateCancelLadder: z.array(rung),
  /** Whole years below which nobody is booked online, but at the window. */
  onlineMinAge: z.int().min(0).max(18),
  /** How long a number stays locked (锁号) while one makes up one's mind or pays. */
  holdMinutes: z.int().min(1).max(60),
  /** Until the pools are joined, numbers of a pool are given to its own only. */
  poolsJoin: moment,
  waitlist: z.strictObject({
    /** Most people waiting for one session. */
    places: z.int().min(0).max(200),
    /** Hours in which an offered number must be taken. */
    payHours: z.int().min(1).max(24),
    /** When those still waiting are told that nothing came free. */
    purge: moment,
  }),
  /** Attempts of one account to get a number, in ten seconds, before it is told to slow down. */
  triesPerTenSeconds: z.int().min(1).max(50),
  /** Absent: everybody comes at once, first come, first served. */
  queue: queue.optional(),
  /** Nobody is sent a message in these hours; offers and closures wait for their end. */
  quietHours: z.strictObject({ from: clockTime, to: clockTime }),
  /** Hours before the number's time at which one is reminded. */
  remindHours: z.array(z.int().min(1).max(72)),
});
export type Policy = z.infer<typeof policy>;
