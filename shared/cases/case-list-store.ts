/**
 * Lists of cases, from the table's indexes. They serve screens and decide nothing: an index may lag a moment behind.
 * Each is one Query whatever the number of cases, paged by an opaque cursor.
 */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../base/cursor.ts';
import { Problem } from '../base/problems.ts';
import type { CaseState } from './case.ts';
import {
  agencyList,
  agentList,
  applicantList,
  escalatedList,
  handlerList,
  type WorkOrderEntry,
  workOrderEntry,
  workOrderList,
} from './case-rows.ts';
import { type CaseListEntry, caseListEntry } from './summary.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

export type CaseListStore = ReturnType<typeof createCaseListStore>;

export function createCaseListStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** Drafts of a person, last changed first. */
    drafts: (applicantId: string, page: PageRequest) =>
      list('byApplicant', 'GSI1', applicantList(applicantId, 'DRAFT'), page, false),
    /** Submitted cases of a person, newest first. */
    cases: (applicantId: string, page: PageRequest) =>
      list('byApplicant', 'GSI1', applicantList(applicantId, 'CASE'), page, false),
    /** Drafts that somebody began for others, last changed first; of those whose consent has ended nothing is shown. */
    draftsForOthers: (agentId: string, page: PageRequest) =>
      list('jobs', 'GSI4', agentList(agentId, 'DRAFT'), page, false),
    /** Cases that somebody began for others, newest first. */
    casesForOthers: (agentId: string, page: PageRequest) =>
      list('jobs', 'GSI4', agentList(agentId, 'CASE'), page, false),
    /** An agency's inbox in one state, by due day. */
    inbox: (agency: string, state: CaseState, page: PageRequest) =>
      list('byAgency', 'GSI2', agencyList(agency, state), page, true),
    /** Cases an officer holds, by due day. */
    held: (officerId: string, page: PageRequest) => list('byHandler', 'GSI3', handlerList(officerId), page, true),
    /** An agency's cases that were put before its supervisor and are still due, by due day. */
    escalated: (agency: string, page: PageRequest) => list('attention', 'GSI6', escalatedList(agency), page, true),
    /** An agency's bad ratings that wait for an answer, by due day. */
    async workOrders(agency: string, page: PageRequest): Promise<Page<WorkOrderEntry>> {
      const { rows, ...rest } = await query('attention', 'GSI6', workOrderList(agency), page, true);
      return { items: rows.map((row) => z.object({ summary: workOrderEntry }).parse(row).summary), ...rest };
    },
  };

  async function list(
    index: string,
    key: string,
    partition: string,
    page: PageRequest,
    forward: boolean,
  ): Promise<Page<CaseListEntry>> {
    const { rows, ...rest } = await query(index, key, partition, page, forward);
    return { items: rows.map((row) => listRow.parse(row).summary), ...rest };
  }

  async function query(
    index: string,
    key: string,
    partition: string,
    page: PageRequest,
    forward: boolean,
  ): Promise<{ rows: readonly unknown[]; next?: string }> {
    const start = decodeCursor(partition, page.cursor);
    const { Items, LastEvaluatedKey } = await client
      .send(
        new QueryCommand({
          TableName: table,
          IndexName: index,
          KeyConditionExpression: `${key}PK = :pk`,
          ExpressionAttributeValues: { ':pk': partition },
          ScanIndexForward: forward,
          Limit: page.limit,
          ...(start === undefined ? {} : { ExclusiveStartKey: { ...start, [`${key}PK`]: partition } }),
        }),
      )
      .catch((error: unknown) => {
        // The engine knows which keys an index has: a cursor with others was not given out by this list.
        const isCursor = start !== undefined && error instanceof Error && error.name === 'ValidationException';
        throw isCursor ? new Problem('bad-cursor') : error;
      });
    return { rows: Items ?? [], ...nextOf(partition, key, LastEvaluatedKey) };
  }
}

const listRow = z.object({ summary: caseListEntry });

/** The list's own partition key is left out of the cursor and put back from the caller, never taken from what they send. */
function nextOf(partition: string, key: string, last: Record<string, unknown> | undefined): { next?: string } {
  if (last === undefined) return {};
  const keys = z.record(z.string(), z.string()).parse(last);
  delete keys[`${key}PK`];
  return { next: encodeCursor(partition, keys) };
}
