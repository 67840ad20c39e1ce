/** One DynamoDB transaction, and what it means when it is cancelled. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { Problem } from './problems.ts';

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;
/** One write of a transaction. */
export type TransactItem = Items[number];

/** Writes that DynamoDB takes in one transaction. */
export const maxWrites = 100;

/** Nothing was written: a condition failed or another transaction was at the same rows. */
export class CommitRefused extends Error {
  /** Position in the transaction of every item whose condition failed; empty when it was a mere collision. */
  readonly failed: readonly number[];
  readonly throttled: boolean;
  constructor(failed: readonly number[], throttled: boolean) {
    super('transaction cancelled');
    this.failed = failed;
    this.throttled = throttled;
  }
}

/** @throws CommitRefused when cancelled; the SDK repeats lost requests under one token, so none is applied twice */
export async function transact(client: DynamoDBDocumentClient, items: Items): Promise<void> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: items }));
  } catch (error) {
    if (error instanceof TransactionCanceledException) throw refusal(error);
    throw error;
  }
}

function refusal(error: TransactionCanceledException): CommitRefused {
  const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  const failed = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
  return new CommitRefused(
    failed,
    codes.some((code) => /Throttl|ProvisionedThroughput/.test(code)),
  );
}

/** Tries again after collisions, with jitter, and then says so: 409, or 503 when the table was throttled. Never swallowed. */
export async function withRetries<T>(attempt: () => Promise<T>, tries = 5): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CommitRefused)) throw error;
      if (left === 0) throw new Problem(error.throttled ? 'too-busy' : 'conflict');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40 * 2 ** (tries - left)));
    }
  }
}
