/** A checked call of the façade. */
import type { Idempotency } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import type { Instant } from '../../shared/base/words.ts';

export interface FhirCall {
  readonly caller: Person;
  /** Address of the façade, without a slash at its end. */
  readonly base: string;
  readonly query: readonly (readonly [string, string])[];
  /** `Prefer: handling=strict`: an unknown parameter is an error instead of being passed over. */
  readonly strict: boolean;
  readonly ifMatch: string | undefined;
  readonly idempotency: Idempotency | undefined;
  readonly now: Instant;
  /** Counts one try for a number of that session. @throws Problem `too-many-tries` */
  readonly mayTry: (sessionId: string) => void;
  /** Counts one question for a place in a queue, apart from the tries. @throws Problem `too-many-tries` */
  readonly mayAsk: (sessionId: string) => void;
}
