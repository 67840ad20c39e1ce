/** Synthesises the app for this machine, in a process of its own: `node local/synth-process.ts <folder>`. */
import { synthesise } from '../infra/synth.ts';
import { placeholderUrl } from './assembly.ts';
import { oidcPrefix } from './oidc-prefix.ts';

const [outdir] = process.argv.slice(2);
if (outdir === undefined) throw new Error('synth-process needs a folder to write to');
await synthesise({
  environment: 'dev',
  outdir,
  overrides: { issuer: `${placeholderUrl}${oidcPrefix}`, publicUrl: placeholderUrl },
});
