/** Synthesises the app for this machine, in a process of its own: `node local/synth-process.ts <folder>`. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../infra/synth.ts';
import { placeholderUrl, readAssembly } from './assembly.ts';
import { oidcPrefix } from './oidc-prefix.ts';

const [outdir = ''] = process.argv.slice(2);
try {
  await synthesise({
    environment: 'dev',
    outdir,
    overrides: { issuer: `${placeholderUrl}${oidcPrefix}`, publicUrl: placeholderUrl },
  });
  dropStaleAssets();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The folder is kept from start to start, so that only assets that changed are copied; those of earlier days go. */
function dropStaleAssets(): void {
  const used = new Set(readAssembly(outdir, placeholderUrl).assets.values());
  const present = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  for (const path of present.map((name) => join(outdir, name))) {
    if (!used.has(path)) rmSync(path, { recursive: true });
  }
}
