/** Where a training hall stands in time: `npm start -- --now 2026-02-13`, or `--now 2026-02-13T09:00+08:00`. */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { startOf } from '../shared/base/time.ts';
import { day } from '../shared/base/words.ts';
import { HallError } from './lock.ts';

const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])
  .transform((text) => new Date(text).toISOString());

/**
 * @param args of the command line
 * @param realNow milliseconds since the epoch
 * @returns milliseconds to add to the real time; undefined when the hall lives in the present
 * @throws HallError with a sentence for whoever typed it
 */
export function clockShift(args: readonly string[], realNow: number): number | undefined {
  const given = nowOf(args);
  if (given === undefined) return undefined;
  const asDay = day.safeParse(given);
  const parsed = instant.safeParse(asDay.success ? startOf(asDay.data) : given);
  if (parsed.success) return Date.parse(parsed.data) - realNow;
  throw new HallError(
    `--now 不是日期 · --now ${given} is neither a day (2026-02-13) nor an instant with its zone (2026-02-13T09:00+08:00).`,
  );
}

function nowOf(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { now: { type: 'string' } } }).values.now;
  } catch {
    throw new HallError('参数不对 · npm start takes one option: --now <day or instant>.');
  }
}
