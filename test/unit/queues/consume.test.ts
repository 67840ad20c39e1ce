/** What happens to good, bad and unlucky messages of one batch. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { consume, PermanentError } from '../../../shared/base/consume.ts';
import { Problem } from '../../../shared/base/problems.ts';
import { failedIds, sqsEvent } from '../../support/queue-events.ts';

const schema = z.strictObject({ n: z.int() });
const lines: { level: string; code: string; reason?: string; error?: string; attempts?: number; queue?: string }[] = [];

beforeEach(() => {
  lines.length = 0;
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  }
});
afterEach(() => vi.restoreAllMocks());

describe('a batch', () => {
  it('gives back nothing when all is done', async () => {
    const seen: number[] = [];
    const handler = consume(schema, async ({ n }) => void seen.push(n));
    expect(await handler(sqsEvent('work', [{ n: 1 }, { n: 2 }]))).toEqual({ batchItemFailures: [] });
    expect(seen.sort()).toEqual([1, 2]);
    expect(lines).toEqual([]);
  });

  it('gives back one by one what failed, and the others go on', async () => {
    const done: number[] = [];
    const handler = consume(schema, async ({ n }) => {
      if (n === 2) throw new PermanentError('no such thing');
      if (n === 3) throw new Error('connection reset by 10.0.0.7');
      done.push(n);
    });
    const response = await handler(sqsEvent('work', [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }], 2));
    expect(failedIds(response)).toEqual(['m1', 'm2']);
    expect(done.sort()).toEqual([1, 4]);
    expect(lines).toMatchObject([
      { level: 'error', code: 'MESSAGE_SET_ASIDE', reason: 'no such thing', queue: 'work', attempts: 2 },
      { level: 'warn', code: 'MESSAGE_RETRIED', error: 'Error' },
    ]);
  });

  it('works on its messages side by side', async () => {
    let open: () => void = () => {};
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    let waiting = 0;
    const handler = consume(schema, () => {
      waiting += 1;
      if (waiting === 2) open();
      return both;
    });
    expect(failedIds(await handler(sqsEvent('work', [{ n: 1 }, { n: 2 }])))).toEqual([]);
  });
});

describe('a poison message', () => {
  it.each([
    ['is not JSON', '{"n": 1'],
    ['does not fit', { n: 'one' }],
    ['says too much', { n: 1, idNumber: '440103199001011231' }],
  ])('that %s fails without being handled, and its words are not logged', async (_, message) => {
    const handle = vi.fn(async () => {});
    const response = await consume(schema, handle)(sqsEvent('work', [message, { n: 2 }]));
    expect(failedIds(response)).toEqual(['m0']);
    expect(handle).toHaveBeenCalledTimes(1);
    expect(lines).toMatchObject([{ code: 'MESSAGE_SET_ASIDE' }]);
    expect(JSON.stringify(lines)).not.toMatch(/one|440103/);
  });
});

describe('problems of the rules', () => {
  it.each([
    ['not-found', 'MESSAGE_SET_ASIDE'],
    ['wrong-state', 'MESSAGE_SET_ASIDE'],
    ['conflict', 'MESSAGE_RETRIED'],
    ['too-busy', 'MESSAGE_RETRIED'],
  ] as const)('%s is %s', async (code, logged) => {
    const handler = consume(schema, () => Promise.reject(new Problem(code)));
    expect(failedIds(await handler(sqsEvent('work', [{ n: 1 }])))).toEqual(['m0']);
    expect(lines).toMatchObject([{ code: logged, reason: code }]);
  });
});
