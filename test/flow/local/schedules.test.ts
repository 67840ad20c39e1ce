/** Schedules fire when they are due, and once after a time in which the hall was down. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAssembly } from '../../../local/assembly.ts';
import { parseSchedule } from '../../../local/cron.ts';
import { startSchedules } from '../../../local/schedules.ts';
import { openStack } from '../../../local/stack.ts';
import { testAssembly } from './fixture/assembly.ts';
import { eventually } from './fixture/hall.ts';

const at = (text: string): number => Date.parse(text);
const told = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString();

describe('an expression', () => {
  it.each([
    ['cron(0 2 * * ? *)', 'Asia/Shanghai', '2026-02-13T00:00:00Z', '2026-02-12T18:00:00.000Z'],
    ['cron(30 9 ? * MON-FRI *)', 'Asia/Shanghai', '2026-02-15T12:00:00Z', '2026-02-13T01:30:00.000Z'],
    ['cron(0/20 8-17 ? * * *)', 'UTC', '2026-02-13T09:59:59Z', '2026-02-13T09:40:00.000Z'],
    ['cron(0 0 L * ? *)', 'UTC', '2026-03-10T00:00:00Z', '2026-02-28T00:00:00.000Z'],
    ['cron(0 12 1W 8 ? *)', 'UTC', '2026-12-01T00:00:00Z', '2026-08-03T12:00:00.000Z'],
    ['cron(0 0 ? * 6L *)', 'UTC', '2026-02-28T00:00:00Z', '2026-02-27T00:00:00.000Z'],
    ['cron(0 0 ? * 2#1 *)', 'UTC', '2026-02-28T00:00:00Z', '2026-02-02T00:00:00.000Z'],
    ['cron(15 3 1 1 ? 2026)', 'Asia/Kathmandu', '2026-02-28T00:00:00Z', '2025-12-31T21:30:00.000Z'],
    ['rate(5 minutes)', 'UTC', '2026-02-13T00:12:00Z', '2026-02-13T00:10:00.000Z'],
    ['at(2026-02-13T09:30:00)', 'Asia/Shanghai', '2026-02-13T02:00:00Z', '2026-02-13T01:30:00.000Z'],
  ])('%s in %s', (expression, zone, now, expected) => {
    const since = expression.startsWith('rate') ? at('2026-02-13T00:00:00Z') : at('2025-01-01T00:00:00Z');
    expect(told(parseSchedule(expression, zone).lastDue(at(now), since))).toBe(expected);
  });

  it('is not due again until its next time', () => {
    const daily = parseSchedule('cron(0 2 * * ? *)');
    expect(daily.lastDue(at('2026-02-13T23:00:00Z'), at('2026-02-13T02:00:00Z'))).toBeUndefined();
    expect(told(daily.lastDue(at('2026-02-14T02:00:01Z'), at('2026-02-13T02:00:00Z')))).toBe(
      '2026-02-14T02:00:00.000Z',
    );
  });

  it.each(['every day', 'rate(0 minutes)', 'cron(1 2 3)'])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(expression);
  });
});

describe('the stack’s schedules', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hall-schedules-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  async function firedAt(now: number, expected: number): Promise<unknown[]> {
    const stack = openStack(readAssembly(await testAssembly(), 'http://localhost:1'), { hall: '', sqs: '' });
    const inputs: unknown[] = [];
    const running = startSchedules(
      stack,
      async (arn, input) => void inputs.push([arn.split(':').at(-1), input]),
      dataDir,
      () => {},
      () => now,
    );
    await eventually('the inputs', async () => (inputs.length >= expected ? true : undefined));
    await running.stop();
    return inputs;
  }

  it('fire what came due while the hall was down, once each, with their input', async () => {
    expect(await firedAt(at('2026-02-13T01:00:00Z'), 0)).toEqual([]);
    const name = expect.stringContaining('little-TickFunction');
    expect(await firedAt(at('2026-02-15T12:00:30Z'), 2)).toEqual([
      [name, { id: 'TickEveryMinute' }],
      [name, { id: 'TickAtTwo' }],
    ]);
    expect(await firedAt(at('2026-02-15T12:00:50Z'), 0)).toEqual([]);
  });

  it('begin anew when what was kept is of another schedule', async () => {
    writeFileSync(join(dataDir, 'schedules.json'), '{"Other":1}');
    expect(await firedAt(at('2026-02-16T12:00:00Z'), 0)).toEqual([]);
  });
});
