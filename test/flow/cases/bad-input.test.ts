/** What bad input gets from the rooms of work at size: the right 4xx problem, nothing changed; what is told twice is done once. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { secondsAfter } from '../../../shared/base/time.ts';
import { canonicalJson } from '../../../shared/cases/chain.ts';
import { type CaseFunctions, caseFunctions, market, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { filedCase } from '../../support/filed-case.ts';

let engines: Engines;
let hall: CaseFunctions;
let caseId: string;

beforeAll(async () => {
  engines = await startEngines();
  hall = await caseFunctions(engines);
});
afterAll(async () => engines.stop());
beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

/** A case that nobody has taken up yet. */
async function fileOne(): Promise<void> {
  hall.now = secondsAfter(hall.now, 30);
  caseId = await filedCase(hall);
}

type Who = (typeof people)[keyof typeof people];
interface Ask {
  readonly who: Who;
  readonly key: string;
  readonly params?: Record<string, string>;
  readonly body: object;
}

const consent = { agentName: '周强', items: ['440115025000'], from: '2026-02-13', until: '2026-03-13' };
const span = { from: '2026-01-01', to: '2026-02-28' };
const creating: readonly [string, () => Ask][] = [
  [
    'a bulk action',
    () => ({ who: people.officer, key: 'POST /v1/agency/bulk', body: { action: 'claim', cases: [caseId] } }),
  ],
  ['an export', () => ({ who: people.supervisor, key: 'POST /v1/agency/exports', body: { format: 'csv', ...span } })],
  ['a consent', () => ({ who: people.citizen, key: 'POST /v1/me/consents', body: consent })],
  ['a draft', () => ({ who: people.citizen, key: 'POST /v1/drafts', body: { itemCode: '440115025000' } })],
];

/** What makes each another call. */
const others: Readonly<Record<string, object>> = {
  'a bulk action': { action: 'release' },
  'an export': { to: '2026-02-27' },
  'a consent': { until: '2026-03-12' },
  'a draft': { itemCode: '440115013000' },
};

/** Everything that lies in the table, but for who looked at what. */
async function rows(): Promise<string[]> {
  const { Items = [] } = await engines.documents.send(new ScanCommand({ TableName: hall.table, ConsistentRead: true }));
  return Items.filter(({ PK }) => !String(PK).startsWith('ACCESS#'))
    .map(canonicalJson)
    .sort();
}

const call = ({ who, key, params, body }: Ask, extra: { key?: string } = {}) =>
  hall.call(who, key, params, body, extra);

/** A cursor as this hall writes them, of whatever list and keys. */
const forged = (list: string, key: object): string => Buffer.from(JSON.stringify([list, key])).toString('base64url');

const lists: readonly [string, Who, string, Record<string, string>, string][] = [
  ['my cases', people.citizen, 'GET /v1/cases', {}, `APPLICANT#${people.citizen.sub}#CASE`],
  ['my drafts', people.citizen, 'GET /v1/drafts', {}, `APPLICANT#${people.citizen.sub}#DRAFT`],
  ['notices', people.citizen, 'GET /v1/me/notices', {}, `INBOX#${people.citizen.sub}`],
  ['the inbox', people.officer, 'GET /v1/agency/cases', {}, `AGENCY#${market}#submitted`],
  ['bulk actions', people.officer, 'GET /v1/agency/bulk', {}, `BULKS#${people.officer.sub}`],
  ['exports', people.supervisor, 'GET /v1/agency/exports', {}, `EXPORTS#${market}`],
  ['work orders', people.supervisor, 'GET /v1/agency/work-orders', {}, `WORKORDERS#${market}`],
];

describe('a bad cursor', () => {
  it.each(lists)(
    'of %s is refused: not one at all, another list’s, of this list with keys it never had',
    async (_, who, key, query, name) => {
      const bad = [
        'x',
        '!!!!',
        forged('another', { PK: 'a', SK: 'b' }),
        forged(name, {}),
        forged(name, { SK: '' }),
        forged(name, { PK: 'x', no: 'y' }),
      ];
      for (const cursor of bad) {
        const { status, body } = await hall.call(who, key, {}, undefined, { query: { ...query, cursor } });
        expect([cursor, status]).toEqual([cursor, 400]);
        expect(body.type).toMatch(/^urn:banshi:problem:(bad-cursor|bad-request)$/);
      }
    },
  );

  it('of who looked at a case is refused alike', async () => {
    await fileOne();
    for (const cursor of ['x', forged(`ACCESS#${caseId}`, {}), forged(`ACCESS#${caseId}`, { no: 'y' })]) {
      const { status } = await hall.call(
        people.auditor,
        'GET /v1/agency/cases/{caseId}/access',
        { caseId },
        undefined,
        { query: { cursor } },
      );
      expect([cursor, status]).toEqual([cursor, 400]);
    }
  });
});

describe('a call told twice', () => {
  beforeEach(fileOne);

  it.each(creating)('makes %s once, and answers the same', async (what, ask) => {
    const key = `twice-${what.replaceAll(' ', '-')}`;
    const first = await call(ask(), { key });
    expect([200, 201]).toContain(first.status);
    const between = await rows();
    expect(await call(ask(), { key })).toEqual(first);
    expect(await rows()).toEqual(between);
  });

  it.each(creating)('with the key of another makes no second of %s', async (what, ask) => {
    const key = `reused-${what.replaceAll(' ', '-')}`;
    const first = await call(ask(), { key });
    expect([200, 201]).toContain(first.status);
    const between = await rows();
    const { body, ...other } = ask();
    const changed = { ...body, ...others[what] };
    const again = await call({ ...other, body: changed }, { key });
    expect([again.status, again.body.type]).toEqual([422, 'urn:banshi:problem:idempotency-key-reused']);
    expect(await rows()).toEqual(between);
  });
});

describe('a table that does not take the write', () => {
  beforeEach(fileOne);

  const cancelled = (Code: string) =>
    new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons: [{ Code }] });

  /** Every transaction of the next call ends so, the first so many times. */
  function refusing(code: string, times: number) {
    const send = engines.documents.send.bind(engines.documents);
    let left = times;
    return vi.spyOn(engines.documents, 'send').mockImplementation((command: unknown, ...rest: unknown[]) => {
      if (!(command instanceof TransactWriteCommand) || left === 0)
        return Reflect.apply(send, undefined, [command, ...rest]);
      left -= 1;
      return Promise.reject(cancelled(code));
    });
  }

  it.each(creating)('is tried again for %s, which is then made once', async (_, ask) => {
    const spy = refusing('TransactionConflict', 2);
    const { status } = await call(ask());
    expect([200, 201]).toContain(status);
    expect(spy.mock.calls.filter(([command]) => command instanceof TransactWriteCommand).length).toBeGreaterThanOrEqual(
      3,
    );
  });

  it.each(
    creating.flatMap(([what, ask]) => [
      [what, 'TransactionConflict', 409, ask] as const,
      [what, 'ThrottlingError', 503, ask] as const,
    ]),
  )('is told for %s when it stays at %s: %i, and nothing is half-done', async (_, code, expected, ask) => {
    const before = await rows();
    refusing(code, Number.POSITIVE_INFINITY);
    const { status } = await call(ask());
    vi.restoreAllMocks();
    expect(status).toBe(expected);
    expect(await rows()).toEqual(before);
  });
});
