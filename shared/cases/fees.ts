/** What the hall does to a case for its fee: where the item says so, the case waits for it, and goes on when it is paid. */
import type { Problem } from '../base/problems.ts';
import type { CaseHead } from './case.ts';
import { type Context, type Outcome, outcome } from './outcome.ts';
import { permit } from './permits.ts';

/** The clocks stand still from now on. */
export function awaitFee(head: CaseHead, context: Context): Outcome | Problem {
  const suspension = { ground: 'fee', reason: '等待缴费', since: context.now } as const;
  const set = (moved: CaseHead): CaseHead => ({ ...moved, suspension });
  return permit('await-fee', head, context) ?? outcome(head, 'await-fee', { set, data: { ground: 'fee' } }, context);
}

/** Paid or waived: the clocks run again, their days moved by the time waited. */
export function settleFee(head: CaseHead, context: Context): Outcome | Problem {
  const set = ({ suspension: _, ...moved }: CaseHead): CaseHead => ({ ...moved, feeSettled: true });
  return permit('settle-fee', head, context) ?? outcome(head, 'settle-fee', { set, data: { ground: 'fee' } }, context);
}
