/** Many rows in one go, in no order and not all or nothing: for what may be written again as a whole. */
import { BatchWriteCommand, type BatchWriteCommandInput, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem } from './problems.ts';

export type Write = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

/** How many a call may carry (BatchWriteItem). */
const mostAtOnce = 25;
const sideBySide = 8;
const mostTries = 10;

/** @throws Problem `too-busy` when the table keeps leaving some unwritten */
export async function batchWrite(
  client: DynamoDBDocumentClient,
  table: string,
  writes: readonly Write[],
): Promise<void> {
  const parts = Array.from({ length: Math.ceil(writes.length / mostAtOnce) }, (_, at) =>
    writes.slice(at * mostAtOnce, (at + 1) * mostAtOnce),
  ).values();
  const lanes = Array.from({ length: sideBySide }, async () => {
    for (const part of parts) await writePart(client, table, part);
  });
  await Promise.all(lanes);
}

async function writePart(client: DynamoDBDocumentClient, table: string, part: readonly Write[]): Promise<void> {
  let left: readonly Write[] = part;
  for (let tries = 0; left.length > 0; tries += 1) {
    if (tries === mostTries) throw new Problem('too-busy');
    const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: [...left] } }));
    left = UnprocessedItems?.[table] ?? [];
  }
}
