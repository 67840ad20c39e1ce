/** What somebody asks for: a number of a session, for a patient. */
import type { Idempotency } from '../base/operation.ts';
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import type { Pool } from './directory.ts';
import type { Actor } from './room.ts';

export interface Wish {
  readonly actor: Actor;
  /** Account whose consent and quota count; empty for staff. */
  readonly account: string;
  readonly channel: Pool;
  readonly patientId: string;
  readonly sessionId: string;
  /** A number one wants; any free one otherwise. */
  readonly no?: number | undefined;
  readonly mode: 'hold' | 'book';
  readonly condition?: string | undefined;
  /** Staff's reason for a number above the session's. */
  readonly squeezeIn?: string | undefined;
  /** The appointment that this one takes the place of. */
  readonly replaces?: Appointment | undefined;
  /** Ticket of the queue before a hot session. */
  readonly ticket?: string | undefined;
  readonly idempotency: Idempotency | undefined;
  readonly now: Instant;
}
