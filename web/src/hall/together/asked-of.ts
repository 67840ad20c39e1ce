import type { PackageView } from '../../base/api-answers.ts';

/** What is asked of all items together, in the words the pages of a form know. */
export function askedOf({ form, materials = [] }: Pick<PackageView, 'form' | 'materials'>) {
  return { form: form ?? { sections: [] }, materials: materials.map(({ requirement }) => requirement) };
}
