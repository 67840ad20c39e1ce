/**
 * How an agency changes an item at run time (事项动态调整): one person proposes a version, another approves it, and from its day on
 * new applications are filed under it. Pure: time comes as an argument.
 */
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { dayOf } from '../base/time.ts';
import { bilingual, creditCode, day, type Instant, instant, itemCode } from '../base/words.ts';
import type { Item } from './item.ts';

/** `open` waits for a second person; the others are ends. */
export const proposalStates = ['open', 'approved', 'rejected', 'withdrawn'] as const;

/** Ids begin with their time, so that an agency's proposals lie in order: 10 characters of time, 16 of chance. */
export const proposalId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/);

const someone = z.strictObject({ id: z.string(), name: z.string() });

export const proposal = z.strictObject({
  proposalId,
  agency: creditCode,
  itemCode,
  /** The version that the item would have. */
  version: z.int().min(1),
  /** From this day new applications would be filed under it. */
  effectiveFrom: day,
  name: bilingual,
  state: z.enum(proposalStates),
  /** Why the item should change, in the proposer's words. */
  note: z.string().max(1000).optional(),
  proposedBy: someone,
  proposedAt: instant,
  /** Who approved, rejected or withdrew it. */
  endedBy: someone.optional(),
  endedAt: instant.optional(),
  /** Why it was rejected or withdrawn. */
  reason: z.string().max(1000).optional(),
});
export type Proposal = z.infer<typeof proposal>;

interface Someone {
  readonly id: string;
  readonly name: string;
}

/** @param random 26 characters of Crockford's alphabet */
export function proposalIdOf(now: Instant, random: string): string {
  let rest = Date.parse(now);
  let time = '';
  for (let i = 0; i < 10; i += 1) {
    time = alphabet.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  return time + random.slice(0, 16);
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function propose(start: {
  readonly item: Item;
  readonly by: Someone;
  readonly note: string | undefined;
  readonly now: Instant;
  readonly random: string;
}): Proposal {
  const { item, by, note, now, random } = start;
  return {
    proposalId: proposalIdOf(now, random),
    agency: item.agency.code,
    itemCode: item.code,
    version: item.version,
    effectiveFrom: item.effectiveFrom,
    name: item.name,
    state: 'open',
    ...(note === undefined ? {} : { note }),
    proposedBy: by,
    proposedAt: now,
  };
}

/** What else is known of the item when a proposal about it is approved. */
export interface Latest {
  /** Highest version published or built; 0 when there is none. */
  readonly version: number;
  readonly effectiveFrom: string | undefined;
}

/** 四眼: whoever proposed it does not approve it. What was overtaken by another version, or by its own day, is proposed anew. */
export function approve(given: Proposal, by: Someone, now: Instant, latest: Latest): Proposal | Problem {
  if (given.state !== 'open') return new Problem('wrong-state');
  if (given.proposedBy.id === by.id) return new Problem('four-eyes');
  if (given.version !== latest.version + 1) return new Problem('proposal-overtaken');
  if (latest.effectiveFrom !== undefined && given.effectiveFrom <= latest.effectiveFrom)
    return new Problem('proposal-overtaken');
  if (given.effectiveFrom < dayOf(now)) return new Problem('proposal-late');
  return ended(given, 'approved', by, now);
}

export function reject(given: Proposal, by: Someone, now: Instant, reason: string): Proposal | Problem {
  if (given.state !== 'open') return new Problem('wrong-state');
  if (given.proposedBy.id === by.id) return new Problem('four-eyes');
  return ended(given, 'rejected', by, now, reason);
}

/** Only whoever proposed it takes it back, or their supervisor. */
export function withdraw(
  given: Proposal,
  by: Someone & { readonly isSupervisor: boolean },
  now: Instant,
  reason: string | undefined,
): Proposal | Problem {
  if (given.state !== 'open') return new Problem('wrong-state');
  if (given.proposedBy.id !== by.id && !by.isSupervisor) return new Problem('forbidden');
  return ended(given, 'withdrawn', by, now, reason);
}

function ended(
  given: Proposal,
  state: Proposal['state'],
  { id, name }: Someone,
  now: Instant,
  reason?: string,
): Proposal {
  return { ...given, state, endedBy: { id, name }, endedAt: now, ...(reason === undefined ? {} : { reason }) };
}
