/** One section of the form. */
import { useEffect, useState } from 'preact/hooks';
import type { FieldProblem } from '../../../shared/base/problems.ts';
import { checkAnswers, visibleSections } from '../../../shared/catalogue/answers.ts';
import { timeProblems } from '../../../shared/catalogue/time-between.ts';
import type { Item } from '../base/api-answers.ts';
import { dayOf } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { navigate } from '../base/router.ts';
import { ErrorSummary, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { errorMap, pageErrors } from '../form/errors.ts';
import { Fields } from '../form/fields.tsx';
import { withShownGroups } from '../form/groups.ts';
import type { DraftState } from '../form/use-draft.ts';
import { useHallWords } from './hall-words.ts';
import { NextRow } from './next-row.tsx';
import { Prefill } from './prefill.tsx';

interface SectionStepProps {
  readonly application: { readonly item: Pick<Item, 'form' | 'checks'>; readonly draft: DraftState };
  readonly name: string;
  readonly next: string;
}

export function SectionStep({ application, name, next }: SectionStepProps) {
  const words = useHallWords();
  const say = useSay();
  const { item, draft } = application;
  const shown = visibleSections(item.form, draft.answers).find(({ section }) => section.name === name);
  const [pressed, setPressed] = useState(0);
  const [faults, setFaults] = useState<readonly FieldProblem[]>([]);
  useJumpToField(name);
  if (shown === undefined) return null;

  const faultsNow = () => {
    const names = new Set(shown.fields.map((field) => field.name));
    const today = dayOf(hallNow());
    return [
      ...checkAnswers(item.form, [], withShownGroups(shown.fields, draft.answers), {}, today),
      ...timeProblems(item, draft.answers, today),
    ].filter(({ field }) => names.has(field.split('.')[1] ?? ''));
  };
  // Once told, a fault goes as soon as it is put right; new ones wait for the button.
  const stillWrong =
    pressed === 0 ? [] : faultsNow().filter(({ field }) => faults.some((told) => told.field === field));
  const submit = (event: Event) => {
    event.preventDefault();
    const found = faultsNow();
    setFaults(found);
    setPressed(pressed + 1);
    if (found.length > 0) return;
    void draft.flush().catch(() => undefined);
    navigate(next);
    scrollTo(0, 0);
  };
  return (
    <form class="stack wide" onSubmit={submit} noValidate>
      <ErrorSummaryOnce key={pressed} faults={stillWrong} />
      <Title site={words('site')}>{say(shown.section.title)}</Title>
      <Prefill fields={shown.fields} draft={draft} />
      <Fields fields={shown.fields} form={{ answers: draft.answers, set: draft.set, errors: errorMap(stillWrong) }} />
      <NextRow />
    </form>
  );
}

/** The summary as it was when the button was pressed: takes the focus once, then only grows shorter. */
function ErrorSummaryOnce({ faults }: { readonly faults: readonly FieldProblem[] }) {
  const say = useSay();
  return <ErrorSummary errors={pageErrors(faults, say)} />;
}

/** A "change" link names a field: the cursor goes there. */
function useJumpToField(name: string): void {
  useEffect(() => {
    const target = document.getElementById(location.hash.slice(1));
    const control = target?.matches('input,textarea') ? target : target?.querySelector('input,textarea,button');
    if (control instanceof HTMLElement) control.focus();
  }, [name]);
}
