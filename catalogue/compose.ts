/**
 * Reads a YAML file of the catalogue into a plain value, remembering the line every part of it came from.
 *
 * In any list, an entry `- part: <name>` stands for the entries of `parts/<name>.yaml`, which is itself a list. Other
 * keys beside `part` are laid over each of those entries (`required: false`, `when: …`), so that what many items
 * share is written once and what differs stays in the item.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';

/** Where something stands, for a person to go and look. */
export interface Origin {
  /** `catalogue/items/…/….yaml` */
  readonly file: string;
  readonly line: number;
}

/** Something wrong, and where. */
export interface Fault extends Origin {
  readonly reason: string;
  /** Where in the item, where it is known. */
  readonly path?: Path;
}

export type Path = readonly PropertyKey[];

/** A file as a plain value, with the origin of each of its parts. */
export class Composed {
  readonly file: string;
  value: unknown;
  readonly faults: Fault[] = [];
  readonly root = new Place(undefined, undefined);

  constructor(file: string) {
    this.file = file;
  }

  /** Origin of the value at a path, or of the nearest thing around it that was written down. */
  originOf(at: Path): Origin {
    return this.root.nearest(at).origin() ?? { file: this.file, line: 1 };
  }
}

/** Where a value was written, and those in it: a tree beside the value. Lines are counted only when asked for. */
class Place {
  readonly #node: unknown;
  readonly #source: Source | undefined;
  #children: Map<string, Place> | undefined;

  constructor(node: unknown, source: Source | undefined) {
    this.#node = node;
    this.#source = source;
  }

  /** Puts down where the value under a name was written, over what was known of it. */
  put(name: string, node: unknown, source: Source): Place {
    const child = new Place(node, source);
    this.#children ??= new Map();
    this.#children.set(name, child);
    return child;
  }

  nearest([first, ...rest]: Path): Place {
    const child = first === undefined ? undefined : this.#children?.get(String(first));
    return child === undefined ? this : child.nearest(rest);
  }

  origin(): Origin | undefined {
    const source = this.#source;
    return source === undefined ? undefined : { file: source.label, line: lineOf(this.#node, source) };
  }
}

const nameOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

/** A file while it is read: its lines, and the parts being included around it. */
interface Source {
  readonly label: string;
  readonly lines: LineCounter;
  readonly including: readonly string[];
}

/**
 * @param file path of the file; @param root folder that holds `parts/`; its own name begins the labels in faults.
 * @param parsed files parsed before, by path: a build gives the same map each time, so that a part is parsed once.
 * @returns the value with its faults: syntax, unknown or circular parts. Never throws for what a clerk wrote.
 */
export function compose(file: string, root: string, parsed: ParsedFiles = new Map()): Composed {
  const composed = new Composed(labelOf(file, root));
  new Composer(root, composed, parsed).readInto(file);
  return composed;
}

/** By path. The nodes are only read. A text put here beforehand stands for a file that need not exist. */
export type ParsedFiles = Map<string, ParsedText>;
export interface ParsedText {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** @param text YAML, or JSON, which is YAML too */
export function parseText(text: string): ParsedText {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines };
}

export const labelOf = (file: string, root: string): string =>
  [path.basename(root), ...path.relative(root, file).split(path.sep)].join('/');

/** A key laid over the entries of a part, as it stands in the file that includes it. */
interface Override {
  readonly pair: Pair;
  readonly source: Source;
}

class Composer {
  readonly #root: string;
  readonly #composed: Composed;
  readonly #parsed: ParsedFiles;

  constructor(root: string, composed: Composed, parsed: ParsedFiles) {
    this.#root = root;
    this.#composed = composed;
    this.#parsed = parsed;
  }

  readInto(file: string): void {
    const read = this.#parse(file, []);
    if (read !== undefined) this.#composed.value = this.#plain(read.node, this.#composed.root, read.source);
  }

  #parse(file: string, including: readonly string[]): { node: Node | null; source: Source } | undefined {
    const label = labelOf(file, this.#root);
    const { document, lines } = this.#parsed.get(file) ?? this.#parseAnew(file);
    for (const { pos, message } of document.errors) this.#fault(label, lines.linePos(pos[0]).line, message);
    return document.errors.length > 0 ? undefined : { node: document.contents, source: { label, lines, including } };
  }

  #parseAnew(file: string) {
    const read = parseText(readFileSync(file, 'utf8'));
    this.#parsed.set(file, read);
    return read;
  }

  #plain(node: unknown, at: Place, source: Source, overrides: readonly Override[] = []): unknown {
    if (isMap(node)) {
      const own = node.items.map((pair) => this.#entry(pair, at, source));
      return Object.fromEntries([...own, ...overrides.map((over) => this.#entry(over.pair, at, over.source))]);
    }
    if (isSeq(node)) return this.#list(node.items, at, source);
    if (isScalar(node)) return node.value;
    if (node !== null)
      this.#fault(source.label, lineOf(node, source), 'anchors and aliases (& and *) are not used here');
    return null;
  }

  #entry(pair: Pair, at: Place, source: Source): [string, unknown] {
    const name = nameOf(pair);
    return [name, this.#plain(pair.value, at.put(name, pair.key, source), source)];
  }

  /** @param overrides laid over every entry; @param first index of the first entry in the list at `at`. */
  #list(
    nodes: readonly unknown[],
    at: Place,
    source: Source,
    overrides: readonly Override[] = [],
    first = 0,
  ): unknown[] {
    const values: unknown[] = [];
    for (const node of nodes) {
      const index = first + values.length;
      const included = isMap(node) ? this.#part(node, at, index, source, overrides) : undefined;
      if (included !== undefined) values.push(...included);
      else values.push(this.#plain(node, at.put(String(index), node, source), source, overrides));
    }
    return values;
  }

  /** The entries that `- part: …` stands for, placed from `index` on; undefined for an ordinary entry. */
  #part(node: YAMLMap, at: Place, index: number, source: Source, outer: readonly Override[]): unknown[] | undefined {
    if (!node.has('part')) return undefined;
    const line = lineOf(node, source);
    const name = String(node.get('part'));
    if (source.including.includes(name)) return this.#fault(source.label, line, `part ${name} includes itself`);
    const read = this.#readPart(name, source, line);
    if (read === undefined) return [];
    if (!isSeq(read.node)) return this.#fault(read.source.label, 1, 'a part is a list of entries');
    const own = node.items.filter((pair) => nameOf(pair) !== 'part').map((pair) => ({ pair, source }));
    return this.#list(read.node.items, at, read.source, [...own, ...outer], index);
  }

  #readPart(name: string, source: Source, line: number) {
    const file = path.join(this.#root, 'parts', `${name}.yaml`);
    try {
      // A text that an agency sends reads nothing beside the parts.
      if (!/^[\w-]+$/.test(name)) throw new Error('no name of a part');
      return this.#parse(file, [...source.including, name]);
    } catch {
      this.#fault(source.label, line, `there is no part ${name} (looked for ${labelOf(file, this.#root)})`);
      return undefined;
    }
  }

  #fault(file: string, line: number, reason: string): [] {
    this.#composed.faults.push({ file, line, reason });
    return [];
  }
}

function lineOf(node: unknown, source: Source): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  const start: unknown = Array.isArray(range) ? range[0] : 0;
  return source.lines.linePos(typeof start === 'number' ? start : 0).line;
}
