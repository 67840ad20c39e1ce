/** The tools from PyPI in `.ci/venv`, as `.ci/requirements.txt` pins them: `node test/deployed/venv.ts` makes them ready. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './command.ts';

export const venv = join(root, '.ci/venv');

/** Installs the tools, unless that was done since the pins last changed. @throws Error when pip fails */
export async function makeVenv(): Promise<void> {
  const pins = join(root, '.ci/requirements.txt');
  const made = join(venv, 'made');
  if (existsSync(made) && statSync(made).mtimeMs > statSync(pins).mtimeMs) return;
  await run('python3', ['-m', 'venv', '--clear', venv]);
  await run(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', pins]);
  writeFileSync(made, '');
}

if (import.meta.main) await makeVenv();
