/**
 * The cases table: the only place that talks to it for cases, drafts, and their record. Files' rows: material-store.ts.
 *
 * | what | key |
 * |---|---|
 * | a case as it stands | `CASE#<id>` · `HEAD` |
 * | its record | `CASE#<id>` · `EVENT#<seq>`, only ever added |
 * | a bad rating to be answered | `CASE#<id>` · `WORKORDER` |
 * | an opinion asked of another agency (consult-rows.ts) | `CASE#<id>` · `CONSULT#<no>` |
 * | its files | `CASE#<id>` · `MATERIAL#<id>` |
 * | what a consumer has done | `CASE#<id>` · `DONE#<consumer>#<event>` |
 * | an issued document (document-store.ts) | `DOCUMENT#<number>` · `DOCUMENT` |
 * | what officers saw (access-store.ts) | `ACCESS#<id>` · `<instant>#<random>` |
 * | the answer to a repeated call | `IDEMPOTENCY#<hash>` · `IDEMPOTENCY`, two days |
 * | a case number and whose it is | `CASENUMBER#<number>` · `CASENUMBER` |
 *
 * Access: a case with all of it (one Query); a head and a repeated call (one BatchGet); my drafts and cases (`byApplicant`);
 * the inbox by state and due day (`byAgency`); an officer's own (`byHandler`). Lists read indexes and decide nothing.
 * `timers` (timer-store.ts) finds what is due by time, `attention` what a supervisor has to look at. Every write has a condition. A command is one transaction: head, event, idempotency record, guards.
 */
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import { epochSeconds } from '../base/time.ts';
import { maxWrites, transact } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import type { CaseEvent, CaseHead, Material } from './case.ts';
import {
  caseNumberRow,
  casePartition,
  documentKey,
  eventOf,
  eventRow,
  headKey,
  headOf,
  headRow,
  idempotencyKey,
  materialOf,
  workOrderRow,
} from './case-rows.ts';
import { consultRows } from './consult-rows.ts';
import { removedItem } from './material-store.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A case with its whole record and its files. */
export interface WholeCase {
  readonly head: CaseHead;
  readonly events: readonly CaseEvent[];
  readonly materials: readonly Material[];
}

/** What a command stands on, read in one round trip. `replay` is the stored answer of the same call made before. */
export interface Loaded extends WholeCase {
  readonly replay: unknown;
}

/** A repeatable call and what it is answered. */
export interface Answered {
  readonly call: Idempotency;
  readonly answer: unknown;
}

export interface Commit {
  readonly head: CaseHead;
  readonly events: readonly CaseEvent[];
  /** Version the head was read at; 0 for a new one. */
  readonly expected: number;
  readonly idempotency?: Answered | undefined;
  /** Further writes and guards of the same transaction. */
  readonly with?: readonly TransactItem[];
  readonly now: Instant;
}

export type CaseStore = ReturnType<typeof createCaseStore>;

/**
 * @param pinned told of every head read, and awaited: the catalogue makes the version ready that the case was filed under, so
 * that rules find it at hand.
 */
export function createCaseStore(
  client: DynamoDBDocumentClient,
  table: string,
  cipher: Cipher,
  pinned: (head: CaseHead) => Promise<unknown>,
) {
  return {
    /** The whole case. One round trip. @throws Problem `not-found` */
    async get(caseId: string): Promise<WholeCase> {
      return whole(await partition(caseId));
    },

    /** The whole case and what the same call was answered before. One round trip. @throws Problem `not-found`, `idempotency-key-reused` */
    async loadWhole(caseId: string, call?: Idempotency): Promise<Loaded> {
      const [rows, replay] = await Promise.all([partition(caseId), replayOf(call)]);
      return { ...(await whole(rows)), replay };
    },

    /** As `loadWhole`, with the head alone. */
    async loadHead(caseId: string, call?: Idempotency): Promise<Loaded> {
      const keys = [headKey(caseId), ...(call === undefined ? [] : [idempotencyKey(call.id)])];
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
      );
      if (UnprocessedKeys !== undefined && Object.keys(UnprocessedKeys).length > 0) throw new Problem('too-busy');
      const rows = Responses?.[table] ?? [];
      const row = rows.find((one) => one.SK === 'HEAD');
      if (row === undefined) throw new Problem('not-found');
      const answered = rows.find((one) => one.SK === 'IDEMPOTENCY');
      const head = await headOf(row, cipher);
      await pinned(head);
      return { head, events: [], materials: [], replay: checkReplay(answered, call) };
    },

    /** These cases as they stand, by id; those that are not there are missing. 100 a round trip, side by side. */
    async heads(caseIds: readonly string[]): Promise<Map<string, CaseHead>> {
      const parts = Array.from({ length: Math.ceil(caseIds.length / 100) }, (_, at) =>
        caseIds.slice(at * 100, (at + 1) * 100),
      );
      const rows = (await Promise.all(parts.map(headRows))).flat();
      const heads = await Promise.all(rows.map((row) => headOf(row, cipher)));
      await Promise.all(heads.map(pinned));
      return new Map(heads.map((head) => [head.caseId, head]));
    },

    /** What the same call was answered before, if it was. */
    replay: replayOf,

    answerItem,

    /** Several cases and whatever goes with them, in one transaction. @throws CommitRefused, Problem `too-large` */
    async commitAll(changes: readonly Commit[], more: readonly TransactItem[] = []): Promise<void> {
      const items = await Promise.all(
        changes.map(async (change) => [
          {
            Put: { TableName: table, Item: await headRow(change.head, cipher), ...versionIs(change.expected) },
          },
          ...change.events.map((event) => ({ Put: { TableName: table, Item: eventRow(event), ...isNew } })),
          ...(change.with ?? []),
        ]),
      );
      await transact(client, [...items.flat(), ...more]);
    },

    /** One transaction, wholly or not at all. @throws CommitRefused, Problem `too-large` */
    async commit(change: Commit): Promise<void> {
      const row = await headRow(change.head, cipher);
      await transact(client, [
        { Put: { TableName: table, Item: row, ...versionIs(change.expected) } },
        ...change.events.map((event) => ({ Put: { TableName: table, Item: eventRow(event), ...isNew } })),
        ...workOrderItems(change),
        ...consultItems(change),
        ...overtakenItems(change),
        ...(change.idempotency === undefined ? [] : [answerItem(change.idempotency, change.now)]),
        ...(change.with ?? []),
      ]);
    },

    /**
     * Removes a draft and takes its files back: the relay has them cleared. In one transaction, `last` with it, as long as its files
     * fit one; more (a file that was refused may be sent anew any number of times) go before it in parts, the refused ones
     * first, and what a part left behind is a draft that can be thrown away again.
     * @throws CommitRefused when it is no draft any more
     */
    async removeDraft(
      { head, materials }: WholeCase,
      guards: readonly TransactItem[] = [],
      last: readonly TransactItem[] = [],
    ): Promise<void> {
      const isDraft = {
        ...{ TableName: table, Key: headKey(head.caseId) },
        ConditionExpression: '#state = :draft',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':draft': 'draft' },
      };
      const refusedFirst = materials.toSorted((a, b) => Number(b.state === 'refused') - Number(a.state === 'refused'));
      const files = refusedFirst.map((file) => removedItem(table, file));
      const room = maxWrites - 1 - guards.length - last.length;
      while (files.length > room) {
        await transact(client, [{ ConditionCheck: isDraft }, ...files.splice(0, room), ...guards]);
      }
      await transact(client, [{ Delete: isDraft }, ...files, ...guards, ...last]);
    },

    /** The guard by which a consumer does an event's work once in effect; kept 30 days, longer than any queue. */
    doneItem: (consumer: string, event: { caseId: string; eventId: string }, now: Instant): TransactItem => ({
      Put: {
        TableName: table,
        Item: {
          PK: casePartition(event.caseId),
          SK: `DONE#${consumer}#${event.eventId}`,
          expiresAt: epochSeconds(now) + 30 * 86_400,
        },
        ...isNew,
      },
    }),

    /** The guard that gives a case number to one case only; also where the agency's cases are found by the day they were filed. */
    caseNumberItem: (caseNumber: string, caseId: string, filedAt: Instant): TransactItem => ({
      Put: { TableName: table, Item: caseNumberRow(caseNumber, caseId, filedAt), ...isNew },
    }),
  };

  async function whole(rows: readonly Record<string, unknown>[]): Promise<WholeCase> {
    const found = await wholeOf(rows, cipher);
    await pinned(found.head);
    return found;
  }

  async function partition(caseId: string): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': casePartition(caseId) },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      rows.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rows;
  }

  /** An answer holds 16 MB: what did not fit, or was throttled, is asked for again. @throws Problem `too-busy` */
  async function headRows(caseIds: readonly string[]): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    let Keys: Record<string, unknown>[] = caseIds.map(headKey);
    for (let tries = 0; Keys.length > 0; tries += 1) {
      if (tries === 10) throw new Problem('too-busy');
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      rows.push(...(Responses?.[table] ?? []));
      Keys = UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return rows;
  }

  async function replayOf(call: Idempotency | undefined): Promise<unknown> {
    if (call === undefined) return undefined;
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: idempotencyKey(call.id), ConsistentRead: true }),
    );
    return checkReplay(Item, call);
  }

  /** A work order's row goes with the event that opens, answers or moves it. */
  function workOrderItems({ head, events }: Commit): TransactItem[] {
    const Item = workOrderRow(head);
    const opens = events.some(({ type }) => type === 'rated');
    const moves = events.some(({ type }) => type === 'work-order-answered' || type === 'recalculated');
    if (Item === undefined || (!opens && !moves)) return [];
    const condition = opens ? isNew : { ConditionExpression: 'attribute_exists(PK)' };
    return [{ Put: { TableName: table, Item, ...condition } }];
  }

  /** What other agencies are asked goes to their lists, and off them, with the change that makes it so. */
  function consultItems({ head, events }: Commit): TransactItem[] {
    return consultRows(head, events).map(({ row: Item, isNew: fresh }) => ({
      Put: { TableName: table, Item, ...(fresh ? isNew : { ConditionExpression: 'attribute_exists(PK)' }) },
    }));
  }

  /** A case that is taken up again has not ended: whoever verifies the notice that it had is told so. */
  function overtakenItems({ head, events }: Commit): TransactItem[] {
    if (!events.some(({ type }) => type === 'reopened')) return [];
    return head.documents
      .filter(({ kind }) => kind === 'lapse')
      .map(({ number }) => ({
        Update: {
          TableName: table,
          Key: documentKey(number),
          UpdateExpression: 'SET #document.#valid = :no',
          ConditionExpression: 'attribute_exists(PK)',
          ExpressionAttributeNames: { '#document': 'document', '#valid': 'valid' },
          ExpressionAttributeValues: { ':no': false },
        },
      }));
  }

  /** The record by which the same call again gets its first answer; kept two days. */
  function answerItem({ call, answer }: Answered, now: Instant): TransactItem {
    const Item = {
      ...idempotencyKey(call.id),
      requestHash: call.requestHash,
      answer,
      expiresAt: epochSeconds(now) + 2 * 86_400,
    };
    return { Put: { TableName: table, Item, ...isNew } };
  }
}

const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;

function versionIs(expected: number) {
  if (expected === 0) return isNew;
  return {
    ConditionExpression: '#version = :expected',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':expected': expected },
  };
}

const idempotencyRow = z.object({ requestHash: z.string(), answer: z.unknown() });

/** Same key, other request: refused. Same request: its first answer again. */
function checkReplay(row: unknown, call: Idempotency | undefined): unknown {
  if (row === undefined || call === undefined) return undefined;
  const { requestHash, answer } = idempotencyRow.parse(row);
  if (requestHash !== call.requestHash) throw new Problem('idempotency-key-reused');
  return answer;
}

async function wholeOf(rows: readonly Record<string, unknown>[], cipher: Cipher): Promise<WholeCase> {
  const kind = (row: Record<string, unknown>): string => String(row.SK).split('#')[0] ?? '';
  const head = rows.find((row) => kind(row) === 'HEAD');
  if (head === undefined) throw new Problem('not-found');
  return {
    head: await headOf(head, cipher),
    events: rows.filter((row) => kind(row) === 'EVENT').map(eventOf),
    materials: rows.filter((row) => kind(row) === 'MATERIAL' && row.state !== 'removed').map(materialOf),
  };
}
