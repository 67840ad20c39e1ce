/** Everything of a package once more, the declaration, and the one button that submits all of its items. */
import { useState } from 'preact/hooks';
import { checkAnswers, visibleFields, visibleSections } from '../../../../shared/catalogue/answers.ts';
import { visibleMaterials } from '../../../../shared/catalogue/visibility.ts';
import { call } from '../../base/api.ts';
import type { PackageView } from '../../base/api-answers.ts';
import { Shown } from '../../base/conditions.tsx';
import { dayOf } from '../../base/format.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { navigate } from '../../base/router.ts';
import { ActionButton, ErrorSummary, type PageError, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { pageErrors } from '../../form/errors.ts';
import { FileRow } from '../../form/file-row.tsx';
import { withShownGroups } from '../../form/groups.ts';
import { materialFaults } from '../../form/material-faults.ts';
import type { DraftState } from '../../form/use-draft.ts';
import { controlId } from '../../form/values.ts';
import { AnswersList } from '../answers-list.tsx';
import { useHallWords } from '../hall-words.ts';
import { pathOfProblem } from '../steps.ts';
import { askedOf } from './asked-of.ts';
import { useTogetherWords } from './together-words.ts';

interface CheckProps {
  readonly view: PackageView;
  readonly draft: DraftState;
  /** Address of the package. */
  readonly start: string;
  readonly submitted: () => Promise<void>;
}

/** The files as the hall has them now: they were handed in on another page. */
export function CheckPackage(props: CheckProps) {
  const path = { packageId: props.view.packageId };
  const fresh = useLoad(`check ${path.packageId}`, () => call('GET /v1/me/packages/{packageId}', { path }));
  return <Shown of={fresh}>{(view) => <Check {...props} view={view} reload={fresh.reload} />}</Shown>;
}

function Check({ view, draft, start, submitted, reload }: CheckProps & { readonly reload: () => Promise<void> }) {
  const words = useTogetherWords();
  const hall = useHallWords();
  const say = useSay();
  const [agreed, setAgreed] = useState(false);
  const [pressed, setPressed] = useState(0);
  const submitting = useAction(async () => {
    try {
      await draft.flush();
      const path = { packageId: view.packageId };
      await call('POST /v1/me/packages/{packageId}/submit', { path, body: { declaration: true } });
    } catch (error) {
      void reload();
      throw error;
    }
    navigate(start, { replace: true });
    scrollTo(0, 0);
    await submitted();
  });
  const asked = askedOf(view);
  const sections = visibleSections(asked.form, draft.answers);
  const requirements = visibleMaterials(asked, draft.answers);
  const hrefOf = (field: string) => `${start}${pathOfProblem(field, sections) ?? ''}`;
  const shown = withShownGroups(visibleFields(asked.form, draft.answers), draft.answers);
  const files = (view.materials ?? []).flatMap((each) => each.files);
  const faults = [
    ...checkAnswers(asked.form, [], shown, {}, dayOf(new Date())),
    ...materialFaults(requirements, files),
  ];
  const undeclared: PageError[] = agreed ? [] : [{ id: 'declaration', text: hall('declaration-missing') }];
  const stops = [...pageErrors(faults, say, hrefOf), ...undeclared];
  const told = submitting.problem === undefined ? [] : pageErrors(submitting.problem.errors, say, hrefOf);
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (stops.length === 0) void submitting.run();
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <ErrorSummary key={`${pressed}-${told.length}`} errors={pressed === 0 ? [] : [...stops, ...told]} />
      <Title site={hall('site')}>{hall('check-title')}</Title>
      <p class="muted">{words('check-lead')}</p>
      <ul>
        {view.children.map(({ caseId, itemName }) => (
          <li key={caseId}>{say(itemName)}</li>
        ))}
      </ul>
      <AnswersList
        item={asked}
        answers={draft.answers}
        action={(section, field, label) => (
          <a class="change" href={`${start}/form/${section}#${controlId(`answers.${field}`)}`}>
            {hall('change')}
            <span class="hidden"> {label}</span>
          </a>
        )}
      />
      {requirements.length > 0 && (
        <section class="card stack tight">
          <h2>{hall('check-materials')}</h2>
          {requirements.map(({ code, name }) => {
            const given = files.filter((file) => file.code === code);
            return (
              <div key={code} class="stack tight">
                <p class="row apart">
                  <span class="muted">{say(name)}</span>
                  <a class="change" href={`${start}/materials#materials-${code}`}>
                    {hall('change')}
                    <span class="hidden"> {say(name)}</span>
                  </a>
                </p>
                {given.length === 0 ? (
                  <p>{hall('check-no-file')}</p>
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
      )}
      <section class={pressed > 0 && !agreed ? 'card stack tight field bad' : 'card stack tight'}>
        <h2>{hall('declaration')}</h2>
        <p>{hall('declaration-text')}</p>
        {pressed > 0 && !agreed && <p class="error">{hall('declaration-missing')}</p>}
        <label class="option">
          <input
            id="declaration"
            type="checkbox"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          {hall('declaration-agree')}
        </label>
      </section>
      {submitting.problem !== undefined && told.length === 0 && <ProblemNotice problem={submitting.problem} />}
      <div class="row">
        <ActionButton type="submit" busy={submitting.busy}>
          {words('submit')}
        </ActionButton>
        <span class="muted small">{words('submit-once')}</span>
      </div>
    </form>
  );
}
