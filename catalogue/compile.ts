/**
 * Compiles the catalogue's YAML into what the hall reads: `node catalogue/compile.ts <outDir> [<sourceDir>]`.
 *
 * Out come `index.json` (every version of every item, for lists and search), `agencies.json` and
 * `items/<code>@<version>.json`. The same sources give the same bytes. A bad file stops the build with every fault
 * of the whole catalogue at once, each with its file, line and reason.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Agency, agencyList, catalogueIndex, type IndexEntry } from '../shared/catalogue/catalogue-index.ts';
import { type Item, item, itemSummary } from '../shared/catalogue/item.ts';
import { type Agencies, readAgencies } from './agencies.ts';
import { type Composed, compose, type Fault } from './compose.ts';
import { CatalogueFaults, findingsOf, located } from './faults.ts';
import { lint, lintVersions, type Placed } from './lint.ts';
import { searchTerms } from './search-terms.ts';

/**
 * @param outDir made if need be; its `items/` is written anew.
 * @param sourceDir folder with `agencies.yaml`, `parts/` and `items/`; this one if not given.
 * @throws CatalogueFaults with every fault as `catalogue/items/….yaml:LINE: reason`
 */
export async function compileCatalogue(outDir: string, sourceDir: string = import.meta.dirname): Promise<void> {
  const { items, agencies } = readCatalogue(sourceDir);
  rmSync(path.join(outDir, 'items'), { recursive: true, force: true });
  mkdirSync(path.join(outDir, 'items'), { recursive: true });
  for (const one of items) writeJson(path.join(outDir, 'items', `${one.code}@${one.version}.json`), one);
  writeJson(path.join(outDir, 'index.json'), catalogueIndex.parse(items.map(indexEntryOf)));
  writeJson(path.join(outDir, 'agencies.json'), agencyList.parse(agencies));
}

/** All items, sorted by code and version, and all agencies, by code. @throws CatalogueFaults */
export function readCatalogue(sourceDir: string): { items: Item[]; agencies: Agency[] } {
  const faults: Fault[] = [];
  const agencies = readAgencies(sourceDir, faults);
  const placed = yamlFiles(path.join(sourceDir, 'items')).flatMap((file): Placed[] => {
    const composed = compose(file, sourceDir);
    const found = compileItem(composed, agencies, faults);
    return found === undefined ? [] : [{ item: found, at: (finding) => faults.push(located(composed, finding)) }];
  });
  lintVersions(placed);
  if (faults.length > 0) throw new CatalogueFaults(faults);
  const items = placed
    .map((one) => one.item)
    .sort((a, b) => (a.code === b.code ? a.version - b.version : a.code < b.code ? -1 : 1));
  return { items, agencies: agencies.list };
}

/** One file, completed from its agency, checked and linted. @returns undefined if it does not even fit the schema. */
function compileItem(composed: Composed, agencies: Agencies, faults: Fault[]): Item | undefined {
  faults.push(...composed.faults);
  if (composed.faults.length > 0) return undefined;
  const source = agencies.complete(composed, faults);
  const parsed = item.safeParse(source);
  if (!parsed.success) {
    faults.push(...findingsOf(parsed.error, source).map((finding) => located(composed, finding)));
    return undefined;
  }
  faults.push(...lint(parsed.data).map((finding) => located(composed, finding)));
  return parsed.data;
}

function indexEntryOf(one: Item): IndexEntry {
  const { effectiveFrom } = one;
  const summary = itemSummary.strip().parse({ ...one, hasFee: one.fees.length > 0 });
  return { ...summary, effectiveFrom, search: searchTerms(one) };
}

/** YAML files below a folder, sorted, so that the output does not depend on the file system. */
function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => path.join(folder, name));
}

const writeJson = (file: string, value: unknown): void => writeFileSync(file, `${JSON.stringify(value)}\n`);

if (import.meta.main) {
  const [outDir, sourceDir] = process.argv.slice(2);
  if (outDir === undefined) throw new Error('say where to: node catalogue/compile.ts <outDir> [<sourceDir>]');
  await compileCatalogue(outDir, sourceDir).catch((error: unknown) => {
    if (!(error instanceof CatalogueFaults)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
}
