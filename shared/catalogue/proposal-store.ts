/**
 * Proposals of an agency, and what comes of them (docs/decisions/0016). In the cases table, beside what published-store.ts reads:
 *
 * | what | key |
 * |---|---|
 * | a proposal | `AGENCYITEMS#<agency>` · `PROPOSAL#<id>`; ids rise with time |
 * | its text and the item made of it; never changed | `AGENCYITEMS#<agency>` · `TEXT#<id>` |
 * | the answer to a repeated call | `IDEMPOTENCY#<hash>` · `IDEMPOTENCY`, two days |
 *
 * list(agency)   Query, newest first
 * get(agency,id) two rows by key, side by side
 * Approving is one transaction: the proposal while it is open, the version while it is new, the log's next line while it is free.
 */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import { type Page, type PageRequest, queryPage } from '../base/query-page.ts';
import { epochSeconds } from '../base/time.ts';
import { type TransactItem, transact } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import { compiledItem } from './compiled-item.ts';
import type { Item } from './item.ts';
import { type Proposal, proposal } from './proposal.ts';
import { logKey, logPartition, type Publication, versionRow } from './published-store.ts';

export interface WholeProposal {
  readonly proposal: Proposal;
  readonly item: Item;
  readonly source: string;
}

export type ProposalStore = ReturnType<typeof createProposalStore>;

export function createProposalStore(client: DynamoDBDocumentClient, table: string) {
  const put = (Item: Record<string, unknown>, condition: object): TransactItem => ({
    Put: { TableName: table, Item, ...condition },
  });

  return {
    /** Newest first. */
    async list(agency: string, page: PageRequest): Promise<Page<Proposal>> {
      const PK = partition(agency);
      const query = {
        TableName: table,
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :kind)',
        ExpressionAttributeValues: { ':pk': PK, ':kind': 'PROPOSAL#' },
        ScanIndexForward: false,
        ConsistentRead: true,
      };
      const { rows, ...rest } = await queryPage(
        client,
        { name: `proposals ${agency}`, partition: { PK }, query },
        page,
      );
      return { items: rows.map(proposalOf), ...rest };
    },

    /** One round trip. @throws Problem `not-found`, also for another agency's */
    async get(agency: string, id: string): Promise<WholeProposal> {
      const [head, text] = await Promise.all([row(agency, `PROPOSAL#${id}`), row(agency, `TEXT#${id}`)]);
      if (head === undefined || text === undefined) throw new Problem('not-found');
      const { source, item } = storedText.parse(text);
      return { proposal: proposalOf(head), source, item: compiledItem.parse(JSON.parse(item)) };
    },

    /** The id of the proposal that the same call made before; of several, all, parted by spaces. @throws Problem `idempotency-key-reused` */
    async replay(call: Idempotency | undefined): Promise<string | undefined> {
      if (call === undefined) return undefined;
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: idempotencyKey(call.id), ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      const { requestHash, answer } = repeated.parse(Item);
      if (requestHash !== call.requestHash) throw new Problem('idempotency-key-reused');
      return answer.proposalId;
    },

    /** @throws CommitRefused when the same call is under way elsewhere */
    add: (made: WholeProposal, call: Idempotency | undefined, now: Instant) => addAll([made], call, now),

    /** All or none: one transaction holds 49 of them. @throws CommitRefused as `add` does */
    addAll,

    /** Rejected or withdrawn. @throws CommitRefused when it is not open any more */
    async end(made: Proposal): Promise<void> {
      await transact(client, [put(proposalRow(made), isOpen)]);
    },

    /** The number of the log's last line, 0 for none. */
    async lastOfLog(): Promise<number> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk AND begins_with(SK, :kind)',
          ExpressionAttributeValues: { ':pk': logPartition, ':kind': 'PUBLISHED#' },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: 1,
        }),
      );
      return Number(String(Items[0]?.SK ?? '0').replace('PUBLISHED#', ''));
    },

    /** @throws CommitRefused when it is not open any more, the version exists, or another was published at the same moment */
    async publish(whole: WholeProposal, publication: Publication): Promise<void> {
      await transact(client, [
        put(proposalRow(whole.proposal), isOpen),
        put(versionRow(whole), isNew),
        put({ ...logKey(publication.seq), publication }, isNew),
      ]);
    },
  };

  async function addAll(all: readonly WholeProposal[], call: Idempotency | undefined, now: Instant): Promise<void> {
    const ids = all.map(({ proposal: made }) => made.proposalId).join(' ');
    const answer = { requestHash: call?.requestHash, answer: { proposalId: ids } };
    const repeat = call && { ...idempotencyKey(call.id), ...answer, expiresAt: epochSeconds(now) + 2 * 86_400 };
    await transact(client, [
      ...all.flatMap(({ proposal: made, item, source }) => [
        put(proposalRow(made), isNew),
        put({ ...textKey(made), source, item: JSON.stringify(item) }, isNew),
      ]),
      ...(repeat === undefined ? [] : [put(repeat, isNew)]),
    ]);
  }

  async function row(agency: string, SK: string): Promise<Record<string, unknown> | undefined> {
    const Key = { PK: partition(agency), SK };
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item;
  }
}

const partition = (agency: string): string => `AGENCYITEMS#${agency}`;
const textKey = ({ agency, proposalId }: Proposal) => ({ PK: partition(agency), SK: `TEXT#${proposalId}` });
const idempotencyKey = (id: string) => ({ PK: `IDEMPOTENCY#${id}`, SK: 'IDEMPOTENCY' });

const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;
const isOpen = {
  ConditionExpression: '#state = :open',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':open': 'open' },
} as const;

const proposalRow = (made: Proposal): Record<string, unknown> => ({
  PK: partition(made.agency),
  SK: `PROPOSAL#${made.proposalId}`,
  state: made.state,
  proposal: made,
});
const proposalOf = (stored: unknown): Proposal => z.object({ proposal }).parse(stored).proposal;
const storedText = z.object({ source: z.string(), item: z.string() });
const repeated = z.object({ requestHash: z.string(), answer: z.object({ proposalId: z.string() }) });
