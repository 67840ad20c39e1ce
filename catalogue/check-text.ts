/**
 * Checks the text of one item as the build checks its files: the same schema, parts and lint, told by path, line and reason. For
 * agencies that propose a version at run time (docs/decisions/0016).
 */
import path from 'node:path';
import type { Bilingual, Day } from '../shared/base/words.ts';
import type { IndexEntry } from '../shared/catalogue/catalogue-index.ts';
import type { Item } from '../shared/catalogue/item.ts';
import { type Agencies, readAgencies } from './agencies.ts';
import { compileItem } from './compile.ts';
import { type Composed, compose, type Fault, type ParsedFiles, parseText } from './compose.ts';
import { depthOf, lintDepth } from './depth.ts';
import { inChinese } from './fault-words.ts';
import { CatalogueFaults, type Finding, located } from './faults.ts';
import { lintCodes, lintVersions, type Placed } from './lint.ts';

/** Something wrong with a text. */
export interface TextFault {
  /** `form.sections.0.fields.2.when`; empty where it is the text as a whole. */
  readonly path: string;
  /** In the text; where `part` is told, in that part. */
  readonly line: number;
  readonly part?: string;
  readonly reason: Bilingual;
}

export interface CheckedText {
  /** Present when nothing is wrong. */
  readonly item?: Item;
  readonly faults: readonly TextFault[];
}

/** What the text is held against. */
export interface Surroundings {
  /** Credit code of the agency whose item it must be. */
  readonly agency: string;
  /** All versions of all items, built and published. */
  readonly versions: readonly IndexEntry[];
  readonly today: Day;
}

/** What else the build knows of the files: whose folder is whose, and what is each item's own. Written by the build. */
export interface SourceFacts {
  /** Folder below `items/` by the agency's credit code. */
  readonly folders: Readonly<Record<string, string>>;
  /** File below the source folder by `<code>@<version>`. */
  readonly files: Readonly<Record<string, string>>;
  /** What is its own of every item in files, as `depth.ts` tells it. */
  readonly own: readonly { readonly code: string; readonly name: Bilingual; readonly own: readonly string[] }[];
}

/** Room in a row of the table, for the text and for what is made of it. */
const maxTextBytes = 120_000;
const maxItemBytes = 240_000;

export type Checker = (text: string, around: Surroundings) => CheckedText;

/** @param sourceDir folder with `agencies.yaml` and `parts/` */
export function makeChecker(sourceDir: string, facts: SourceFacts): Checker {
  const found: Fault[] = [];
  const agencies = readAgencies(sourceDir, found);
  if (found.length > 0) throw new CatalogueFaults(found);
  const parsed: ParsedFiles = new Map();
  return (text, around) => {
    if (Buffer.byteLength(text) > maxTextBytes)
      return only(`the text is over ${maxTextBytes / 1000} KB`, `文本超过 ${maxTextBytes / 1000} KB`);
    const folder = facts.folders[around.agency] ?? around.agency;
    const file = path.join(sourceDir, 'items', folder, 'proposed.yaml');
    try {
      const read = parseText(text);
      if (read.document.errors.some(({ message }) => message.includes('call stack'))) throw new RangeError();
      parsed.set(file, read);
      return checked(compose(file, sourceDir, parsed), agencies, { facts, around });
    } catch (error) {
      // A text nested thousands deep is no item; the parser gives up on it.
      if (error instanceof RangeError) return only('nested too deeply', '嵌套层次太深');
      throw error;
    }
  };
}

interface Context {
  readonly facts: SourceFacts;
  readonly around: Surroundings;
}

function checked(composed: Composed, agencies: Agencies, context: Context): CheckedText {
  const faults: Fault[] = [];
  const item = compileItem(composed, agencies, faults);
  if (item !== undefined) faults.push(...between(item, composed, context).map((finding) => located(composed, finding)));
  if (item === undefined || faults.length > 0) return { faults: faults.map((fault) => told(composed, fault)) };
  if (Buffer.byteLength(JSON.stringify(item)) > maxItemBytes)
    return only(`the item is over ${maxItemBytes / 1000} KB`, `事项内容超过 ${maxItemBytes / 1000} KB`);
  return { item, faults: [] };
}

/** The rules between items, held against those that are known. */
function between(item: Item, composed: Composed, { facts, around }: Context): Finding[] {
  const findings: Finding[] = [];
  const at = (finding: Finding) => findings.push(finding);
  const others = around.versions.map((entry): Placed<IndexEntry> => ({ item: entry, at: () => {} }));
  const same = others.filter((other) => other.item.code === item.code);
  const latest = Math.max(0, ...same.map((other) => other.item.version));
  lintVersions([...same, { item, at }]);
  lintCodes([...others, { item, at }]);
  const known = facts.own
    .filter(({ code }) => code !== item.code)
    .map(({ code, name, own }) => ({ item: { code, name }, at: () => {}, depth: { fields: 9, materials: 1, own } }));
  lintDepth([...known, { item, at, depth: depthOf(item, composed) }]);
  if (item.agency.code !== around.agency) at({ path: ['agency'], reason: 'the item is not one of your agency' });
  if (item.version !== latest + 1)
    at({ path: ['version'], reason: `the next version of this item is ${latest + 1}, not ${item.version}` });
  if (item.effectiveFrom < around.today)
    at({ path: ['effectiveFrom'], reason: 'the day from which it is to be in force has passed' });
  // Nothing could be changed before that day: a slip of a digit would close the item for decades.
  if (item.effectiveFrom > `${Number(around.today.slice(0, 4)) + 2}${around.today.slice(4)}`)
    at({ path: ['effectiveFrom'], reason: 'the day from which it is to be in force is more than two years away' });
  return findings;
}

function told({ file }: Composed, { path: at = [], line, reason: whole, file: where }: Fault): TextFault {
  const reason = whole.replace(` (as used by ${file})`, '');
  const isElsewhere = where !== file;
  return {
    path: at.map(String).join('.'),
    line,
    ...(isElsewhere ? { part: path.basename(where, '.yaml') } : {}),
    reason: { zh: inChinese(reason), en: reason },
  };
}

const only = (en: string, zh: string): CheckedText => ({ faults: [{ path: '', line: 1, reason: { zh, en } }] });
