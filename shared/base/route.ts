/** What a row of a table of routes says of a call. */
import type { Role } from './roles.ts';

/** The functions that answer HTTP calls: a boundary of trust, grant and load (see docs/decisions/0002). */
export type ApiFunction =
  | 'public'
  | 'citizen'
  | 'officer'
  | 'catalogue-desk'
  | 'backoffice'
  | 'operations'
  | 'checkout'
  | 'money-desk'
  | 'booking'
  | 'booking-desk'
  | 'fhir';

export interface Route {
  readonly function: ApiFunction;
  /** Roles of which the caller needs one, or `public`: no sign-in at all. */
  readonly roles: readonly Role[] | 'public';
  /** POSTs that create or move something need an `Idempotency-Key`: same key and body, same answer. */
  readonly idempotent?: true;
}

/** May someone with these roles make this call? */
export const mayCall = (held: readonly Role[], { roles }: Route): boolean =>
  roles === 'public' || roles.some((role) => held.includes(role));
