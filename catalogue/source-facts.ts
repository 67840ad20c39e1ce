/** What travels with the function that checks texts at run time: the sources as they lie here, and what the build knows of them. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFacts } from './check-text.ts';
import type { ReadCatalogue } from './compile.ts';

/** @param outDir made anew; holds `agencies.yaml`, `parts/`, `items/` and `facts.json` */
export function layOutSources(read: ReadCatalogue, sourceDir: string, outDir: string): void {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  for (const name of ['agencies.yaml', 'parts', 'items'])
    cpSync(path.join(sourceDir, name), path.join(outDir, name), { recursive: true });
  writeFileSync(path.join(outDir, 'facts.json'), JSON.stringify(sourceFactsOf(read)));
}

export function sourceFactsOf({ items, files, depths }: ReadCatalogue): SourceFacts {
  const fileOf = (i: number): string => (files[i] ?? '').split(path.sep).join('/');
  return {
    folders: Object.fromEntries(items.map(({ agency }, i) => [agency.code, fileOf(i).split('/')[1] ?? ''])),
    files: Object.fromEntries(items.map(({ code, version }, i) => [`${code}@${version}`, fileOf(i)])),
    own: items.map(({ code, name }, i) => ({ code, name, own: depths[i]?.own ?? [] })),
  };
}
