/**
 * What a person let the hall remember: `PERSON#<id>` · `PROFILE`, one row, sealed as answers are. In the cases table, because it
 * begins as answers and is read beside drafts; nothing lists it, no index and no stream's filter knows it.
 */
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import { Problem } from '../base/problems.ts';
import { type ProfileView, profileView } from './profile.ts';

export type ProfileStore = ReturnType<typeof createProfileStore>;

const storedProfile = z.object({ sealed: z.string() });

export function createProfileStore(client: DynamoDBDocumentClient, table: string, cipher: Cipher) {
  const key = (personId: string) => ({ PK: `PERSON#${personId}`, SK: 'PROFILE' });
  const binding = (personId: string) => `profile:${personId}`;
  return {
    async find(personId: string): Promise<ProfileView | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: key(personId), ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      const opened: unknown = JSON.parse(await cipher.open(storedProfile.parse(Item).sealed, binding(personId)));
      return profileView.parse(opened);
    },

    /** Replaces the version before this one. @throws Problem `stale-version` when that is not the one that is there */
    async put(personId: string, profile: ProfileView): Promise<void> {
      const sealed = await cipher.seal(JSON.stringify(profile), binding(personId));
      const expected = profile.version - 1;
      await client
        .send(
          new PutCommand({
            TableName: table,
            Item: { ...key(personId), version: profile.version, sealed },
            ...(expected === 0
              ? { ConditionExpression: 'attribute_not_exists(PK)' }
              : {
                  ConditionExpression: 'version = :expected',
                  ExpressionAttributeValues: { ':expected': expected },
                }),
          }),
        )
        .catch(stale);
    },

    /** Gone at once and for good; no trace of what it held stays. Deleting what is not there is done already. */
    async remove(personId: string): Promise<void> {
      await client.send(new DeleteCommand({ TableName: table, Key: key(personId) }));
    },

    /** A key of this person's own, the same each time: their devices seal with it what they keep. 32 bytes, hex. */
    deviceKey: (personId: string): Promise<string> => cipher.fingerprint(`device key v1 of ${personId}`),
  };
}

function stale(error: unknown): never {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') throw new Problem('stale-version');
  throw error;
}
