import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { faultsOf } from '../arrows/faults.ts';
import { readSource } from '../arrows/graph.ts';
import { rules } from '../arrows/rules.ts';
import { newFolder } from './template.ts';

/** For each rule, an import that breaks it. */
const offences: Record<string, [file: string, target: string]> = {
  'shared-is-the-ground': ['shared/cases/case.ts', 'functions/citizen/handler.ts'],
  'base-is-the-floor': ['shared/base/ids.ts', 'shared/cases/case.ts'],
  'catalogue-knows-no-cases': ['shared/catalogue/item.ts', 'shared/cases/case.ts'],
  'stores-stay-in-their-room': ['shared/cases/handling.ts', 'shared/catalogue/catalogue-store.ts'],
  'rules-are-pure': ['shared/cases/clock.ts', 'npm:@aws-sdk/client-dynamodb'],
  'rules-read-no-files': ['shared/cases/clock.ts', 'node:fs/promises'],
  'handlers-are-thin': ['functions/citizen/handler.ts', 'npm:@aws-sdk/client-s3'],
  'functions-stand-alone': ['functions/citizen/handler.ts', 'functions/officer/desk.ts'],
  'product-knows-no-machinery': ['functions/web/handler.ts', 'local/start.ts'],
  'infra-knows-no-host': ['infra/build.ts', 'local/start.ts'],
  'infra-reads-no-handlers': ['infra/hall-stack.ts', 'functions/citizen/handler.ts'],
  'pages-use-pure-files': ['web/src/hall/main.tsx', 'shared/cases/case-store.ts'],
};

const graphOf = (imports: Record<string, string[]>) =>
  new Map(Object.entries(imports).map(([file, targets]) => [file, { imports: targets, mentions: [] }]));

it('every rule has an offence here', () => {
  expect(Object.keys(offences).sort()).toEqual(rules.map(({ name }) => name).sort());
});

it.each(Object.entries(offences))('%s is told', (name, [file, target]) => {
  const faults = faultsOf(graphOf({ [file]: [target] }), [file], () => true);
  expect(faults).toContainEqual(expect.stringMatching(`^${name}: ${file} imports ${target}\\. `));
});

it('what a rule does not forbid is not told', () => {
  const graph = graphOf({
    'shared/cases/case-store.ts': ['npm:@aws-sdk/lib-dynamodb', 'shared/cases/case.ts', 'shared/catalogue/item.ts'],
    'shared/cases/case.ts': ['shared/base/words.ts', 'npm:zod'],
    'functions/citizen/handler.ts': ['shared/cases/case-store.ts', 'functions/citizen/api.ts'],
    'infra/hall-stack.ts': ['functions/citizen/env.ts'],
  });
  expect(faultsOf(graph, [...graph.keys()], () => true)).toEqual([]);
});

it('a cycle, a lost import and a file that nothing reaches are told', () => {
  const graph = graphOf({ 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['b.ts', 'gone.ts'], 'd.ts': [] });
  expect(faultsOf(graph, ['a.ts'], (path) => path !== 'gone.ts')).toEqual([
    'lost-import: c.ts imports gone.ts, which is not there.',
    'cycle: b.ts → c.ts → b.ts. Files that need each other are one, or three.',
    'unused: nothing that runs reaches d.ts.',
  ]);
});

it('imports of types, of JSX files, re-exports and computed ones at run time are all seen', () => {
  const source = `
    import type { Case } from '../cases/case.ts';
    import { z } from 'zod';
    import fs from 'fs';
    export * from './all.ts';
    export type { One } from './one.ts';
    const late = await import('./late.tsx');
    const page = <p class="x">{late.text}</p>;
    new Worker(new URL('./worker.ts', import.meta.url));`;
  const { imports, mentions } = readSource('shared/room/file.tsx', source);
  expect([...imports].sort()).toEqual([
    'node:fs',
    'npm:zod',
    'shared/cases/case.ts',
    'shared/room/all.ts',
    'shared/room/late.tsx',
    'shared/room/one.ts',
  ]);
  expect(mentions).toContain('shared/room/worker.ts');
});

it('the command fails on a tree with a fault', () => {
  const tree = newFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  write('package.json', JSON.stringify({ scripts: {} }));
  write('cdk.json', '{}');
  write('functions/one/handler.ts', "import '../../shared/base/ids.ts';");
  write('shared/base/ids.ts', '');
  const run = () => spawnSync(process.execPath, ['test/arrows/check.ts', tree], { encoding: 'utf8' });
  expect(run()).toMatchObject({ status: 0, stdout: '2 files, 0 against the arrows\n' });
  write('shared/base/ids.ts', "import '../../functions/one/handler.ts';");
  expect(run().status).toBe(1);
  expect(run().stderr).toContain('shared-is-the-ground: shared/base/ids.ts imports functions/one/handler.ts.');
});
