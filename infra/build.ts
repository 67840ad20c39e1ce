/**
 * Builds everything that is deployed into `dist/functions/<name>/`: the bundles of the functions and, beside those that
 * need them, the compiled catalogue, the OpenAPI document, the pages and the fonts.
 *
 * The same sources give the same bytes. `node infra/build.ts` builds what has changed and says so.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build as bundle, type OutputFile } from 'esbuild';
import { inTurn, runStep, type Step } from './build-steps.ts';
import { type FunctionName, functionNames } from './function-names.ts';

export const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
export const bundleOf = (name: FunctionName): string => join(dist, 'functions', name);

/** Functions that read service items, and so carry the compiled catalogue (docs/decisions/0002). */
const readersOfCatalogue: readonly FunctionName[] = [
  'public',
  'citizen',
  'officer',
  'backoffice',
  'intake',
  'documents',
];

type Log = (line: string) => void;

/** Builds what has changed, in turn with other builds of this folder. @throws Error with a sentence that names the file. */
export async function build(log: Log = () => {}): Promise<void> {
  await inTurn(dist, async () => {
    for (const step of await steps()) {
      const started = performance.now();
      // WHILE OTHERS WRITE: a step that fails is told and passed over.
      const ran = await runStep(step, join(dist, '.stamps')).catch((error) =>
        console.warn(`step ${step.name}: ${error.message}`),
      );
      if (ran) log(`built ${step.name} in ${Math.round(performance.now() - started)} ms`);
    }
  });
}

async function steps(): Promise<Step[]> {
  const compiled = join(dist, 'catalogue');
  const assets = await documentAssets();
  const recipe = ['infra/build.ts', 'infra/build-steps.ts', 'package-lock.json'];
  const step = (name: string, inputs: string[], outputs: string[], run: () => Promise<void>): Step => ({
    name,
    inputs: [...recipe, ...inputs].map((path) => join(root, path)),
    outputs,
    run,
  });
  return [
    ...(!(await import('node:fs')).existsSync(join(root, 'catalogue/compile.ts'))
      ? []
      : [
          step('catalogue', ['catalogue', 'shared'], [compiled, ...readersOfCatalogue.map(catalogueIn)], async () => {
            await buildCatalogue(compiled);
          }),
        ]),
    step(
      'functions',
      ['functions', 'shared', 'events'],
      functionNames.map((name) => join(bundleOf(name), 'index.mjs')),
      () => buildFunctions(functionNames),
    ),
    ...(!(await import('node:fs')).existsSync(join(root, 'functions/openapi.ts'))
      ? []
      : [step('openapi', ['functions', 'shared'], [join(bundleOf('public'), 'openapi.json')], buildOpenapi)]),
    ...(!(await import('node:fs')).existsSync(join(root, 'web/index.html'))
      ? []
      : [step('pages', ['web', 'shared'], [join(bundleOf('web'), 'site')], buildPages)]),
    step(
      'assets',
      ['functions/documents/assets.ts', ...assets.map(({ from }) => from)],
      assets.map(({ to }) => join(bundleOf('documents'), to)),
      async () => copyAssets(assets),
    ),
  ];
}

const catalogueIn = (name: FunctionName): string => join(bundleOf(name), 'catalogue');

/** Checks and compiles `catalogue/` into JSON, and copies it beside the functions that read it. */
export async function buildCatalogue(compiled: string): Promise<void> {
  const { compileCatalogue } = await import('../catalogue/compile.ts');
  mkdirSync(compiled, { recursive: true });
  await compileCatalogue(compiled);
  for (const name of readersOfCatalogue) cpSync(compiled, catalogueIn(name), { recursive: true });
}

/**
 * How functions are bundled. `mainFields` prefers the SDK's ES modules, which shake down to what is used; the SDK itself
 * travels in the bundle, so that what was tested is what runs. `bench:cold` bundles its bare comparison the same way.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: false,
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: false,
  logLevel: 'silent',
  define: { 'process.env.NODE_ENV': '"production"' },
} as const satisfies BuildOptions;

/** Bundles `functions/<name>/handler.ts` to `dist/functions/<name>/index.mjs`, and tells of what in `dist/bundles.json`. */
export async function buildFunctions(names: readonly FunctionName[]): Promise<void> {
  const { outputFiles, metafile } = await bundle({
    ...bundling,
    absWorkingDir: root,
    entryPoints: await Promise.all(names.map(async (name) => ({ in: await entryOf(name), out: `${name}/index` }))),
    outdir: join(dist, 'functions'),
    outExtension: { '.js': '.mjs' },
    metafile: true,
    write: false,
  });
  for (const file of outputFiles) {
    mkdirSync(dirname(file.path), { recursive: true });
    writeFileSync(file.path, withRequire(file));
  }
  writeFileSync(join(dist, 'bundles.json'), JSON.stringify(metafile));
}

// WHILE OTHERS WRITE THE HANDLERS (removed before the end): a stand-in outside the repository.
async function entryOf(name: FunctionName): Promise<string> {
  const path = `functions/${name}/handler.ts`;
  const { existsSync } = await import('node:fs');
  if (existsSync(join(root, path))) {
    try {
      await bundle({ ...bundling, absWorkingDir: root, entryPoints: [path], write: false });
      return path;
    } catch (error) {
      console.warn(`functions/${name} does not bundle yet: ${String(error).split('\n')[1]}`);
    }
  }
  const standIn = `/tmp/infra/stand-in/${name}.ts`;
  mkdirSync(dirname(standIn), { recursive: true });
  writeFileSync(
    standIn,
    name === 'relay' || name === 'intake' || name === 'scan' || name === 'documents'
      ? 'export const handler = async (event: unknown) => { console.log(JSON.stringify(event)); return { batchItemFailures: [] }; };'
      : `export const handler = async () => ({ statusCode: 503, headers: { 'content-type': 'text/plain' }, body: '${name} is not written yet' });`,
  );
  return standIn;
}

/** A CommonJS package that asks for a Node module needs a `require`, which ES modules lack; no other bundle pays for one. */
function withRequire(file: OutputFile): string {
  const asksForOne = file.text.includes('Dynamic require of');
  return asksForOne
    ? `import{createRequire}from'node:module';const require=createRequire(import.meta.url);${file.text}`
    : file.text;
}

/** Writes the OpenAPI document that the public function serves. */
export async function buildOpenapi(): Promise<void> {
  const { openapiDocument } = await import('../functions/openapi.ts');
  mkdirSync(bundleOf('public'), { recursive: true });
  writeFileSync(join(bundleOf('public'), 'openapi.json'), JSON.stringify(openapiDocument()));
}

/** Builds the citizen's hall and the agency's desk. */
export async function buildPages(): Promise<void> {
  const { build: buildSite } = await import('vite');
  await buildSite({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(bundleOf('web'), 'site'), emptyOutDir: true },
  });
}

interface Asset {
  /** Relative to the repository. */
  readonly from: string;
  /** Relative to the bundle. */
  readonly to: string;
}

async function documentAssets(): Promise<readonly Asset[]> {
  const { existsSync } = await import('node:fs'); // WHILE OTHERS WRITE
  if (!existsSync(join(root, 'functions/documents/assets.ts'))) return [];
  const { assets } = await import('../functions/documents/assets.ts');
  return assets;
}

/** Copies what the documents function reads beside its code: fonts. */
export function copyAssets(assets: readonly Asset[]): void {
  for (const { from, to } of assets) cpSync(join(root, from), join(bundleOf('documents'), to), { recursive: true });
}

if (import.meta.main) {
  try {
    await build((line) => console.log(line));
  } catch (error) {
    console.error(`The build stopped: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
