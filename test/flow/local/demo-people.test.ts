/** The demo people can play every part of every service item. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { demoGroups, demoPeople } from '../../../local/demo-people.ts';
import { roles } from '../../../shared/base/roles.ts';

const items = join(import.meta.dirname, '../../../dist/catalogue/items');
const agencyOf = (file: string): string =>
  z.object({ agency: z.object({ code: z.string() }) }).parse(JSON.parse(readFileSync(join(items, file), 'utf8'))).agency
    .code;

it('each agency that has an item has somebody to examine and somebody to decide', () => {
  const agencies = new Set(
    readdirSync(items)
      .filter((file) => file.endsWith('.json'))
      .map(agencyOf),
  );
  const without = [...agencies].filter((code) => {
    const held = demoPeople.filter(({ agency }) => agency?.code === code).flatMap((person) => person.roles);
    return !held.includes('officer') || !held.includes('approver');
  });
  expect(agencies.size).toBeGreaterThan(0);
  expect(without).toEqual([]);
});

it('every role has somebody, every id is one person’s, and everybody is shown', () => {
  const held = new Set(demoPeople.flatMap((person) => person.roles));
  expect(roles.filter((role) => !held.has(role))).toEqual([]);
  expect(new Set(demoPeople.map(({ id }) => id)).size).toBe(demoPeople.length);
  expect(demoGroups.flatMap(({ people }) => people).toSorted(byId)).toEqual(demoPeople.toSorted(byId));
});

const byId = (left: { id: string }, right: { id: string }): number => left.id.localeCompare(right.id);
