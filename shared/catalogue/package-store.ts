/** The packages that the compiler wrote beside the items, read on first use. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { ItemPackage } from './package.ts';

/** The compiler has checked each whole. */
const compiled = z.custom<ItemPackage[]>(Array.isArray);

export type Packages = () => readonly ItemPackage[];

/** @param dir the compiler's output folder */
export function openPackages(dir: string): Packages {
  let read: readonly ItemPackage[] | undefined;
  return () => {
    read ??= compiled.parse(JSON.parse(readFileSync(path.join(dir, 'packages.json'), 'utf8')));
    return read;
  };
}
