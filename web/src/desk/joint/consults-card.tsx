/** What other agencies were asked in this case and what they said, beside the case. */

import { useState } from 'preact/hooks';
import { isBlank } from '../../../../shared/base/blank.ts';
import { call } from '../../base/api.ts';
import type { DeskCaseView } from '../../base/api-answers.ts';
import { useWords } from '../../base/base-words.ts';
import { Lamp } from '../../base/due.tsx';
import { dayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useJointWords } from './joint-words.ts';
import { toneOf } from './tones.ts';

export interface ConsultsProps {
  readonly view: DeskCaseView;
  readonly changed: () => Promise<void>;
}

type Consult = DeskCaseView['consults'][number];

export function ConsultsCard({ view, changed }: ConsultsProps) {
  const words = useJointWords();
  const stand = view.consults.filter(({ state }) => state !== 'withdrawn');
  const answered = stand.filter(({ opinion }) => opinion !== undefined);
  return (
    <section class="card stack tight" aria-labelledby="consults-title">
      <h2 id="consults-title">
        {words('card-title')}{' '}
        <span class="small muted number">{words('card-count', { n: answered.length, of: stand.length })}</span>
      </h2>
      <ul class="plain stack">
        {view.consults.map((consult) => (
          <li key={consult.no}>
            <One consult={consult} view={view} changed={changed} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ consult, view, changed }: ConsultsProps & { readonly consult: Consult }) {
  const words = useJointWords();
  const say = useSay();
  const { language } = useSettings();
  const now = hallNow();
  const { opinion, withdrawn, state } = consult;
  return (
    <article class="stack tight consult">
      <p class="row">
        <strong>{say(consult.agencyName)}</strong>
        <span class={toneOf(state)}>{words(`state-${state}`)}</span>
        {consult.lamp !== undefined && <Lamp lamp={consult.lamp} />}
        {consult.lamp !== undefined && (
          <span class="number">{words('by', { day: dayText(consult.dueBy, language, now) })}</span>
        )}
      </p>
      <p class="quote">
        <Said>{consult.question}</Said>
      </p>
      <p class="small muted">{showsOf(consult, view, say, words)}</p>
      {state === 'silent' && <p class="small">{words('silent-means')}</p>}
      {opinion !== undefined && (
        <>
          <p>
            <Said>{opinion.reason}</Said>
          </p>
          {opinion.conditions !== undefined && (
            <p>
              <span class="muted">{words('conditions')}</span> <Said>{opinion.conditions}</Said>
            </p>
          )}
          <p class="small muted">
            {words('signed-by', { name: opinion.by, when: timeText(opinion.at, language, now) })}
          </p>
        </>
      )}
      {withdrawn !== undefined && (
        <p>
          <Said>{withdrawn.reason}</Said>
        </p>
      )}
      {consult.mayWithdraw && <TakeBack consult={consult} caseId={view.caseId} changed={changed} />}
    </article>
  );
}

function showsOf(
  { shares }: Consult,
  { item }: DeskCaseView,
  say: ReturnType<typeof useSay>,
  words: ReturnType<typeof useJointWords>,
): string {
  const fields = item.form.sections.flatMap((section) => section.fields);
  const names = [
    ...item.materials.filter(({ code }) => shares.materials.includes(code)).map(({ name }) => say(name)),
    ...fields.filter(({ name }) => shares.fields.includes(name)).map(({ label }) => say(label)),
  ];
  return names.length === 0 ? words('card-shows-none') : words('card-shows', { list: names.join(say(comma)) });
}
const comma = { zh: '、', en: ', ' };

interface TakeBackProps {
  readonly consult: Consult;
  readonly caseId: string;
  readonly changed: () => Promise<void>;
}

function TakeBack({ consult, caseId, changed }: TakeBackProps) {
  const t = useWords();
  const words = useJointWords();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const id = `take-back-${consult.no}`;
  const taking = useAction(async (key, why: string) => {
    const body = { consult: consult.no, reason: why };
    await call('POST /v1/agency/cases/{caseId}/withdraw-consult', { path: { caseId }, body, idempotencyKey: key });
    await changed();
  });
  const name = words('take-back-of', { name: say(consult.agencyName) });
  if (!open) {
    return (
      <p>
        <button type="button" class="link-button pad-link" aria-label={name} onClick={() => setOpen(true)}>
          {words('take-back')}
        </button>
      </p>
    );
  }
  return (
    <form
      class="stack tight"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        if (isBlank(reason)) document.getElementById(id)?.focus();
        else void taking.run(reason.trim());
      }}
    >
      <div class="field">
        <label for={id}>{words('take-back-why')}</label>
        <textarea
          id={id}
          rows={2}
          maxLength={500}
          required
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      {taking.problem !== undefined && <ProblemNotice problem={taking.problem} />}
      <p class="row">
        <ActionButton type="submit" busy={taking.busy}>
          {words('take-back-do')}
        </ActionButton>
        <button type="button" class="button second" onClick={() => setOpen(false)}>
          {t('cancel')}
        </button>
      </p>
    </form>
  );
}
