/** Opinions asked of other agencies, as the two sides see them: all of them for whoever decides, one's own for whoever was asked. */
import * as z from 'zod';
import { dayOf } from '../base/time.ts';
import { type Day, instant } from '../base/words.ts';
import { type CaseHead, type Consult, consult, opinions } from './case.ts';
import { lampOf } from './clock.ts';
import { type ConsultEntry, consultEntry, endedAs } from './consult-rows.ts';
import { isAwaited } from './consults.ts';
import { dueView } from './views.ts';

export const opinionView = z.strictObject({
  outcome: z.enum(opinions),
  reason: z.string(),
  conditions: z.string().optional(),
  at: instant,
  by: z.string(),
});

/** For the agency that decides. */
export const consultView = consult
  .pick({ no: true, agency: true, agencyName: true, question: true, shares: true, askedAt: true, dueBy: true })
  .extend({
    /** `waiting`: the decision waits for it. `silent`: its day has passed; it may still come. */
    state: z.enum(['waiting', 'silent', 'withdrawn', 'over', ...opinions]),
    lamp: dueView.shape.lamp.optional(),
    opinion: opinionView.optional(),
    withdrawn: z.strictObject({ reason: z.string(), at: instant }).optional(),
    /** By this person, now. */
    mayWithdraw: z.boolean(),
  });
export type ConsultView = z.infer<typeof consultView>;

/** A row of the list of the agency that was asked. */
export const consultRowView = consultEntry.extend({ lamp: dueView.shape.lamp.optional() });

/** @param mayWithdraw is taking questions back open to who looks? */
export function consultViewsOf(head: CaseHead, today: Day, mayWithdraw: boolean): ConsultView[] {
  return head.consults.map((asked) => {
    const { no, agency, agencyName, question, shares, askedAt, dueBy, opinion, withdrawn } = asked;
    const ended = endedAs(head, asked);
    const lamp = lampIn(asked, today);
    return {
      ...{ no, agency, agencyName, question, shares, askedAt, dueBy },
      state: ended ?? (isAwaited([asked], today) ? 'waiting' : 'silent'),
      ...(ended === undefined ? { lamp } : {}),
      ...(opinion === undefined ? {} : { opinion: opinionOf(opinion) }),
      ...(withdrawn === undefined ? {} : { withdrawn }),
      mayWithdraw: mayWithdraw && ended === undefined,
    };
  });
}

export const consultRowOf = (entry: ConsultEntry, today: Day): z.infer<typeof consultRowView> =>
  entry.ended === undefined ? { ...entry, lamp: lampIn(entry, today) } : entry;

export const opinionOf = ({ by, ...opinion }: NonNullable<Consult['opinion']>) => ({ ...opinion, by: by.name });

/** An opinion's day is no clock of the case: nothing that stands still moves it. */
const lampIn = ({ askedAt, dueBy }: Pick<Consult, 'askedAt' | 'dueBy'>, today: Day) =>
  lampOf(
    { clock: 'answer', by: dueBy, from: dayOf(askedAt), whose: 'agency' },
    { pausedDays: 0, deemed: false, provisional: false },
    today,
  );
