/** Everything once more, the declaration, and the one button that submits. */
import { useState } from 'preact/hooks';
import { checkAnswers, visibleFields, visibleMaterials, visibleSections } from '../../../shared/catalogue/answers.ts';
import { feesDue } from '../../../shared/catalogue/fees.ts';
import { timeProblems } from '../../../shared/catalogue/time-between.ts';
import { call } from '../base/api.ts';
import { dayOf, moneyText } from '../base/format.ts';
import { useAction, useLoad } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { ActionButton, ErrorSummary, type PageError, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { pageErrors } from '../form/errors.ts';
import { FileRow } from '../form/file-row.tsx';
import { withShownGroups } from '../form/groups.ts';
import { dropDraft } from '../form/kept-drafts.ts';
import { materialFaults } from '../form/material-faults.ts';
import { controlId } from '../form/values.ts';
import { AnswersList } from './answers-list.tsx';
import type { Application } from './application.ts';
import { useHallWords } from './hall-words.ts';
import { remember, remembered } from './profile.ts';
import { Remember } from './remember.tsx';
import { pathOfProblem } from './steps.ts';

export function Check({ application }: { readonly application: Application }) {
  const words = useHallWords();
  const say = useSay();
  const { id, item, draft, files } = application;
  const [agreed, setAgreed] = useState(false);
  const [pressed, setPressed] = useState(0);
  const [remembering, setRemembering] = useState(false);
  const { data: profile } = useLoad('profile', () => call('GET /v1/me/profile', {}));
  const submitting = useAction(async () => {
    await draft.flush();
    await call('POST /v1/drafts/{caseId}/submit', {
      path: { caseId: id },
      body: { declaration: true },
      idempotencyKey: submitKey(id),
    });
    void dropDraft(id).catch(() => undefined);
    const fields = item.form.sections.flatMap((section) => section.fields);
    const kept = profile === undefined ? undefined : remembered(fields, draft.answers, profile.answers);
    // The application is in. Remembering is a comfort: when it fails, it is offered again with the next form.
    if (remembering && profile !== undefined && kept !== undefined)
      await remember(kept, profile.version).catch(() => undefined);
    navigate(`/cases/${id}/submitted`, { replace: true });
  });

  const fees = feesDue(item, draft.answers);
  const requirements = visibleMaterials(item, draft.answers);
  const hrefOf = (field: string) =>
    `/apply/${id}${pathOfProblem(field, visibleSections(item.form, draft.answers)) ?? ''}`;
  const faults = [
    ...checkAnswers(
      item.form,
      [],
      withShownGroups(visibleFields(item.form, draft.answers), draft.answers),
      {},
      dayOf(new Date()),
    ),
    ...timeProblems(item, draft.answers, dayOf(new Date())),
    ...materialFaults(requirements, files.here),
  ];
  const undeclared: PageError[] = agreed ? [] : [{ id: 'declaration', text: words('declaration-missing') }];
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
      <Title site={words('site')}>{words('check-title')}</Title>
      <p class="muted">{words('check-lead')}</p>
      <AnswersList
        item={item}
        answers={draft.answers}
        action={(section, field, label) => (
          <a class="change" href={`/apply/${id}/form/${section}#${controlId(`answers.${field}`)}`}>
            {words('change')}
            <span class="hidden"> {label}</span>
          </a>
        )}
      />
      {requirements.length > 0 && <Papers application={application} />}
      {fees.length > 0 && (
        <section class="card">
          <h2>{words('check-fee')}</h2>
          {fees.map((fee) => (
            <p key={fee.name.zh}>
              {say(fee.name)} <strong class="number">{moneyText(fee.amount)}</strong>
            </p>
          ))}
          <p class="muted small">{words('check-fee-later')}</p>
        </section>
      )}
      <Remember item={item} draft={draft} profile={profile} agreed={remembering} set={setRemembering} />
      <section class={pressed > 0 && !agreed ? 'card stack tight field bad' : 'card stack tight'}>
        <h2>{words('declaration')}</h2>
        <p>{words('declaration-text')}</p>
        {pressed > 0 && !agreed && <p class="error">{words('declaration-missing')}</p>}
        <label class="option">
          <input
            id="declaration"
            type="checkbox"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          {words('declaration-agree')}
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

function Papers({ application: { id, item, draft, files } }: { readonly application: Application }) {
  const words = useHallWords();
  const say = useSay();
  return (
    <section class="card stack tight">
      <h2>{words('check-materials')}</h2>
      {visibleMaterials(item, draft.answers).map(({ code, name }) => {
        const given = files.here.filter((file) => file.code === code);
        return (
          <div key={code} class="stack tight">
            <p class="row apart">
              <span class="muted">{say(name)}</span>
              <a class="change" href={`/apply/${id}/materials#materials-${code}`}>
                {words('change')}
                <span class="hidden"> {say(name)}</span>
              </a>
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

/** One key for one draft, also after a reload: pressing twice, or again after a lost answer, is one case. */
function submitKey(id: string): string {
  const name = `banshi.submit.${id}`;
  const key = sessionStorage.getItem(name) ?? crypto.randomUUID();
  sessionStorage.setItem(name, key);
  return key;
}
