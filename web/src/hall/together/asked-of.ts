import type { Item, PackageView } from '../../base/api-answers.ts';

/** What each item checks besides is told when the package is submitted. */
const checks: Item['checks'] = [];

/** What is asked of all items together, in the words the pages of a form know. */
export function askedOf({ form, materials = [] }: Pick<PackageView, 'form' | 'materials'>) {
  return { form: form ?? { sections: [] }, materials: materials.map(({ requirement }) => requirement), checks };
}
