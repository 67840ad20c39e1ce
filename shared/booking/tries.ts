/**
 * How often one account may try for a number: a bound that costs no write. Each process counts for itself, so the true bound is
 * that times the processes at work; it keeps a script from taking the turns of a thousand people, and no more is asked of it.
 */
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import type { Directory } from './directory.ts';
import { sessionOf } from './session.ts';

const windowMs = 10_000;
/** Accounts remembered at most: beyond, the oldest are forgotten. */
const remembered = 20_000;

/** Counts one try. @throws Problem `too-many-tries` */
export type TryLimit = (account: string, now: Instant, most: number) => void;

/** Tries for a number of this session that one account has in ten seconds. */
export function mostTries(directory: Directory, sessionId: string): number {
  const session = sessionOf(directory, sessionId);
  return session === undefined ? 5 : directory.policyOf(session.department).triesPerTenSeconds;
}

export function tryLimit(): TryLimit {
  const tries = new Map<string, number[]>();
  return (account, now, most) => {
    const at = Date.parse(now);
    const recent = (tries.get(account) ?? []).filter((one) => one > at - windowMs);
    if (recent.length >= most) throw new Problem('too-many-tries');
    tries.delete(account);
    tries.set(account, [...recent, at]);
    if (tries.size > remembered) tries.delete(tries.keys().next().value ?? '');
  };
}
