/**
 * The booking table: the only place that talks to it for sessions, numbers and appointments. Patients: patient-store.ts.
 *
 * | what | key |
 * |---|---|
 * | what the desk changed about a session | `SESSION#<session>` · `SESSION`; none when it goes as its template |
 * | sold out, until then | `SESSION#<session>` · `SOLDOUT`; tells losers without a write |
 * | a number that is held, booked or void | `NUMBER#<session>-<nnn>` · `NUMBER`; no row: free |
 * | one number per person, department and day | `GUARD#<person>#<date>` · `DEPARTMENT#<department>` |
 * | one place at a time, by the quarter hour | `GUARD#<person>#<date>` · `CELL#<hh:mm>` |
 * | waiting once for a session | `GUARD#<person>#<date>` · `WAIT#<session>` |
 * | a place in a session's line | `PLACE#<session>#<place>` · `PLACE` |
 * | a phone's bookings of a month, by place | `QUOTA#<account>#<yyyy-mm>#<1…8>` · `QUOTA` |
 * | who waits, first in first out | `WAIT#<session>` · `<instant>#<id>` |
 * | an appointment and its record | `APPOINTMENT#<id>` · `HEAD`, `EVENT#<seq>` |
 * | a person, who may act for them, what counts against them | `PERSON#<id>` · `HEAD`, `CARER#…`, `STRIKE#…` |
 * | somebody asked to act for a person | `ASKED#<hash>` · `EVENT#1`, two months |
 * | the answer to a repeated call | `IDEMPOTENCY#<hash>` · `IDEMPOTENCY`, two days |
 *
 * Access: all that a booking stands on (one round trip of four reads at once); numbers of a session to decide by (one BatchGet, a read
 * for each); those that somebody has, to show (`bySession`, one small query); a patient's appointments (`byPatient`); a session's, and
 * a department's changed sessions (`bySession`); what has come due (`byDue`).
 * The only row that two people want at once is the number itself. Nothing is written when numbers are released.
 */
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Idempotency } from '../base/operation.ts';
import { Problem } from '../base/problems.ts';
import { CommitRefused, transact } from '../base/transact.ts';
import { type Day, type Instant, instant } from '../base/words.ts';
import type { Appointment, BookingEvent } from './appointment.ts';
import {
  type Asked,
  appointmentKey,
  appointmentOf,
  askedKey,
  askedRow,
  departmentList,
  deviationOf,
  dueList,
  dueShards,
  eventOf,
  type GuardRow,
  guardPartition,
  guardRow,
  idempotencyKey,
  type Key,
  keyText,
  listedNumber,
  type NumberRow,
  numberKey,
  numberRow,
  numbersList,
  patientList,
  personOf,
  personPartition,
  quotaKey,
  type Row,
  sessionKey,
  sessionList,
  soldOutKey,
  waitPartition,
  waitRow,
} from './booking-rows.ts';
import { bookingWrites, type Label, type Write } from './booking-writes.ts';
import type { Directory } from './directory.ts';
import { dueOf } from './due.ts';
import type { Carer, PersonOnRecord } from './patient.ts';
import { type Deviation, partsOf } from './session.ts';

/** Which writes of a transaction were refused, by label; empty after a mere collision. */
export class WritesRefused extends Error {
  readonly labels: readonly Label[];
  readonly throttled: boolean;
  constructor(labels: readonly Label[], throttled: boolean) {
    super('booking refused');
    this.labels = labels;
    this.throttled = throttled;
  }
}

/** What a booking stands on. */
export interface Ground {
  readonly deviation: Deviation | undefined;
  readonly soldOutUntil: Instant | undefined;
  readonly numbers: ReadonlyMap<number, NumberRow>;
  readonly guards: readonly GuardRow[];
  /** Places of the month's quota that are taken, whether lapsed or not. */
  readonly quota: ReadonlyMap<number, GuardRow>;
  readonly person: PersonOnRecord | undefined;
  readonly firstWaiting: Appointment | undefined;
  readonly replay: unknown;
}

export interface GroundAsked {
  readonly sessionId: string;
  readonly numbers: readonly number[];
  readonly patientId: string;
  readonly account: string;
  readonly quotaPlaces: number;
  readonly idempotency: Idempotency | undefined;
}

export type BookingStore = ReturnType<typeof createBookingStore>;

export function createBookingStore(client: DynamoDBDocumentClient, table: string, directory: () => Directory) {
  const writes = bookingWrites(table, (one) => dueOf(one, directory().policyOf(one.department)));
  const store = {
    writes,

    /** One round trip. @throws Problem `idempotency-key-reused` */
    async ground(asked: GroundAsked): Promise<Ground> {
      const { sessionId, patientId, account, quotaPlaces, idempotency } = asked;
      const date = partsOf(sessionId)?.date ?? '';
      const places = Array.from({ length: quotaPlaces }, (_, index) => quotaKey(account, date.slice(0, 7), index + 1));
      const [rows, person, guards, waiting] = await Promise.all([
        batch([
          sessionKey(sessionId),
          soldOutKey(sessionId),
          ...asked.numbers.map((no) => numberKey(sessionId, no)),
          ...places,
          ...(idempotency === undefined ? [] : [idempotencyKey(idempotency.id)]),
        ]),
        partition(personPartition(patientId)),
        partition(guardPartition(patientId, date)),
        firstWaiting(sessionId),
      ]);
      const find = (key: Key): Row | undefined => rows.get(keyText(key));
      const changed = find(sessionKey(sessionId));
      const soldOut = find(soldOutKey(sessionId));
      return {
        deviation: changed === undefined ? undefined : deviationOf(changed),
        soldOutUntil: soldOut === undefined ? undefined : z.object({ until: instant }).parse(soldOut).until,
        numbers: numbersIn(rows, sessionId, asked.numbers),
        guards: guards.map((row) => guardRow.parse(row)),
        quota: new Map(
          places.flatMap((key, index) => {
            const row = find(key);
            return row === undefined ? [] : [[index + 1, guardRow.parse(row)] as const];
          }),
        ),
        person: personOf(person),
        firstWaiting: waiting,
        replay: idempotency === undefined ? undefined : checkReplay(find(idempotencyKey(idempotency.id)), idempotency),
      };
    },

    /** Numbers of a session that somebody has, to be shown: as it was a moment ago, and never to decide by. */
    async numbersListed(sessionId: string): Promise<ReadonlyMap<number, NumberRow>> {
      return new Map((await query(index('bySession', 2, numbersList(sessionId)))).map(listedNumber));
    },

    /** Rows of some numbers of a session, to decide by; what is missing is free. One round trip. */
    async numbers(sessionId: string, numbers: readonly number[]): Promise<ReadonlyMap<number, NumberRow>> {
      const rows = await batch(numbers.map((no) => numberKey(sessionId, no)));
      return numbersIn(rows, sessionId, numbers);
    },

    /** What the desk changed about some sessions. */
    async deviations(sessionIds: readonly string[]): Promise<ReadonlyMap<string, Deviation>> {
      const rows = await batch(sessionIds.map(sessionKey));
      return new Map([...rows.values()].map((row) => deviationOf(row)).map((one) => [one.sessionId, one]));
    },

    /** What the desk changed in a department; read from an index, for lists. */
    async changedSessions(department: string): Promise<ReadonlyMap<string, Deviation>> {
      const rows = await query(index('bySession', 2, departmentList(department)));
      return new Map(rows.map((row) => deviationOf(row)).map((one) => [one.sessionId, one]));
    },

    /** An appointment, and what the same call was answered before. One round trip. @throws Problem `not-found` */
    async get(id: string, idempotency?: Idempotency): Promise<{ appointment: Appointment; replay: unknown }> {
      const keys = [appointmentKey(id), ...(idempotency === undefined ? [] : [idempotencyKey(idempotency.id)])];
      const rows = await batch(keys);
      const row = rows.get(keyText(appointmentKey(id)));
      if (row === undefined) throw new Problem('not-found');
      const answered = idempotency === undefined ? undefined : rows.get(keyText(idempotencyKey(idempotency.id)));
      return {
        appointment: appointmentOf(row),
        replay: idempotency === undefined ? undefined : checkReplay(answered, idempotency),
      };
    },

    /** The one read of a caller who is told that all is gone: it may be a winner who asks again. */
    async replay(idempotency: Idempotency | undefined): Promise<unknown> {
      if (idempotency === undefined) return undefined;
      const Key = { ...idempotencyKey(idempotency.id) };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return checkReplay(Item, idempotency);
    },

    /** An appointment with its record. @throws Problem `not-found` */
    async whole(id: string): Promise<{ appointment: Appointment; events: BookingEvent[] }> {
      const rows = await partition(appointmentKey(id).PK);
      const head = rows.find((row) => row.SK === 'HEAD');
      if (head === undefined) throw new Problem('not-found');
      const events = rows.filter((row) => String(row.SK).startsWith('EVENT#')).map((row) => eventOf(row));
      return { appointment: appointmentOf(head), events };
    },

    async ofPatient(patientId: string, from: Day): Promise<Appointment[]> {
      const asked = index('byPatient', 1, patientList(patientId));
      const rows = await query({
        ...asked,
        KeyConditionExpression: `${asked.KeyConditionExpression} AND GSI1SK >= :from`,
        ExpressionAttributeValues: { ...asked.ExpressionAttributeValues, ':from': `${from}` },
      });
      return rows.map(appointmentOf);
    },

    async ofSession(sessionId: string): Promise<Appointment[]> {
      return (await query(index('bySession', 2, sessionList(sessionId)))).map(appointmentOf);
    },

    /** Ids of what had come due at this instant, the longest due first. */
    async due(shard: number, now: Instant, Limit: number): Promise<string[]> {
      const asked = index('byDue', 3, dueList(shard));
      const { Items = [] } = await client.send(
        new QueryCommand({
          ...asked,
          KeyConditionExpression: `${asked.KeyConditionExpression} AND GSI3SK <= :now`,
          ExpressionAttributeValues: { ...asked.ExpressionAttributeValues, ':now': `${now}~` },
          Limit,
        }),
      );
      return Items.map((row) => appointmentOf(row).appointmentId);
    },
    dueShards,

    /** Who holds some guards and numbers now, lapsed or not, by the text of their key. */
    async holders(keys: readonly Key[]): Promise<ReadonlyMap<string, string>> {
      const rows = await batch(keys);
      return new Map(
        [...rows].map(([key, row]) => [key, z.object({ appointmentId: z.string() }).parse(row).appointmentId]),
      );
    },

    /** Accounts that may act for a patient. */
    async carersOf(patientId: string): Promise<readonly Carer[]> {
      return personOf(await partition(personPartition(patientId)))?.carers ?? [];
    },

    /** Who asked to act for whom. @returns the person as they are now; undefined when that is long over */
    async asked(askId: string): Promise<{ asked: Asked; person: PersonOnRecord } | undefined> {
      const [row] = await partition(askedKey(askId).PK);
      if (row === undefined) return undefined;
      const { asked } = askedRow.parse(row);
      const person = personOf(await partition(personPartition(asked.patientId)));
      return person && { asked, person };
    },

    firstWaiting,

    /** Everyone who waits, in order. */
    async waiting(sessionId: string): Promise<Appointment[]> {
      const rows = await partition(waitPartition(sessionId));
      return rows.map((row) => waitRow.parse(row).summary);
    },

    /** Tells those who come next that nothing is left. Housekeeping: losing this write loses nothing. */
    async tellSoldOut(sessionId: string, until: Instant, now: Instant): Promise<void> {
      const Item = { ...soldOutKey(sessionId), until, expiresAt: Math.floor(Date.parse(until) / 1000) + 86_400 };
      const condition = {
        ConditionExpression: 'attribute_not_exists(PK) OR #until <= :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':now': now },
      };
      await store.commit([writes.put('other', Item, condition)]).catch((error: unknown) => {
        if (!(error instanceof WritesRefused)) throw error;
      });
    },

    /** One transaction, wholly or not at all. @throws WritesRefused with the labels of what was refused */
    async commit(all: readonly Write[]): Promise<void> {
      try {
        await transact(
          client,
          all.map(({ item }) => item),
        );
      } catch (error) {
        if (!(error instanceof CommitRefused)) throw error;
        throw new WritesRefused(
          error.failed.flatMap((at) => all[at]?.label ?? []),
          error.throttled,
        );
      }
    },
  };
  return store;

  async function firstWaiting(sessionId: string): Promise<Appointment | undefined> {
    const { Items = [] } = await client.send(new QueryCommand({ ...inPartition(waitPartition(sessionId)), Limit: 1 }));
    return Items.map((row) => waitRow.parse(row).summary)[0];
  }

  function inPartition(PK: string) {
    return {
      TableName: table,
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': PK },
      ConsistentRead: true,
    };
  }

  function partition(PK: string): Promise<Row[]> {
    return query(inPartition(PK));
  }

  function index(IndexName: string, position: number, value: string) {
    return {
      TableName: table,
      IndexName,
      KeyConditionExpression: `GSI${position}PK = :pk`,
      ExpressionAttributeValues: { ':pk': value },
    };
  }

  async function query(input: QueryCommandInput): Promise<Row[]> {
    const rows: Row[] = [];
    let from: Row | undefined;
    do {
      const page = await client.send(new QueryCommand({ ...input, ...(from && { ExclusiveStartKey: from }) }));
      rows.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rows;
  }

  /** Rows by the text of their key; a hundred keys to a call, calls at the same time. @throws Problem `too-busy` */
  async function batch(keys: readonly Key[]): Promise<Map<string, Row>> {
    const chunks: Key[][] = [];
    for (let at = 0; at < keys.length; at += 100) chunks.push(keys.slice(at, at + 100));
    const answers = await Promise.all(
      chunks.map((chunk) =>
        client.send(
          new BatchGetCommand({
            RequestItems: { [table]: { Keys: chunk.map((key) => ({ ...key })), ConsistentRead: true } },
          }),
        ),
      ),
    );
    if (answers.some(({ UnprocessedKeys = {} }) => Object.keys(UnprocessedKeys).length > 0))
      throw new Problem('too-busy');
    const rows = answers.flatMap(({ Responses }) => Responses?.[table] ?? []);
    return new Map(rows.map((row) => [`${row.PK} ${row.SK}`, row]));
  }
}

function numbersIn(rows: ReadonlyMap<string, Row>, sessionId: string, numbers: readonly number[]) {
  return new Map(
    numbers.flatMap((no) => {
      const row = rows.get(keyText(numberKey(sessionId, no)));
      return row === undefined ? [] : [[no, numberRow.parse(row)] as const];
    }),
  );
}

const idempotencyRow = z.object({ requestHash: z.string(), answer: z.unknown() });

/** Same key, other request: refused. Same request: its first answer again. */
function checkReplay(row: unknown, { requestHash }: Idempotency): unknown {
  if (row === undefined) return undefined;
  const first = idempotencyRow.parse(row);
  if (first.requestHash !== requestHash) throw new Problem('idempotency-key-reused');
  return first.answer;
}
