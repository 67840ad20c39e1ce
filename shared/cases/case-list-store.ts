/**
 * Lists of cases, from the table's indexes. They serve screens and decide nothing: an index may lag a moment behind.
 * Each is one Query (one for each state, where a list spans several) whatever the number of cases, paged by an opaque cursor.
 */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../base/cursor.ts';
import { indexList, type Page, type PageRequest, queryPage } from '../base/query-page.ts';
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
import { type ConsultEntry, type ConsultState, consultEntry, consultList } from './consult-rows.ts';
import { type CaseListEntry, caseListEntry } from './summary.ts';

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
    /** An agency's cases of some states together, by due day: one Query for each, at the same time, laid into one another. */
    async across(agency: string, states: readonly CaseState[], page: PageRequest): Promise<Page<CaseListEntry>> {
      const name = `${agencyList(agency, 'ALL')}#${states.join()}`;
      // A place in the order of all of them, since a due day with its case stands in one of them only.
      const { after = '' } = decodeCursor(name, page.cursor) ?? {};
      const pages = await Promise.all(states.map((state) => following(agencyList(agency, state), after, page.limit)));
      const rows = pages.flat().toSorted((a, b) => (a.GSI2SK < b.GSI2SK ? -1 : 1));
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      const more = rows.length > shown.length || pages.some(({ length }) => length === page.limit);
      const items = shown.map(({ summary }) => summary);
      return last === undefined || !more ? { items } : { items, next: encodeCursor(name, { after: last.GSI2SK }) };
    },
    /** Cases an officer holds, by due day. */
    held: (officerId: string, page: PageRequest) => list('byHandler', 'GSI3', handlerList(officerId), page, true),
    /** An agency's cases that were put before its supervisor and are still due, by due day. */
    escalated: (agency: string, page: PageRequest) => list('attention', 'GSI6', escalatedList(agency), page, true),
    /** What an agency is asked its opinion of: what it owes by due day, what is over newest first. */
    async consults(agency: string, state: ConsultState, page: PageRequest): Promise<Page<ConsultEntry>> {
      const list = consultList(agency, state);
      const { rows, ...rest } = await query('attention', 'GSI6', list, page, state === 'open');
      return { items: rows.map((row) => z.object({ summary: consultEntry }).parse(row).summary), ...rest };
    },
    /** An agency's bad ratings that wait for an answer, by due day. */
    async workOrders(agency: string, page: PageRequest): Promise<Page<WorkOrderEntry>> {
      const { rows, ...rest } = await query('attention', 'GSI6', workOrderList(agency), page, true);
      return { items: rows.map((row) => z.object({ summary: workOrderEntry }).parse(row).summary), ...rest };
    },
  };

  async function following(partition: string, after: string, Limit: number) {
    const { query } = indexList(table, { index: 'byAgency', key: 'GSI2', partition, forward: true });
    const { Items = [] } = await client.send(
      new QueryCommand({
        ...query,
        Limit,
        KeyConditionExpression: 'GSI2PK = :pk AND GSI2SK > :after',
        ExpressionAttributeValues: { ':pk': partition, ':after': after === '' ? ' ' : after },
      }),
    );
    return Items.map((row) => placedRow.parse(row));
  }

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

  function query(index: string, key: string, partition: string, page: PageRequest, forward: boolean) {
    return queryPage(client, indexList(table, { index, key, partition, forward }), page);
  }
}

const listRow = z.object({ summary: caseListEntry });
const placedRow = listRow.extend({ GSI2SK: z.string() });
