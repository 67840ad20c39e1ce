/** Event patterns, as event source mappings filter by: nested objects whose leaves are lists of values or rules. */
import * as z from 'zod';
import { isRecord } from './intrinsics.ts';

/** Does a record pass? */
export type Filter = (record: unknown) => boolean;

const criteria = z.object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) }).optional();

/**
 * @param value the mapping's `FilterCriteria`: a record passes when any of its patterns holds, or there is none
 * @throws Error naming a rule that is not known
 */
export function filterOf(value: unknown): Filter {
  const patterns = (criteria.parse(value)?.Filters ?? []).map(({ Pattern }): unknown => JSON.parse(Pattern));
  for (const pattern of patterns) matches(pattern, {});
  return (record) => patterns.length === 0 || patterns.some((pattern) => matches(pattern, record));
}

function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.map((rule) => holds(rule, value)).includes(true);
  if (!isRecord(pattern))
    throw new Error(`An event pattern has ${JSON.stringify(pattern)} where a list or object should be.`);
  const within = isRecord(value) ? value : {};
  const results = Object.entries(pattern).map(([key, part]) =>
    key === '$or' && Array.isArray(part)
      ? part.map((one) => matches(one, value)).includes(true)
      : matches(part, within[key]),
  );
  return !results.includes(false);
}

/** One rule of a list: a value that must be equal, or an object with one comparison. A list's value passes by any entry. */
function holds(rule: unknown, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((entry) => holds(rule, entry));
  if (!isRecord(rule)) return rule === value;
  const [[name, operand] = ['', undefined]] = Object.entries(rule);
  const compare = comparisons[name];
  if (compare === undefined) throw new Error(`An event pattern uses ${name}, which this host does not know.`);
  return compare(operand, value);
}

const comparisons: Readonly<Record<string, (operand: unknown, value: unknown) => boolean>> = {
  exists: (operand, value) => (value !== undefined) === operand,
  prefix: (operand, value) => typeof value === 'string' && value.startsWith(String(operand)),
  suffix: (operand, value) => typeof value === 'string' && value.endsWith(String(operand)),
  'equals-ignore-case': (operand, value) =>
    typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
  'anything-but': (operand, value) => value !== undefined && ![operand].flat().some((rule) => holds(rule, value)),
  numeric: (operand, value) => typeof value === 'number' && inRange(z.array(z.unknown()).parse(operand), value),
};

/** `['>', 0, '<=', 5]` */
function inRange(rules: readonly unknown[], value: number): boolean {
  for (let at = 0; at < rules.length; at += 2) {
    const limit = Number(rules[at + 1]);
    const holding = {
      '=': value === limit,
      '<': value < limit,
      '<=': value <= limit,
      '>': value > limit,
      '>=': value >= limit,
    };
    if (!(new Map(Object.entries(holding)).get(String(rules[at])) ?? false)) return false;
  }
  return true;
}
