/**
 * Builds everything that is deployed into `dist/functions/<name>/`: the bundles of the functions and, beside those that
 * need them, the compiled catalogue, the OpenAPI document, the pages and the fonts.
 *
 * The same sources give the same bytes. `node infra/build.ts` builds what has changed and says so.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build as bundle, type Metafile, type OutputFile } from 'esbuild';
import { inTurn, runStep, type Step } from './build-steps.ts';
import { type FunctionName, functionNames } from './function-names.ts';
import { httpAsked } from './http-asked.ts';
import { noJsonSchema } from './no-json-schema.ts';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');
export const stamps = join(dist, '.stamps');
/** esbuild's account of what is in which bundle, for the benchmark of sizes. */
const tellingOfBundles = join(dist, 'bundles.json');
export const bundleOf = (name: FunctionName): string => join(dist, 'functions', name);

/** Functions that read service items, and so carry the compiled catalogue (docs/decisions/0002). */
const readersOfCatalogue: readonly FunctionName[] = [
  'public',
  'citizen',
  'officer',
  'catalogue-desk',
  'backoffice',
  'intake',
  'documents',
  'fees',
  'clock',
  'web',
];

/** Functions that read the directory of doctors, and so carry it compiled. */
const readersOfDirectory: readonly FunctionName[] = ['booking', 'booking-desk', 'fhir', 'notices', 'clock', 'fees'];
/** Functions that set papers, and so carry the fonts. */
const papersOf: readonly FunctionName[] = ['documents', 'receipts'];

type Log = (line: string) => void;

/**
 * Builds what has changed, then does the work with what was built, before anyone else builds in this folder.
 * @throws Error with a sentence that names the file
 */
export async function withBuild<T>(work: () => T | Promise<T>, log: Log = () => {}): Promise<T> {
  return inTurn(dist, async () => {
    for (const step of await steps()) {
      const started = performance.now();
      const ran = await runStep(step, stamps);
      if (ran) log(`built ${step.name} in ${Math.round(performance.now() - started)} ms`);
    }
    return work();
  });
}

async function steps(): Promise<Step[]> {
  const compiled = join(dist, 'catalogue');
  const assets = await documentAssets();
  const step = (name: string, inputs: string[], outputs: string[], run: () => unknown): Step => ({
    name,
    inputs: inputs.map((path) => join(root, path)),
    outputs,
    run,
  });
  const bundles = functionNames.map((name) => join(bundleOf(name), 'index.mjs'));
  return [
    // Another recipe may leave files out that an old one made: begin with nothing.
    step('anew', ['infra/build.ts', 'infra/build-steps.ts', 'infra/function-names.ts', 'package-lock.json'], [], clear),
    step(
      'catalogue',
      ['catalogue', 'shared'],
      [compiled, catalogueSources, ...readersOfCatalogue.map(catalogueIn)],
      () => buildCatalogue(compiled),
    ),
    step('directory', ['catalogue/booking', 'shared/booking'], readersOfDirectory.map(directoryIn), buildDirectory),
    step('functions', ['functions', 'shared', 'events', ...catalogueRules()], [...bundles, tellingOfBundles], () =>
      buildFunctions(functionNames),
    ),
    step('openapi', ['functions', 'shared'], [join(bundleOf('public'), 'openapi.json')], buildOpenapi),
    step('pages', ['web', 'shared', 'catalogue'], [join(bundleOf('web'), 'site')], () => buildPages()),
    step('page server', ['web', 'shared'], [join(bundleOf('web'), 'server')], () => buildPageServer()),
    step(
      'assets',
      ['functions/documents/assets.ts', ...assets.map(({ from }) => from)],
      assets.flatMap(({ to }) => papersOf.map((name) => join(bundleOf(name), to))),
      () => copyAssets(assets),
    ),
  ];
}

/** The compiler's own files, which one function carries; the items are no part of a bundle. */
const catalogueRules = (): string[] =>
  readdirSync(join(root, 'catalogue'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `catalogue/${name}`);

function clear(): void {
  for (const path of [stamps, join(dist, 'functions')]) rmSync(path, { recursive: true, force: true });
}

const directoryIn = (name: FunctionName): string => join(bundleOf(name), 'booking');
/** The texts of items, beside the function where agencies propose new ones (docs/decisions/0016). */
const catalogueSources = join(bundleOf('catalogue-desk'), 'catalogue-source');
const catalogueIn = (name: FunctionName): string => join(bundleOf(name), 'catalogue');

/** Checks and compiles the directory of doctors, beside each function that reads it. */
async function buildDirectory(): Promise<void> {
  const { compileDirectory } = await import('../catalogue/booking/compile.ts');
  for (const name of readersOfDirectory) compileDirectory(directoryIn(name));
}

/** Checks and compiles `catalogue/` into JSON, and copies it beside the functions that read it. */
export async function buildCatalogue(compiled: string): Promise<void> {
  const { compileCatalogue } = await import('../catalogue/compile.ts');
  const { layOutSources } = await import('../catalogue/source-facts.ts');
  mkdirSync(compiled, { recursive: true });
  const read = await compileCatalogue(compiled);
  layOutSources(read, join(root, 'catalogue'), catalogueSources);
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
  // On all three hosts a function's credentials are in its environment. The default chain (profiles, sign-on, instance metadata)
  // would be a fifth of a bundle that nothing ever calls.
  alias: { '@aws-sdk/credential-provider-node': './shared/base/clients/environment-credentials.ts' },
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [httpAsked(), noJsonSchema()],
} as const satisfies BuildOptions;

/**
 * Bundles `functions/<name>/handler.ts` to `dist/functions/<name>/index.mjs`, and what it loads late to chunks beside it; tells
 * what is in which. Those that load late are bundled one by one, which takes longer, so that no function has another's chunks.
 */
export async function buildFunctions(names: readonly FunctionName[]): Promise<void> {
  const groups = [names.filter((name) => !loadsLate(name)), ...names.filter(loadsLate).map((name) => [name])];
  const told = await Promise.all(groups.filter((group) => group.length > 0).map(buildTogether));
  writeFileSync(tellingOfBundles, JSON.stringify({ outputs: Object.assign({}, ...told.map((one) => one.outputs)) }));
}

/** Functions that import something only when a call needs it: what they import so is a file of its own, read at that call. */
const loadsLate = (name: FunctionName): boolean =>
  ['citizen', 'officer', 'catalogue-desk', 'backoffice', 'checkout', 'money-desk', 'booking', 'booking-desk'].includes(
    name,
  );

async function buildTogether(names: readonly FunctionName[]): Promise<Metafile> {
  const { outputFiles, metafile } = await bundle({
    ...bundling,
    splitting: names.every(loadsLate),
    // Only the SDK's code for browsers asks for it, and that is left out; but a chunk of its own would be kept, read by nobody.
    external: ['bowser'],
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: join(dist, 'functions'),
    chunkNames: names.every(loadsLate) ? `${names.join()}/[name]-[hash]` : '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    metafile: true,
    write: false,
  });
  for (const old of names.map(bundleOf).flatMap(codeIn)) rmSync(old);
  for (const file of outputFiles) {
    mkdirSync(dirname(file.path), { recursive: true });
    writeFileSync(file.path, withRequire(file));
  }
  return metafile;
}

/** Code of a function's folder; other files there are its assets. */
const codeIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.mjs'))
        .map((name) => join(folder, name))
    : [];

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
export async function buildPages(outDir = join(bundleOf('web'), 'site')): Promise<void> {
  const { build: buildSite } = await import('vite');
  const nodeEnv = process.env.NODE_ENV;
  // Under a test runner it says "test", and Vite would build pages for developers.
  process.env.NODE_ENV = 'production';
  await buildSite({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  if (nodeEnv === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = nodeEnv;
}

/** Builds what draws the hall's pages on the server: the same components, for Node. */
export async function buildPageServer(outdir = join(bundleOf('web'), 'server')): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  await bundle({
    ...bundling,
    absWorkingDir: root,
    entryPoints: { draw: 'web/src/server/draw.tsx' },
    outdir,
    outExtension: { '.js': '.mjs' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // Pages that are fetched when somebody goes there are not drawn on the server: files of their own, never loaded.
    splitting: true,
    loader: { '.css': 'empty' },
  });
}

interface Asset {
  /** Relative to the repository. */
  readonly from: string;
  /** Relative to the bundle. */
  readonly to: string;
}

async function documentAssets(): Promise<readonly Asset[]> {
  const { assets } = await import('../functions/documents/assets.ts');
  return assets;
}

/** Copies what the documents function reads beside its code: fonts. */
export function copyAssets(assets: readonly Asset[]): void {
  for (const { from, to } of assets) {
    for (const name of papersOf) cpSync(join(root, from), join(bundleOf(name), to), { recursive: true });
  }
}

if (import.meta.main) {
  try {
    await withBuild(
      () => console.log('everything is built'),
      (line) => console.log(line),
    );
  } catch (error) {
    console.error(`The build stopped: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
