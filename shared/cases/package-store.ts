/**
 * Applications for packages, in the cases table: `PACKAGE#<id>` · `PACKAGE`, which names the cases it is made of. Answers and files are
 * those of the cases; here is only what holds them together. A person's own are in `byApplicant` under `PACKAGES#<person>`.
 */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import type { TransactItem } from '../base/transact.ts';
import { type PackageRow, type PackageSummary, packageRow, packageSummary, packageSummaryOf } from './package.ts';

export type PackageStore = ReturnType<typeof createPackageStore>;

const keyOf = (packageId: string) => ({ PK: `PACKAGE#${packageId}`, SK: 'PACKAGE' });
const version = (expected: number) =>
  expected === 0
    ? { ConditionExpression: 'attribute_not_exists(PK)' }
    : { ConditionExpression: 'version = :expected', ExpressionAttributeValues: { ':expected': expected } };

export function createPackageStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** @throws Problem `not-found` */
    async get(packageId: string): Promise<PackageRow> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(packageId), ConsistentRead: true }),
      );
      if (Item === undefined) throw new Problem('not-found');
      return z.object({ row: packageRow }).parse(Item).row;
    },

    /** A person's, newest first. At most 100. */
    async listOf(personId: string): Promise<PackageSummary[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byApplicant',
          KeyConditionExpression: 'GSI1PK = :pk',
          ExpressionAttributeValues: { ':pk': `PACKAGES#${personId}` },
          ScanIndexForward: false,
          Limit: 100,
        }),
      );
      return Items.map((row) => z.object({ summary: packageSummary }).parse(row).summary);
    },

    /** The write that goes with those of its cases. @param expected version it was read at; 0 for a new one */
    putItem: (row: PackageRow, expected: number): TransactItem => ({
      Put: {
        TableName: table,
        Item: {
          ...keyOf(row.packageId),
          GSI1PK: `PACKAGES#${row.applicant.id}`,
          GSI1SK: `${row.createdAt}#${row.packageId}`,
          version: row.version,
          row,
          summary: packageSummaryOf(row),
        },
        ...version(expected),
      },
    }),

    removeItem: (row: PackageRow): TransactItem => ({
      Delete: { TableName: table, Key: keyOf(row.packageId), ...version(row.version) },
    }),
  };
}
