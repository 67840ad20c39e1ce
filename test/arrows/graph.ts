/** Who imports whom: read from the sources by the parser that Vite brings, types and JSX included. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';
import * as z from 'zod';

export interface SourceFile {
  /** Targets as rules name them: `shared/base/ids.ts`, `node:fs`, `npm:zod`. */
  readonly imports: readonly string[];
  /** Other files it names in a string, from where it lies or from the root, as one does to start a worker or bundle a file. */
  readonly mentions: readonly string[];
}

/** By path from the repository's root, with forward slashes. */
export type Graph = ReadonlyMap<string, SourceFile>;

/** Folders whose files the arrows bind. */
const folders = ['shared', 'functions', 'events', 'infra', 'local', 'catalogue', 'web', 'test'];

export function readGraph(root: string): Graph {
  const found = globSync(`{${folders.join(',')}}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**'],
  });
  const files = found.map((file) => file.split('\\').join('/')).sort();
  return new Map(files.map((file) => [file, readSource(file, readFileSync(join(root, file), 'utf8'))]));
}

export function readSource(file: string, text: string): SourceFile {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ moduleRequest }) => moduleRequest?.value),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => literal(text.slice(start, end)));
  const specifiers = [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...dynamic];
  const named = [...text.matchAll(/['"`](\.\.?\/[\w./-]+\.tsx?)['"`]/g)].map(([, path = '']) => path);
  return {
    imports: [...new Set(specifiers.flatMap((it) => (it === undefined || it === null ? [] : [targetOf(file, it)])))],
    mentions: [...new Set(named.flatMap((path) => [targetOf(file, path), posix.normalize(path)]))],
  };
}

/** The text of a string literal; of a computed import nothing is known. */
const literal = (source: string): string | undefined => /^(['"`])([^$]*)\1$/.exec(source)?.[2];

function targetOf(file: string, specifier: string): string {
  const [path = ''] = specifier.split('?');
  if (path.startsWith('.')) return posix.join(posix.dirname(file), path);
  if (path.startsWith('node:')) return path;
  return builtinModules.includes(path) ? `node:${path}` : `npm:${path}`;
}

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });

/**
 * Where running begins: handlers, what package.json and cdk.json start, pages; and messages, which are kept for whoever sends
 * them; what draws pages on the server, and the service worker, which the build takes by name. Tests keep no file of the product alive.
 */
export function entriesOf(root: string, graph: Graph): string[] {
  const { scripts } = manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const started = [...Object.values(scripts), readFileSync(join(root, 'cdk.json'), 'utf8')].flatMap((command) =>
    [...command.matchAll(/[\w./-]+\.ts\b/g)].map(([path]) => path),
  );
  const pages = globSync('web/*.html', { cwd: root }).flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/src="\/?([^"]+\.tsx?)"/g)].map(([, path]) => `web/${path}`),
  );
  const byPlace = [...graph.keys()].filter((file) =>
    /^functions\/[^/]+\/handler\.ts$|^web\/vite\.config\.ts$|^web\/src\/(server\/draw\.tsx|worker\/worker\.ts)$|^events\/|\.d\.ts$/.test(
      file,
    ),
  );
  return [...started, ...pages, ...byPlace];
}

export const isFile = (root: string, path: string): boolean => existsSync(join(root, path));
