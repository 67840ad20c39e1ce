/** What stands in the way with the papers. Pure. */
import type { FieldProblem } from '../../../shared/base/problems.ts';
import { checkAnswers } from '../../../shared/catalogue/answers.ts';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';

interface FileHere {
  readonly code: string;
  readonly state: 'expected' | 'uploaded' | 'clean' | 'refused';
}

/** @param requirements those asked for with the answers as they are. Files that are still being checked count as given. */
export function materialFaults(requirements: readonly MaterialRequirement[], files: readonly FileHere[]): FieldProblem[] {
  const given = Object.fromEntries(
    requirements.map(({ code }) => [code, files.filter((file) => file.code === code && (file.state === 'uploaded' || file.state === 'clean')).length]),
  );
  // The conditions have been looked at already.
  const plain = requirements.map(({ when: _when, ...requirement }) => requirement);
  return checkAnswers({ sections: [] }, plain, {}, given, '2000-01-01');
}
