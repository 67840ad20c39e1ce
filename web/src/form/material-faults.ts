/** What stands in the way with the papers. Pure. */
import type { FieldProblem } from '../../../shared/base/problems.ts';
import type { Bilingual } from '../../../shared/base/words.ts';
import { checkAnswers } from '../../../shared/catalogue/answers.ts';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';

interface FileHere {
  readonly code: string;
  readonly state: 'expected' | 'uploaded' | 'clean' | 'refused' | 'removed';
}

/** @param requirements those asked for with the answers as they are. Files that are still being checked count as given. */
export function materialFaults(
  requirements: readonly MaterialRequirement[],
  files: readonly FileHere[],
): FieldProblem[] {
  const given = requirements.map(({ code }) => [
    code,
    files.filter((file) => file.code === code && isUsable(file)).length,
  ]);
  // The conditions have been looked at already.
  const plain = requirements.map(({ when: _when, ...requirement }) => requirement);
  return [
    ...checkAnswers({ sections: [] }, plain, {}, Object.fromEntries(given), '2000-01-01'),
    ...requirements.flatMap(({ code, name }) => leftovers(code, name, files)),
  ];
}

export function isUsable({ state }: FileHere): boolean {
  return state === 'uploaded' || state === 'clean';
}

/** A file that cannot be used holds up the whole application until it is removed. */
function leftovers(code: string, name: Bilingual, files: readonly FileHere[]): FieldProblem[] {
  if (!files.some((file) => file.code === code && (file.state === 'expected' || file.state === 'refused'))) return [];
  const message = {
    zh: `“${name.zh}”里有不能用的文件，请删除后重新上传。`,
    en: `“${name.en}” holds a file that cannot be used. Remove it and upload it again.`,
  };
  return [{ field: `materials.${code}`, code: 'unusable', message }];
}
