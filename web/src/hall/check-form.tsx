/** Everything once more, the declaration, and the one button that submits: of one application, or of a package. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { checkAnswers, visibleFields, visibleMaterials, visibleSections } from '../../../shared/catalogue/answers.ts';
import type { Answers, Item, MaterialRequirement } from '../../../shared/catalogue/item.ts';
import { timeProblems } from '../../../shared/catalogue/time-between.ts';
import type { MaterialView } from '../base/api-answers.ts';
import { dayOf } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import type { Doing } from '../base/load.ts';
import { ActionButton, ErrorSummary, type PageError, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { pageErrors } from '../form/errors.ts';
import { FileRow } from '../form/file-row.tsx';
import { withShownGroups } from '../form/groups.ts';
import { materialFaults } from '../form/material-faults.ts';
import { controlId } from '../form/values.ts';
import { AnswersList } from './answers-list.tsx';
import { useHallWords } from './hall-words.ts';
import { pathOfProblem } from './steps.ts';

interface CheckFormProps {
  readonly asked: Pick<Item, 'form' | 'materials' | 'checks'>;
  readonly answers: Answers;
  readonly files: readonly MaterialView[];
  /** Address that the pages of the form and of the papers lie under. */
  readonly start: string;
  readonly submitting: Doing & { readonly run: () => Promise<void> };
  readonly lead: string;
  readonly submit: string;
  /** What pressing twice does. */
  readonly once: string;
  /** Before the answers. */
  readonly above?: ComponentChildren;
  /** Between the papers and the declaration. */
  readonly children?: ComponentChildren;
}

export function CheckForm(props: CheckFormProps) {
  const { asked, answers, files, start, submitting } = props;
  const words = useHallWords();
  const say = useSay();
  const [agreed, setAgreed] = useState(false);
  const [pressed, setPressed] = useState(0);
  const hrefOf = (field: string) => `${start}${pathOfProblem(field, visibleSections(asked.form, answers)) ?? ''}`;
  const undeclared: PageError[] = agreed ? [] : [{ id: 'declaration', text: words('declaration-missing') }];
  const stops = [...pageErrors(faultsOf(asked, answers, files), say, hrefOf), ...undeclared];
  const told = submitting.problem === undefined ? [] : pageErrors(submitting.problem.errors, say, hrefOf);
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (stops.length === 0) void submitting.run();
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <ErrorSummary key={`${pressed}-${told.length}`} errors={pressed === 0 ? [] : [...stops, ...told]} />
      <Title site={words('site')}>{words('check-title')}</Title>
      <p class="muted">{props.lead}</p>
      {props.above}
      <AnswersList
        item={asked}
        answers={answers}
        action={(section, field, label) => (
          <Change href={`${start}/form/${section}#${controlId(`answers.${field}`)}`} what={label} />
        )}
      />
      <Papers requirements={visibleMaterials(asked, answers)} files={files} start={start} />
      {props.children}
      <Declaration agreed={agreed} set={setAgreed} missing={pressed > 0 && !agreed} />
      {submitting.problem !== undefined && told.length === 0 && <ProblemNotice problem={submitting.problem} />}
      <div class="row">
        <ActionButton type="submit" busy={submitting.busy}>
          {props.submit}
        </ActionButton>
        <span class="muted small">{props.once}</span>
      </div>
    </form>
  );
}

function faultsOf(asked: CheckFormProps['asked'], answers: Answers, files: readonly MaterialView[]) {
  const shown = withShownGroups(visibleFields(asked.form, answers), answers);
  const today = dayOf(hallNow());
  return [
    ...checkAnswers(asked.form, [], shown, {}, today),
    ...timeProblems(asked, answers, today),
    ...materialFaults(visibleMaterials(asked, answers), files),
  ];
}

function Change({ href, what }: { readonly href: string; readonly what: string }) {
  const words = useHallWords();
  return (
    <a class="change" href={href}>
      {words('change')}
      <span class="hidden"> {what}</span>
    </a>
  );
}

interface PapersProps {
  readonly requirements: readonly MaterialRequirement[];
  readonly files: readonly MaterialView[];
  readonly start: string;
}

function Papers({ requirements, files, start }: PapersProps) {
  const words = useHallWords();
  const say = useSay();
  if (requirements.length === 0) return null;
  return (
    <section class="card stack tight">
      <h2>{words('check-materials')}</h2>
      {requirements.map(({ code, name }) => {
        const given = files.filter((file) => file.code === code);
        return (
          <div key={code} class="stack tight">
            <p class="row apart">
              <span class="muted">{say(name)}</span>
              <Change href={`${start}/materials#materials-${code}`} what={say(name)} />
            </p>
            {given.length === 0 ? (
              <p>{words('check-no-file')}</p>
            ) : (
              <ul class="plain files">
                {given.map((material) => (
                  <FileRow key={material.materialId} material={material} />
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </section>
  );
}

interface DeclarationProps {
  readonly agreed: boolean;
  readonly set: (agreed: boolean) => void;
  readonly missing: boolean;
}

function Declaration({ agreed, set, missing }: DeclarationProps) {
  const words = useHallWords();
  return (
    <section class={missing ? 'card stack tight field bad' : 'card stack tight'}>
      <h2>{words('declaration')}</h2>
      <p>{words('declaration-text')}</p>
      {missing && <p class="error">{words('declaration-missing')}</p>}
      <label class="option">
        <input
          id="declaration"
          type="checkbox"
          checked={agreed}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        {words('declaration-agree')}
      </label>
    </section>
  );
}
