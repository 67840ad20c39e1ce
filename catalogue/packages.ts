/** Reads and lints the packages (一件事) of a source folder: what they name must be there, and go together. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Item } from '../shared/catalogue/item.ts';
import { type ItemPackage, itemPackage } from '../shared/catalogue/package.ts';
import { composeForm } from '../shared/catalogue/package-form.ts';
import { compose, type Fault } from './compose.ts';
import { findingsOf, located } from './faults.ts';
import { lintForm } from './lint-form.ts';

/** @param items all versions of all items; a package is checked against the newest of each */
export function readPackages(sourceDir: string, items: readonly Item[], faults: Fault[]): ItemPackage[] {
  const folder = path.join(sourceDir, 'packages');
  if (!existsSync(folder)) return [];
  const newest = new Map(items.toSorted((a, b) => a.version - b.version).map((item) => [item.code, item]));
  const found: ItemPackage[] = [];
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith('.yaml'))
    .sort()) {
    const composed = compose(path.join(folder, name), sourceDir);
    faults.push(...composed.faults);
    if (composed.faults.length > 0) continue;
    const parsed = itemPackage.safeParse(composed.value);
    if (!parsed.success) {
      faults.push(...findingsOf(parsed.error, composed.value).map((finding) => located(composed, finding)));
      continue;
    }
    for (const finding of lintPackage(parsed.data, newest, found)) faults.push(located(composed, finding));
    found.push(parsed.data);
  }
  return found;
}

export function* lintPackage(
  one: ItemPackage,
  newest: ReadonlyMap<string, Item>,
  others: readonly ItemPackage[],
): Generator<{ path: PropertyKey[]; reason: string }> {
  if (others.some(({ code }) => code === one.code)) yield { path: ['code'], reason: `another package has this code` };
  const seen = new Set<string>();
  for (const [at, { item }] of one.items.entries()) {
    if (!newest.has(item)) yield { path: ['items', at, 'item'], reason: `there is no item ${item}` };
    if (seen.has(item)) yield { path: ['items', at, 'item'], reason: `${item} is named twice` };
    seen.add(item);
  }
  if (one.items.filter(({ required }) => required).length < 2) {
    yield { path: ['items'], reason: 'a package has two required items at least: one alone is that item' };
  }
  const whole = one.items.flatMap(({ item }) => newest.get(item) ?? []);
  const kinds = (['natural', 'legal'] as const).filter((kind) => whole.every((item) => item.applicants.includes(kind)));
  if (kinds.length === 0) yield { path: ['items'], reason: 'nobody may apply for all of these items' };
  const { form, materials } = composeForm(whole);
  const asked = materials.map(({ requirement }) => requirement);
  for (const { reason } of lintForm({ form, materials: asked, fees: [], checks: [] })) {
    yield { path: ['items'], reason: `the one form of these items: ${reason}` };
  }
}
