/** Which files of a case count as its materials (申请材料): only those that passed the check. */
import type { Problem } from '../base/problems.ts';
import type { CaseHead, Material } from './case.ts';
import { faults, refusalOf } from './refusals.ts';

export type FilesByCode = CaseHead['materials'];

export function byCode(files: readonly Material[]): FilesByCode {
  const found: FilesByCode = {};
  for (const { code, materialId } of files) found[code] = [...(found[code] ?? []), materialId];
  return found;
}

export const counts = (files: FilesByCode): Record<string, number> =>
  Object.fromEntries(Object.entries(files).map(([code, ids]) => [code, ids.length]));

/** Files that were ever filed with the case, those among them that a correction has replaced. */
export const everFiled = ({ materials, replaced = [] }: Pick<CaseHead, 'materials' | 'replaced'>): Set<string> =>
  new Set([...replaced, ...Object.values(materials).flat()]);

/** A file that failed its check, or has none yet, is never filed. @returns which materials are to blame */
export function filesRefusal(files: readonly Material[]): Problem | undefined {
  const codesOf = (...states: Material['state'][]) => [
    ...new Set(files.filter(({ state }) => states.includes(state)).map(({ code }) => code)),
  ];
  return (
    refusalOf('material-refused', codesOf('refused').map(faults.fileRefused)) ??
    refusalOf('material-not-ready', codesOf('expected', 'uploaded').map(faults.fileNotReady))
  );
}
