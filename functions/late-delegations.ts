/** The delegation room's rule, loaded by the first call of somebody who acts for another (see late-file-store). */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { lazy } from '../shared/base/env.ts';
import type { Delegations } from '../shared/cases/delegations.ts';

export function lateDelegations(client: DynamoDBDocumentClient, table: string): Delegations {
  const loaded = lazy(async () => (await import('../shared/cases/delegations.ts')).createDelegations(client, table));
  return { holds: async (...given) => (await loaded()).holds(...given) };
}
