/**
 * The inbox of verified notices, as the callback function writes it: one conditional write to the payments table, nothing read.
 *
 * | what | key |
 * |---|---|
 * | a notice | `NOTICE#<provider>#<id>` · `NOTICE`: `hash`, `state`, `notice` (JSON), `receivedAt` |
 * | another notice under the same id | the same partition · `CONFLICT#<hash>` |
 *
 * Rows never expire: providers repeat for a day and more, and a bill may be questioned for years.
 */
import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Notice } from './words.ts';

export interface Received {
  readonly notice: Notice;
  /** SHA-256 of the raw body, hex. */
  readonly hash: string;
  readonly at: string;
}

/** `again` was recorded before; `conflict` is another content under a known id, recorded beside the first. */
export type Recorded = 'recorded' | 'again' | 'conflict';

export type InboxStore = ReturnType<typeof createInboxStore>;

export const noticePartition = ({ provider, noticeId }: Pick<Notice, 'provider' | 'noticeId'>): string =>
  `NOTICE#${provider}#${noticeId}`;

export function createInboxStore(client: DynamoDBClient, table: string) {
  return {
    /** One round trip, two for a conflict. @throws what DynamoDB throws when it cannot now */
    async record(received: Received): Promise<Recorded> {
      const known = await put(received, 'NOTICE', 'received');
      if (known === undefined) return 'recorded';
      if (known === received.hash) return 'again';
      await put(received, `CONFLICT#${received.hash}`, 'conflict');
      return 'conflict';
    },
  };

  /** @returns the hash of the row that is there already; undefined when it was written */
  async function put({ notice, hash, at }: Received, sk: string, state: string): Promise<string | undefined> {
    const Item = {
      PK: { S: noticePartition(notice) },
      SK: { S: sk },
      hash: { S: hash },
      state: { S: state },
      notice: { S: JSON.stringify(notice) },
      receivedAt: { S: at },
    };
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item,
          ConditionExpression: 'attribute_not_exists(PK)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item?.hash?.S ?? '';
      throw error;
    }
  }
}
