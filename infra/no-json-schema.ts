/**
 * An esbuild plugin. Each of zod's schemas knows how to write itself as JSON Schema, 19 KB of every bundle; but only the OpenAPI
 * document is written so, once, at build. In a bundle whoever asks for it is told that it is not there.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

export const noJsonSchema = (): Plugin => ({
  name: 'no-json-schema',
  setup(build) {
    build.onLoad(
      { filter: /zod[\\/]v4[\\/]core[\\/](?:json-schema-processors|to-json-schema)\.js$/ },
      async ({ path }) => ({
        contents: emptied(await readFile(path, 'utf8')),
        loader: 'js',
      }),
    );
  },
});

/** The same names. What makes a method of a schema makes one that refuses; all else refuses at once. */
function emptied(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = '']) => name);
  const stands = names.map(
    (name) => `export const ${name} = ${name.startsWith('create') ? '() => refuse' : 'refuse'};`,
  );
  return ["const refuse = () => { throw new Error('JSON Schema is written at build only.'); };", ...stands].join('\n');
}
