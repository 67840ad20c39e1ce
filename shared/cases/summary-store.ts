/** One case as its lists show it: one small read by key, and nothing that the applicant wrote. */
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { headKey } from './case-keys.ts';
import { type CaseListEntry, caseListEntry } from './summary.ts';

const row = z.object({ summary: caseListEntry });

export type SummaryStore = ReturnType<typeof createSummaryStore>;

export const createSummaryStore = (client: DynamoDBDocumentClient, TableName: string) => ({
  async find(caseId: string): Promise<CaseListEntry | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: headKey(caseId), ConsistentRead: true, ProjectionExpression: 'summary' }),
    );
    return Item === undefined ? undefined : row.parse(Item).summary;
  },
});
