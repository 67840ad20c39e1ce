/** The delegation room's rule as a port: may this person act for that one in this item today? */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Day } from '../base/words.ts';
import { covers } from './consent.ts';
import { createConsentStore } from './consent-store.ts';

export interface Delegations {
  holds(principalId: string, agentId: string, itemCode: string, today: Day): Promise<boolean>;
}

/** Reads what an agent was given, and nothing else of the cases table: no code of a consent is ever opened. */
export function createDelegations(client: DynamoDBDocumentClient, table: string): Delegations {
  const consents = createConsentStore(client, table, { seal: never, open: never });
  return {
    async holds(principalId, agentId, itemCode, today) {
      return (await consents.between(principalId, agentId)).some((one) => covers(one, itemCode, today));
    },
  };
}

async function never(): Promise<never> {
  throw new Error('codes are not read here');
}
