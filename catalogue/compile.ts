/**
 * Compiles the catalogue's YAML into what the hall reads: `node catalogue/compile.ts <outDir> [<sourceDir>]`.
 *
 * Out come `index.json` (every version of every item, for lists and search), `agencies.json` and
 * `items/<code>@<version>.json`. The same sources give the same bytes. A bad file stops the build with every fault
 * of the whole catalogue at once, each with its file, line and reason.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Agency, agencyList, catalogueIndex, type IndexEntry } from '../shared/catalogue/catalogue-index.ts';
import { type Item, item, itemSummary } from '../shared/catalogue/item.ts';
import { type ItemPackage, packageList } from '../shared/catalogue/package.ts';
import { type Agencies, readAgencies } from './agencies.ts';
import { type Composed, compose, type Fault, type ParsedFiles } from './compose.ts';
import { type Depth, depthOf, lintDepth } from './depth.ts';
import { CatalogueFaults, type Finding, findingsOf, located } from './faults.ts';
import { lint, lintCodes, lintVersions, type Placed } from './lint.ts';
import { readPackages } from './packages.ts';
import { searchTerms } from './search-terms.ts';

/**
 * @param outDir made if need be; in its `items/` nothing else stays.
 * @param sourceDir folder with `agencies.yaml`, `parts/` and `items/`; this one if not given.
 * @returns what it read
 * @throws CatalogueFaults with every fault as `catalogue/items/….yaml:LINE: reason`
 */
export async function compileCatalogue(
  outDir: string,
  sourceDir: string = import.meta.dirname,
): Promise<ReadCatalogue> {
  const read = readCatalogue(sourceDir);
  const { items, agencies, packages } = read;
  const itemsDir = path.join(outDir, 'items');
  mkdirSync(itemsDir, { recursive: true });
  const names = new Set(items.map((one) => `${one.code}@${one.version}.json`));
  for (const old of readdirSync(itemsDir)) if (!names.has(old)) rmSync(path.join(itemsDir, old), { recursive: true });
  for (const one of items) writeJson(path.join(itemsDir, `${one.code}@${one.version}.json`), one);
  writeJson(path.join(outDir, 'index.json'), catalogueIndex.parse(items.map(indexEntryOf)));
  writeJson(path.join(outDir, 'agencies.json'), agencyList.parse(agencies));
  writeJson(path.join(outDir, 'packages.json'), packageList.parse(packages));
  return read;
}

/** What a source folder holds: all items by code and version, how deep each is and its file (same order), all agencies by code. */
export interface ReadCatalogue {
  readonly items: Item[];
  /** `items/transport/….yaml` */
  readonly files: string[];
  readonly depths: Depth[];
  readonly agencies: Agency[];
  readonly packages: ItemPackage[];
}

/** @throws CatalogueFaults */
export function readCatalogue(sourceDir: string): ReadCatalogue {
  const faults: Fault[] = [];
  const agencies = readAgencies(sourceDir, faults);
  const parsed: ParsedFiles = new Map();
  const placed = yamlFiles(path.join(sourceDir, 'items')).flatMap(
    (file): (Placed & { depth: Depth; file: string })[] => {
      const composed = compose(file, sourceDir, parsed);
      const found = compileItem(composed, agencies, faults);
      if (found === undefined) return [];
      const at = (finding: Finding) => faults.push(located(composed, finding));
      return [{ item: found, at, depth: depthOf(found, composed), file: path.relative(sourceDir, file) }];
    },
  );
  lintVersions(placed);
  lintCodes(placed);
  lintDepth(placed);
  const packages = readPackages(
    sourceDir,
    placed.map((one) => one.item),
    faults,
  );
  if (faults.length > 0) throw new CatalogueFaults(faults);
  const sorted = placed.sort(({ item: a }, { item: b }) =>
    a.code === b.code ? a.version - b.version : a.code < b.code ? -1 : 1,
  );
  return {
    items: sorted.map((one) => one.item),
    files: sorted.map((one) => one.file),
    depths: sorted.map((one) => one.depth),
    agencies: agencies.list,
    packages,
  };
}

/** One file, completed from its agency, checked and linted. @returns undefined if it does not even fit the schema. */
export function compileItem(composed: Composed, agencies: Agencies, faults: Fault[]): Item | undefined {
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

/** An item's row of the index. */
export function indexEntryOf(one: Item): IndexEntry {
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

/** A file that says the same already is left alone: after a change of one item a build writes little. */
function writeJson(file: string, value: unknown): void {
  const text = `${JSON.stringify(value)}\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

if (import.meta.main) {
  const [outDir, sourceDir] = process.argv.slice(2);
  if (outDir === undefined) throw new Error('say where to: node catalogue/compile.ts <outDir> [<sourceDir>]');
  await compileCatalogue(outDir, sourceDir).catch((error: unknown) => {
    if (!(error instanceof CatalogueFaults)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
}
