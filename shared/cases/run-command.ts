/** How every command on a case runs: read once, ask the rule, write once; and again after a collision. */
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import { withRetries } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import type { Actor, CaseEvent, CaseHead } from './case.ts';
import type { CaseStore, Loaded, TransactItem } from './case-store.ts';
import { commandResultOf } from './present.ts';
import { type CommandResult, commandResult } from './views.ts';

/** What a rule made of a case, and the guards that must hold when it is written. */
export interface Decided {
  readonly outcome: { readonly head: CaseHead; readonly events: readonly CaseEvent[] } | Problem;
  readonly with?: readonly TransactItem[];
}

/** As whom somebody acts, and what must still be so when it is written. */
export interface Standing {
  readonly actor: Actor;
  readonly guards: readonly TransactItem[];
}

export interface Command {
  readonly caseId: string;
  readonly idempotency: Idempotency | undefined;
  readonly now: Instant;
  /** Does the rule need the record and the files, or the head alone? */
  readonly reads: 'head' | 'whole';
  /** Something else the rule needs to have been read, beside the case. */
  readonly beside?: () => Promise<unknown>;
  /** Is the case the caller's to see? When not, it does not exist for them. A citizen stands before it as somebody. */
  readonly mine: (head: CaseHead) => boolean | Promise<Standing>;
  /** @param standing what `mine` said */
  readonly decide: (loaded: Loaded, standing: Standing | undefined) => Decided;
}

/**
 * Two round trips: one read, one transaction. The same call again answers what it answered first.
 * @throws Problem what the rule refused; `not-found`; `conflict` or `too-busy` after the last try
 */
export async function runCommand(store: CaseStore, command: Command): Promise<CommandResult> {
  return withRetries(async () => {
    const { caseId, idempotency, now } = command;
    const load = command.reads === 'head' ? store.loadHead : store.loadWhole;
    const [loaded] = await Promise.all([load(caseId, idempotency), command.beside?.()]);
    const mine = await command.mine(loaded.head);
    if (mine === false) throw new Problem('not-found');
    const standing = mine === true ? undefined : mine;
    if (loaded.replay !== undefined) return commandResult.parse(loaded.replay);
    const { outcome, with: guards } = command.decide(loaded, standing);
    if (outcome instanceof Problem) throw outcome;
    const answer = commandResultOf(outcome.head, now);
    await store.commit({
      ...outcome,
      expected: loaded.head.version,
      idempotency: idempotency === undefined ? undefined : { call: idempotency, answer },
      with: [...(guards ?? []), ...(standing?.guards ?? [])],
      now,
    });
    return answer;
  });
}
