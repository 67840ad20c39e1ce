/** What a hall keeps of what was built: its own assembly, whole, whatever was left there by a start that was killed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { placeholderUrl, readAssembly } from '../../../local/assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'banshi-assembly-'));
const script = join(import.meta.dirname, '../../../local/synth-process.ts');
const layOut = (): void => void execFileSync(process.execPath, [script, folder]);
const assets = (): string[] => readdirSync(folder).filter((name) => name.startsWith('asset.'));

afterAll(() => rmSync(folder, { recursive: true }));

test('a start that was killed while it laid out the assembly leaves nothing half, and what is no longer used goes', () => {
  layOut();
  const whole = assets();
  const [killed = ''] = whole;
  const files = readdirSync(join(folder, killed), { recursive: true }).sort();
  expect([...readAssembly(folder, placeholderUrl).assets.values()].every((path) => existsSync(path))).toBe(true);

  rmSync(join(folder, killed), { recursive: true });
  mkdirSync(join(folder, `${killed}.part`));
  writeFileSync(join(folder, `${killed}.part`, 'half.mjs'), 'export const');
  mkdirSync(join(folder, 'asset.of-an-earlier-day'));
  layOut();

  expect(assets()).toEqual(whole);
  expect(readdirSync(join(folder, killed), { recursive: true }).sort()).toEqual(files);
});
