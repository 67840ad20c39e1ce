/**
 * The notices table: everyone's inbox.
 *
 * | what | key |
 * |---|---|
 * | a notice | `INBOX#<account>` · `<instant of telling>#<notice>`; read or not is on the row |
 *
 * Access: an account's newest (one Query, backwards, none from the future), how many unread (one Query of a hundred rows). Rows
 * are put once and then only marked; they go by themselves after two years.
 */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import { queryPage } from '../base/query-page.ts';
import { epochSeconds } from '../base/time.ts';
import { type Instant, instant } from '../base/words.ts';
import { type Notice, type NoticeView, notice, toldAt } from './notice.ts';

const row = z.object({ notice, readAt: instant.optional() });
const daysKept = 730;
const counted = 100;

export type NoticeStore = ReturnType<typeof createNoticeStore>;

export function createNoticeStore(client: DynamoDBDocumentClient, TableName: string) {
  const inbox = (account: string): string => `INBOX#${account}`;
  const keyOf = (account: string, noticeId: string) => ({
    PK: inbox(account),
    SK: `${toldAt(noticeId)}#${noticeId}`,
  });
  /** An account's rows up to now, the newest first. */
  const newest = (account: string, now: Instant) => ({
    TableName,
    KeyConditionExpression: 'PK = :pk AND SK <= :now',
    ExpressionAttributeValues: { ':pk': inbox(account), ':now': `${now}#~` },
    ScanIndexForward: false,
  });

  return {
    /** Tells once: the same notice again changes nothing, also when it has been read. */
    async tell(account: string, one: Notice): Promise<void> {
      const expiresAt = epochSeconds(one.at) + daysKept * 86_400;
      const Item = { ...keyOf(account, one.noticeId), notice: one, expiresAt };
      await client
        .send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(PK)' }))
        .catch(ignoreRefused);
    },

    /** @throws Problem `bad-cursor` */
    async page(
      account: string,
      now: Instant,
      cursor: string | undefined,
      limit: number,
    ): Promise<{ items: NoticeView[]; next?: string }> {
      const PK = inbox(account);
      const list = { name: PK, partition: { PK }, query: newest(account, now) };
      const { rows, ...rest } = await queryPage(client, list, { cursor, limit });
      const items = rows.map((it) => row.parse(it)).map((it) => ({ ...it.notice, read: it.readAt !== undefined }));
      return { items, ...rest };
    },

    async unread(account: string, now: Instant): Promise<number> {
      const { Count = 0 } = await client.send(
        new QueryCommand({
          ...newest(account, now),
          FilterExpression: 'attribute_not_exists(readAt)',
          Limit: counted,
          Select: 'COUNT',
        }),
      );
      return Count;
    },

    /** Marks as read; a second time changes nothing. @throws Problem `not-found` */
    async markRead(account: string, noticeId: string, now: Instant): Promise<NoticeView> {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(account, noticeId),
            UpdateExpression: 'SET readAt = if_not_exists(readAt, :now)',
            ConditionExpression: 'attribute_exists(PK)',
            ExpressionAttributeValues: { ':now': now },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return { ...row.parse(Attributes).notice, read: true };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) throw new Problem('not-found');
        throw error;
      }
    },

    /** Marks the newest hundred as read. @returns how many were not */
    async markAllRead(account: string, now: Instant): Promise<number> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          ...newest(account, now),
          FilterExpression: 'attribute_not_exists(readAt)',
          Limit: counted,
        }),
      );
      const ids = Items.map((it) => row.parse(it).notice.noticeId);
      await Promise.all(ids.map((id) => this.markRead(account, id, now)));
      return ids.length;
    },
  };
}

function ignoreRefused(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}
