/** The delegation room's rule, loaded by the first call of somebody who acts for another (see late-file-store). */
import { documentClient } from '../shared/base/clients/documents.ts';
import { lazy } from '../shared/base/env.ts';
import type { Delegations } from '../shared/cases/delegation-port.ts';

export function lateDelegations(table: string): Delegations {
  const loaded = lazy(async () =>
    (await import('../shared/cases/delegation-port.ts')).createDelegations(documentClient(), table),
  );
  return { holds: async (...given) => (await loaded()).holds(...given) };
}
