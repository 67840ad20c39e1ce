/** Answering a request for correction: only what was asked for, each with the reason it was asked. */
import { useState } from 'preact/hooks';
import type { FieldProblem } from '../../../shared/base/problems.ts';
import { checkAnswers, visibleFields, visibleMaterials } from '../../../shared/catalogue/answers.ts';
import type { Answers, Field, MaterialRequirement } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import type { Item, MaterialView } from '../base/api-answers.ts';
import { dayOf, dayText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { Said } from '../base/said.tsx';
import { useSettings } from '../base/settings.ts';
import { ActionButton, BackLink, ErrorSummary, Loading, PageProblem, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { errorMap, pageErrors } from '../form/errors.ts';
import { Fields } from '../form/fields.tsx';
import { withShownGroups } from '../form/groups.ts';
import { withoutMasked } from '../form/masked.ts';
import { isUsable, materialFaults } from '../form/material-faults.ts';
import { useFiles } from '../form/use-files.ts';
import { useKept } from '../form/use-kept.ts';
import { useHallWords } from './hall-words.ts';
import { Marked } from './marked.tsx';
import { Material } from './material.tsx';
import { type OwnCase, useOwnCase } from './own-case.ts';
import { Own } from './signed-in.tsx';

export function Correct({ id }: { readonly id: string }) {
  const words = useHallWords();
  return <Own why={words('sign-in-for-cases')}>{() => <Opened id={id} />}</Own>;
}

function Opened({ id }: { readonly id: string }) {
  const words = useHallWords();
  const { data, problem, reload } = useOwnCase(id);
  if (problem !== undefined && data === undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />;
  if (data === undefined) return <Loading />;
  if (!data.view.actions.includes('correct') || data.view.correction === undefined) {
    return (
      <div class="narrow stack">
        <BackLink href={`/cases/${id}`} />
        <Title site={words('site')}>{words('correct-title')}</Title>
        <p>{words('correct-none')}</p>
      </div>
    );
  }
  return <CorrectForm own={data} asked={data.view.correction} />;
}

interface CorrectFormProps {
  readonly own: OwnCase;
  readonly asked: NonNullable<OwnCase['view']['correction']>;
}

function CorrectForm({ own: { view, item }, asked }: CorrectFormProps) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const [changed, setChanged, forget] = useKept(`banshi.correct.${view.caseId}`, {}, areAnswers);
  const files = useFiles(view.caseId, view.materials);
  const [pressed, setPressed] = useState(0);

  const start = withoutMasked(view.answers);
  const answers = { ...start, ...changed };
  const { fields, requirements } = correctable(item, view.answers, { ...view.answers, ...changed }, asked);
  const given = files.here.filter(({ createdAt }) => createdAt > asked.requestedAt);
  const chosen = chosenFiles(requirements, given);
  const faultsNow = [
    ...fieldFaults(item, answers, fields),
    ...materialFaults(
      requirements.map((each) => ({ ...each, required: true })),
      given,
    ),
  ];
  const faults = pressed === 0 ? [] : faultsNow;
  const submitting = useAction(async (key, body: { answers: Answers; materials: Record<string, string[]> }) => {
    await call('POST /v1/cases/{caseId}/correct', { path: { caseId: view.caseId }, body, idempotencyKey: key });
    forget();
    navigate(`/cases/${view.caseId}`, { replace: true });
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (faultsNow.length === 0)
      void submitting.run({
        answers: Object.fromEntries(fields.map(({ name }) => [name, answers[name] ?? ''])),
        materials: chosen,
      });
  };
  const told = submitting.problem?.errors ?? [];
  const reasonText = (reason: string | undefined) =>
    reason === undefined ? undefined : words('correct-why', { reason });
  return (
    <form class="narrow stack" onSubmit={submit} noValidate>
      <BackLink href={`/cases/${view.caseId}`} />
      <ErrorSummary key={`${pressed}-${told.length}`} errors={pageErrors([...faults, ...told], say)} />
      <Title site={words('site')}>{words('correct-title')}</Title>
      <p>{say(view.itemName)}</p>
      {view.clocks.correctBy !== undefined && (
        <p>
          <strong class="tag amber">
            {words('by-day', { day: dayText(view.clocks.correctBy, language, hallNow()) })}
          </strong>
        </p>
      )}
      <p>{words('correct-lead')}</p>
      {asked.note !== undefined && (
        <p class="notice">
          <strong>{words('correct-note')}</strong>
          <br />
          <Said>{asked.note}</Said>
        </p>
      )}
      {fields.length > 0 && (
        <section class="card">
          <Fields
            fields={fields}
            form={{
              answers,
              errors: errorMap([...faults, ...told]),
              set: (name, value) => setChanged({ ...changed, [name]: value ?? '' }),
            }}
            note={(name) => reasonText(asked.fields.find(({ field }) => field === name)?.reason)}
          />
        </section>
      )}
      {requirements.map((requirement) => (
        <Material
          key={requirement.code}
          requirement={requirement}
          files={files}
          shown={given.filter(({ code }) => code === requirement.code)}
          error={errorMap(faults).get(`materials.${requirement.code}`)}
          note={reasonText(asked.materials.find(({ code }) => code === requirement.code)?.reason)}
          marked={<Marked view={view} asked={asked} code={requirement.code} />}
        />
      ))}
      {submitting.problem !== undefined && told.length === 0 && <ProblemNotice problem={submitting.problem} />}
      <p class="muted small">{words('correct-kept')}</p>
      <p>
        <ActionButton type="submit" busy={submitting.busy}>
          {words('correct-submit')}
        </ActionButton>
      </p>
    </form>
  );
}

/** What may be corrected: what was asked for, and what other corrections have only now brought into the form. */
function correctable(item: Item, before: Answers, after: Answers, asked: CorrectFormProps['asked']) {
  const fieldsBefore = new Set(visibleFields(item.form, before).map(({ name }) => name));
  const materialsBefore = new Set(visibleMaterials(item, before).map(({ code }) => code));
  const names = new Set(asked.fields.map(({ field }) => field));
  const codes = new Set(asked.materials.map(({ code }) => code));
  return {
    fields: visibleFields(item.form, after).filter(({ name }) => names.has(name) || !fieldsBefore.has(name)),
    requirements: visibleMaterials(item, after).filter(({ code }) => codes.has(code) || !materialsBefore.has(code)),
  };
}

/** Faults of these fields only: of the others, identity numbers are masked here and would look wrong. */
function fieldFaults(item: Item, answers: Answers, fields: readonly Field[]): FieldProblem[] {
  const names = new Set(fields.map(({ name }) => name));
  const faults = checkAnswers(item.form, [], withShownGroups(fields, answers), {}, dayOf(hallNow()));
  return faults.filter(({ field }) => names.has(field.split('.')[1] ?? ''));
}

/** The files of each material: those given since, in the place of the old ones. */
function chosenFiles(
  requirements: readonly MaterialRequirement[],
  given: readonly MaterialView[],
): Record<string, string[]> {
  const usable = given.filter(isUsable);
  return Object.fromEntries(
    requirements.map(({ code }) => [
      code,
      usable.filter((file) => file.code === code).map(({ materialId }) => materialId),
    ]),
  );
}

const areAnswers = (kept: unknown): kept is Answers =>
  typeof kept === 'object' && kept !== null && !Array.isArray(kept);
