import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build as bundle } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { compileCatalogue } from '../../catalogue/compile.ts';
import { buildPages, bundling } from '../../infra/build.ts';
import { inTurn, runStep, type Step } from '../../infra/build-steps.ts';
import { functionNames } from '../../infra/function-names.ts';
import { buildBare, codeBytes, uses } from '../bench/cold/bare.ts';
import { contentsOf, newFolder } from './template.ts';

describe('the same sources give the same bytes', () => {
  it('of bundles', async () => {
    const entryPoints = functionNames.map((name) => ({ in: `functions/${name}/handler.ts`, out: name }));
    const build = () => bundle({ ...bundling, entryPoints, outdir: 'nowhere', write: false });
    const [first, second] = [await build(), await build()];
    expect(first.outputFiles).toHaveLength(functionNames.length);
    expect(second.outputFiles.map(({ hash }) => hash)).toEqual(first.outputFiles.map(({ hash }) => hash));
  });

  it('of pages and of the catalogue', async () => {
    for (const make of [buildPages, compileCatalogue]) {
      const [first, second] = [newFolder(), newFolder()];
      await make(first);
      await make(second);
      expect(contentsOf(first).size).toBeGreaterThan(0);
      expect(contentsOf(second)).toEqual(contentsOf(first));
    }
  });
});

const metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({ imports: z.array(z.object({ path: z.string(), external: z.boolean().default(false) })) }),
  ),
});

it('a bundle needs nothing but Node', () => {
  const { outputs } = metafile.parse(JSON.parse(readFileSync('dist/bundles.json', 'utf8')));
  const needed = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  const bundles = Object.keys(outputs).filter((path) => path.endsWith('/index.mjs'));
  expect(bundles).toHaveLength(functionNames.length);
  expect(needed.length).toBeGreaterThan(0);
  const strangers = needed.filter(
    ({ path }) => !builtinModules.includes(path.replace('node:', '').split('/')[0] ?? ''),
  );
  expect(strangers).toEqual([]);
});

/** It carries the compiler of items, read late (docs/decisions/0024). */
const overTheGoal = ['catalogue-desk'];

it.each(Object.keys(uses).filter((name) => !overTheGoal.includes(name)))(
  'the code of %s is at most 1.35 × that of the SDK clients it uses',
  async (name) => {
    const bare = codeBytes(await buildBare(name, 'bare', newFolder()));
    expect(codeBytes(join('dist/functions', name, 'index.mjs')) / bare).toBeLessThanOrEqual(1.35);
  },
);

describe('a step', () => {
  function step(): { step: Step; stamps: string; runs: () => number; input: string; output: string } {
    const folder = newFolder();
    const [input, output] = [join(folder, 'input'), join(folder, 'output')];
    writeFileSync(input, 'one');
    let count = 0;
    const run = () => {
      count += 1;
      expect(existsSync(output)).toBe(false);
      if (readFileSync(input, 'utf8') === 'bad') throw new Error('cannot be built');
      writeFileSync(output, 'made');
    };
    const made = { name: 'it', inputs: [input], outputs: [output], run };
    return { step: made, stamps: join(folder, 'stamps'), runs: () => count, input, output };
  }

  it('is skipped while nothing it reads has changed', async () => {
    const { step: it, stamps, runs } = step();
    expect(await runStep(it, stamps)).toBe(true);
    expect(await runStep(it, stamps)).toBe(false);
    expect(runs()).toBe(1);
  });

  it('runs again when an input is another, or an output is gone', async () => {
    const { step: it, stamps, runs, input, output } = step();
    await runStep(it, stamps);
    writeFileSync(input, 'two');
    expect(await runStep(it, stamps)).toBe(true);
    rmSync(output);
    expect(await runStep(it, stamps)).toBe(true);
    expect(runs()).toBe(3);
  });

  it('that failed is not done', async () => {
    const { step: it, stamps, input } = step();
    await runStep(it, stamps);
    writeFileSync(input, 'bad');
    await expect(runStep(it, stamps)).rejects.toThrow('cannot be built');
    writeFileSync(input, 'one');
    expect(await runStep(it, stamps)).toBe(true);
  });
});

describe('two builds of one folder', () => {
  it('take turns', async () => {
    const folder = newFolder();
    const told: string[] = [];
    const work = (name: string) => async () => {
      told.push(`${name} begins`);
      await sleep(30);
      told.push(`${name} ends`);
    };
    await Promise.all([inTurn(folder, work('one')), inTurn(folder, work('two'))]);
    expect(told).toHaveLength(4);
    expect(told[1]).toBe(told[0]?.replace('begins', 'ends'));
  });

  it('do not wait for one that died', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, '.building'), '999999999');
    expect(await inTurn(folder, async () => 'done')).toBe('done');
    expect(existsSync(join(folder, '.building'))).toBe(false);
  });
});
