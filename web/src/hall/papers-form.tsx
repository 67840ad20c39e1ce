/** The page of the papers, of one application or of a package: one card a paper, and the way on once nothing stands in it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FieldProblem } from '../../../shared/base/problems.ts';
import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';
import { navigate } from '../base/router.ts';
import { ErrorSummary, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { errorMap, pageErrors } from '../form/errors.ts';
import type { Files } from '../form/use-files.ts';
import { useHallWords } from './hall-words.ts';
import { Material } from './material.tsx';
import { NextRow } from './next-row.tsx';

export type PaperErrors = ReturnType<typeof errorMap>;

interface PapersFormProps {
  /** What stands in the way now; told once the button was pressed. */
  readonly faults: readonly FieldProblem[];
  readonly next: string;
  readonly children: (errors: PaperErrors) => ComponentChildren;
}

export function PapersForm({ faults, next, children }: PapersFormProps) {
  const words = useHallWords();
  const say = useSay();
  const [pressed, setPressed] = useState(0);
  const told = pressed === 0 ? [] : faults;
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (faults.length > 0) return;
    navigate(next);
    scrollTo(0, 0);
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <ErrorSummary key={pressed} errors={pageErrors(told, say)} />
      <Title site={words('site')}>{words('materials-title')}</Title>
      <p class="muted">{words('materials-lead')}</p>
      {children(errorMap(told))}
      <NextRow />
    </form>
  );
}

interface PapersProps {
  readonly requirements: readonly MaterialRequirement[];
  /** Those of the case that the papers are handed into. */
  readonly files: Files;
  readonly errors: PaperErrors;
  /** What a paper is used for, where that is more than one thing. */
  readonly usedFor?: (requirement: MaterialRequirement) => string;
}

export function Papers({ requirements, files, errors, usedFor }: PapersProps) {
  return (
    <>
      {requirements.map((requirement) => (
        <Material
          key={requirement.code}
          requirement={requirement}
          files={files}
          shown={files.here.filter(({ code }) => code === requirement.code)}
          error={errors.get(`materials.${requirement.code}`)}
          used={usedFor?.(requirement)}
        />
      ))}
    </>
  );
}
