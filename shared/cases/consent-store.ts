/**
 * Consents, in the cases table:
 *
 * | what | key |
 * |---|---|
 * | a consent, with its principal's others | `CONSENTS#<principal>` · `<consent>` |
 * | the same, with its agent's others, by principal | `AGENT#<agent>` · `<principal>#<consent>` |
 * | the way from a code to its consent | `CONSENTCODE#<hash>` · `CONSENTCODE`, until it has to be accepted |
 *
 * What ends a consent changes both rows in one transaction. What an agent writes is written under a condition on the agent's row,
 * so that nothing is done under a consent that was revoked a moment before.
 */
import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import { Problem } from '../base/problems.ts';
import { epochSeconds } from '../base/time.ts';
import { type TransactItem, transact } from '../base/transact.ts';
import type { Day } from '../base/words.ts';
import { type Consent, consent } from './consent.ts';

export type ConsentStore = ReturnType<typeof createConsentStore>;

const given = (principalId: string): string => `CONSENTS#${principalId}`;
const received = (agentId: string): string => `AGENT#${agentId}`;
const codeKey = (code: string) => ({
  PK: `CONSENTCODE#${createHash('sha256').update(code).digest('hex')}`,
  SK: 'CONSENTCODE',
});
const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;
const follows = (expected: number) => ({
  ConditionExpression: 'version = :expected',
  ExpressionAttributeValues: { ':expected': expected },
});

export function createConsentStore(
  client: DynamoDBDocumentClient,
  table: string,
  cipher: Pick<Cipher, 'seal' | 'open'>,
) {
  return {
    /** @param more writes of the same transaction. @throws CommitRefused */
    async give(one: Consent, code: string, more: readonly TransactItem[] = []): Promise<void> {
      const sealedCode = await cipher.seal(code, one.consentId);
      const place = { principalId: one.principal.id, consentId: one.consentId };
      await transact(client, [
        { Put: { TableName: table, Item: { ...givenRow(one), sealedCode }, ...isNew } },
        {
          Put: {
            TableName: table,
            Item: { ...codeKey(code), ...place, expiresAt: epochSeconds(one.acceptBy) },
            ...isNew,
          },
        },
        ...more,
      ]);
    },

    /** Accepted, revoked or renounced: both rows. @param expected version it was read at. @throws CommitRefused */
    async change(one: Consent, expected: number, more: readonly TransactItem[] = []): Promise<void> {
      const accepts = one.state === 'accepted';
      await transact(client, [
        { Put: { TableName: table, Item: givenRow(one), ...follows(expected) } },
        ...(one.agent === undefined
          ? []
          : [
              {
                Put: { TableName: table, Item: agentRow(one, one.agent.id), ...(accepts ? isNew : follows(expected)) },
              },
            ]),
        ...more,
      ]);
    },

    /** @throws Problem `not-found` */
    async get(principalId: string, consentId: string): Promise<Consent> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { PK: given(principalId), SK: consentId }, ConsistentRead: true }),
      );
      if (Item === undefined) throw new Problem('not-found');
      return consentOf(Item);
    },

    /** The consent that a code is of. @throws Problem `not-found` */
    async byCode(code: string): Promise<Consent> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: codeKey(code), ConsistentRead: true }),
      );
      const place = z.object({ principalId: z.string(), consentId: z.string() }).safeParse(Item);
      if (!place.success) throw new Problem('not-found');
      return this.get(place.data.principalId, place.data.consentId);
    },

    /** Those a person gave, with their codes while they can be accepted. */
    async givenBy(principalId: string): Promise<{ consent: Consent; code: string | undefined }[]> {
      const rows = await query(given(principalId), '');
      return Promise.all(
        rows.map(async (row) => {
          const one = consentOf(row);
          const sealed = z.object({ sealedCode: z.string() }).safeParse(row);
          const code =
            sealed.success && one.state === 'given' ? cipher.open(sealed.data.sealedCode, one.consentId) : undefined;
          return { consent: one, code: await code };
        }),
      );
    },

    /** Those a person received: somebody who acts by profession has many. */
    async receivedBy(agentId: string): Promise<Consent[]> {
      return (await query(received(agentId), '')).map(consentOf);
    },

    /** Those between two people. */
    async between(principalId: string, agentId: string): Promise<Consent[]> {
      return (await query(received(agentId), `${principalId}#`)).map(consentOf);
    },

    /** The guard of what an agent writes: the consent stands at the moment of the write. */
    standsItem: ({ consentId, principal, agent }: Consent, itemCode: string, today: Day): TransactItem => ({
      ConditionCheck: {
        TableName: table,
        Key: { PK: received(agent?.id ?? ''), SK: `${principal.id}#${consentId}` },
        ConditionExpression: '#state = :accepted AND contains(#items, :item) AND #from <= :today AND #until >= :today',
        ExpressionAttributeNames: { '#state': 'state', '#items': 'items', '#from': 'from', '#until': 'until' },
        ExpressionAttributeValues: { ':accepted': 'accepted', ':item': itemCode, ':today': today },
      },
    }),
  };

  async function query(partition: string, prefix: string): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: prefix === '' ? 'PK = :pk' : 'PK = :pk AND begins_with(SK, :prefix)',
          ExpressionAttributeValues: { ':pk': partition, ...(prefix === '' ? {} : { ':prefix': prefix }) },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      rows.push(...Items);
      from = LastEvaluatedKey;
    } while (from !== undefined);
    return rows;
  }
}

const givenRow = (one: Consent) => ({
  PK: given(one.principal.id),
  SK: one.consentId,
  version: one.version,
  consent: one,
});
const agentRow = (one: Consent, agentId: string) => {
  const { state, items, from, until } = one;
  const SK = `${one.principal.id}#${one.consentId}`;
  return { PK: received(agentId), SK, version: one.version, state, items, from, until, consent: one };
};
const consentOf = (row: unknown): Consent => z.object({ consent }).parse(row).consent;
