/** The pages of one application, in order. Pure. */
import type { VisibleSection } from '../../../shared/catalogue/visibility.ts';

/** What an address asks for; `first` is wherever the application begins. */
export type StepName =
  | { readonly kind: 'section'; readonly name: string }
  | { readonly kind: 'materials' }
  | { readonly kind: 'check' }
  | { readonly kind: 'first' };

export interface Step {
  readonly kind: 'section' | 'materials' | 'check';
  /** Name of the section; empty for the other kinds. */
  readonly name: string;
  /** Address below `/apply/<id>`. */
  readonly path: string;
}

export function stepsOf(sections: readonly VisibleSection[], hasMaterials: boolean): Step[] {
  return [
    ...sections.map(({ section }) => ({ kind: 'section', name: section.name, path: `/form/${section.name}` }) as const),
    ...(hasMaterials ? [{ kind: 'materials', name: '', path: '/materials' } as const] : []),
    { kind: 'check', name: '', path: '/check' },
  ];
}

/** Address, below `/apply/<id>`, of the page where a field problem is put right. @param field `answers.family.0.name` */
export function pathOfProblem(field: string, sections: readonly VisibleSection[]): string | undefined {
  const [kind, name] = field.split('.');
  if (kind === 'materials') return '/materials';
  const found = sections.find(({ fields }) => fields.some((each) => each.name === name));
  return found === undefined ? undefined : `/form/${found.section.name}`;
}
