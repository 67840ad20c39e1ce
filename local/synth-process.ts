/**
 * Lays this machine's assembly into a hall's data folder, in a process of its own: `node local/synth-process.ts <folder>`.
 *
 * It is synthesised once for all halls, and only when something it comes from has changed: loading the CDK library and copying
 * some seven thousand files would be most of a start. A hall keeps its own assembly, as hard links, so that another one that
 * builds later takes nothing from under it.
 */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dist, root, stamps, withBuild } from '../infra/build.ts';
import { runStep } from '../infra/build-steps.ts';
import { placeholderUrl, readAssembly } from './assembly.ts';
import { oidcPrefix } from './oidc-prefix.ts';

const [outdir = ''] = process.argv.slice(2);
const built = join(dist, 'assembly');
try {
  await withBuild(async () => {
    await synthesiseWhenChanged();
    layOut();
  });
  dropStaleAssets();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function synthesiseWhenChanged(): Promise<void> {
  const sources = ['infra', 'shared', 'events', 'local/assembly.ts', 'local/oidc-prefix.ts', 'package-lock.json'];
  const inputs = [...sources.map((path) => join(root, path)), stamps];
  // Its own stamp lies elsewhere, or each run would change what the next one compares.
  await runStep({ name: 'assembly', inputs, outputs: [built], run: synthesise }, join(dist, '.assembly-stamps'));
}

async function synthesise(): Promise<void> {
  const { hallApp, synthesiseStack } = await import('../infra/synth.ts');
  const { environmentOf } = await import('../infra/environments.ts');
  const overrides = { issuer: `${placeholderUrl}${oidcPrefix}`, publicUrl: placeholderUrl };
  synthesiseStack(await hallApp({ outdir: built }), environmentOf('dev', overrides));
}

/** Assets are named by what is in them: one that the folder has already is the same. */
function layOut(): void {
  mkdirSync(outdir, { recursive: true });
  for (const entry of readdirSync(built, { withFileTypes: true })) {
    const from = join(built, entry.name);
    const to = join(outdir, entry.name);
    if (entry.isFile()) copyFileSync(from, to);
    else if (!existsSync(to)) linkWhole(from, to);
  }
}

/** Under another name until it is complete, so that a start that was killed leaves no half of an asset. */
function linkWhole(from: string, to: string): void {
  const part = `${to}.part`;
  rmSync(part, { recursive: true, force: true });
  for (const file of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const source = join(file.parentPath, file.name);
    const target = join(part, source.slice(from.length));
    mkdirSync(dirname(target), { recursive: true });
    linkOrCopy(source, target);
  }
  renameSync(part, to);
}

/** A data folder on another disk gets copies. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** The folder is kept from start to start; assets of earlier days go. */
function dropStaleAssets(): void {
  const used = new Set(readAssembly(outdir, placeholderUrl).assets.values());
  const present = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  for (const path of present.map((name) => join(outdir, name))) {
    if (!used.has(path)) rmSync(path, { recursive: true });
  }
}
