/** Synthesis beside the hall: the CDK library is large, and loading it must not hold up the engines. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { HallError } from './lock.ts';

/**
 * Builds the functions and pages and writes the assembly of `dev`, with `placeholderUrl` for the hall's address.
 * @throws HallError with what the build says when it fails
 */
export function synthesiseHere(outdir: string): Promise<void> {
  const script = fileURLToPath(new URL('./synth-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, outdir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.on('data', (chunk) => said.push(String(chunk)));
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) return resolve();
      reject(new HallError(`构建失败 · The build failed:\n${stripVTControlCharacters(said.join('')).trim()}`));
    });
  });
}
