/** What is wrong with a graph of imports, one sentence each. */
import type { Graph } from './graph.ts';
import { type Rule, rules } from './rules.ts';

/** @param exists tells whether a path of the repository is there: pictures and styles are no part of the graph. */
export function faultsOf(graph: Graph, entries: readonly string[], exists: (path: string) => boolean): string[] {
  return [...forbidden(graph), ...lost(graph, exists), ...cycles(graph), ...unused(graph, entries)];
}

function forbidden(graph: Graph): string[] {
  return [...graph].flatMap(([file, { imports }]) =>
    rules.flatMap((rule) =>
      imports
        .filter((target) => forbids(rule, file, target))
        .map((target) => `${rule.name}: ${file} imports ${target}. ${rule.why}`),
    ),
  );
}

function forbids(rule: Rule, file: string, target: string): boolean {
  const bound = rule.from.exec(file);
  if (bound === null || rule.exceptFrom?.test(file)) return false;
  const own = (pattern: string) => new RegExp(pattern.replace('$1', bound[1] ?? ''));
  return own(rule.to).test(target) && !(rule.exceptTo && own(rule.exceptTo).test(target));
}

function lost(graph: Graph, exists: (path: string) => boolean): string[] {
  return [...graph].flatMap(([file, { imports }]) =>
    imports
      .filter((target) => !/^(node|npm):/.test(target) && !exists(target))
      .map((target) => `lost-import: ${file} imports ${target}, which is not there.`),
  );
}

/** Each cycle once, from its first file in order of the alphabet. */
function cycles(graph: Graph): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const seenAt = path.indexOf(file);
    if (seenAt >= 0) {
      found.push(`cycle: ${[...path.slice(seenAt), file].join(' → ')}. Files that need each other are one, or three.`);
      return;
    }
    if (done.has(file)) return;
    for (const target of graph.get(file)?.imports ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return found;
}

function unused(graph: Graph, entries: readonly string[]): string[] {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const source = graph.get(file);
    if (source === undefined || reached.has(file)) continue;
    reached.add(file);
    waiting.push(...source.imports, ...source.mentions);
  }
  return [...graph.keys()]
    .filter((file) => !file.startsWith('test/') && !reached.has(file))
    .map((file) => `unused: nothing that runs reaches ${file}.`);
}
