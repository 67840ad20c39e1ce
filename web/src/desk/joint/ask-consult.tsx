/** Asks other agencies for their opinion: whom, what, by when, and what of the case they may see for it. */
import { useState } from 'preact/hooks';
import { visibleFields, visibleMaterials } from '../../../../shared/catalogue/answers.ts';
import { call } from '../../base/api.ts';
import type { DeskCaseView } from '../../base/api-answers.ts';
import { useWords } from '../../base/base-words.ts';
import { useAction } from '../../base/load.ts';
import { Scrolling } from '../../base/scrolling.tsx';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';
import { DraftNote } from '../draft-note.tsx';
import { caseForm } from '../drafts.ts';
import { useDraft } from '../use-draft.ts';
import { type Asking, askingIn, emptyAsking, flipped, missingIn, mostAgencies } from './asking.ts';
import type { JointKey } from './joint-rows.ts';
import { useJointWords } from './joint-words.ts';

export interface AskConsultProps {
  readonly view: DeskCaseView;
  readonly cancel: () => void;
  readonly done: () => Promise<void>;
}

const spans = [3, 5, 10, 20] as const;

export function AskConsult({ view, cancel, done }: AskConsultProps) {
  const t = useWords();
  const words = useJointWords();
  const title = useDeskWords()('action-consult');
  const draft = useDraft(caseForm(view, 'consult'), emptyAsking, askingIn);
  const { value: asking, set: setAsking } = draft;
  const [pressed, setPressed] = useState(false);
  const sending = useAction(async (key, body: Asking) => {
    const path = { caseId: view.caseId };
    await call('POST /v1/agency/cases/{caseId}/consult', { path, body, idempotencyKey: key });
    draft.drop();
    await done();
  });
  const missing = pressed ? missingIn(asking) : {};
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    const wrong = missingIn(asking);
    if (wrong.agencies !== undefined) document.getElementById('consult-find')?.focus();
    else if (wrong.question !== undefined) document.getElementById('consult-question')?.focus();
    else void sending.run({ ...asking, question: asking.question.trim() });
  };
  return (
    <form class="card panel stack tight" onSubmit={submit} noValidate>
      <h2>{title}</h2>
      <p>{words('ask-help')}</p>
      <DraftNote draft={draft} />
      <Agencies view={view} asking={asking} setAsking={setAsking} fault={missing.agencies} />
      <div class={missing.question === undefined ? 'field' : 'field bad'}>
        <label for="consult-question">{words('ask-what')}</label>
        {missing.question !== undefined && (
          <p class="error" id="consult-question-error">
            {words(missing.question)}
          </p>
        )}
        <textarea
          id="consult-question"
          rows={2}
          maxLength={500}
          aria-invalid={missing.question !== undefined}
          {...(missing.question === undefined ? {} : { 'aria-describedby': 'consult-question-error' })}
          value={asking.question}
          onInput={(event) => setAsking({ ...asking, question: event.currentTarget.value })}
        />
      </div>
      <fieldset class="field">
        <legend>{words('ask-days')}</legend>
        <div class="options inline">
          {spans.map((days) => (
            <label class="option" key={days}>
              <input
                type="radio"
                name="consult-days"
                checked={asking.days === days}
                onChange={() => setAsking({ ...asking, days })}
              />
              {words('ask-days-n', { n: days })}
            </label>
          ))}
        </div>
      </fieldset>
      <Shares view={view} asking={asking} setAsking={setAsking} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <p class="row">
        <ActionButton type="submit" busy={sending.busy}>
          {words('ask-do')}
        </ActionButton>
        <button type="button" class="button second" onClick={cancel}>
          {t('cancel')}
        </button>
        <span class="muted" role="status">
          {words('ask-chosen', { n: asking.agencies.length })}
        </span>
      </p>
    </form>
  );
}

interface PartProps {
  readonly view: DeskCaseView;
  readonly asking: Asking;
  readonly setAsking: (asking: Asking) => void;
}

/** All that may be asked, narrowed down by name; those that are chosen stay in sight. */
function Agencies({ view, asking, setAsking, fault }: PartProps & { readonly fault: JointKey | undefined }) {
  const words = useJointWords();
  const say = useSay();
  const [find, setFind] = useState('');
  const waiting = new Set(view.consults.filter(({ state }) => state === 'waiting').map(({ agency }) => agency));
  const wanted = find.trim().toLowerCase();
  const shown = view.askable.filter(
    ({ code, name }) =>
      !waiting.has(code) && (asking.agencies.includes(code) || say(name).toLowerCase().includes(wanted)),
  );
  return (
    <fieldset class={fault === undefined ? 'field' : 'field bad'}>
      <legend>{words('ask-whom')}</legend>
      {fault !== undefined && (
        <p class="error" role="alert">
          {words(fault)}
        </p>
      )}
      <label class="hidden" for="consult-find">
        {words('ask-find')}
      </label>
      <input
        id="consult-find"
        type="search"
        placeholder={words('ask-find')}
        value={find}
        onInput={(event) => setFind(event.currentTarget.value)}
      />
      {shown.length === 0 && <p class="muted">{words('ask-whom-none')}</p>}
      <Scrolling class="options many agency-list" label={words('ask-whom')}>
        {shown.map(({ code, name }) => (
          <label class="option" key={code}>
            <input
              type="checkbox"
              checked={asking.agencies.includes(code)}
              disabled={asking.agencies.length >= mostAgencies && !asking.agencies.includes(code)}
              onChange={() => setAsking({ ...asking, agencies: flipped(asking.agencies, code) })}
            />
            {say(name)}
          </label>
        ))}
      </Scrolling>
    </fieldset>
  );
}

function Shares({ view, asking, setAsking }: PartProps) {
  const words = useJointWords();
  const say = useSay();
  const fields = visibleFields(view.item.form, view.answers).map(({ name, label }) => ({ name, label }));
  const papers = visibleMaterials(view.item, view.answers).filter(({ code }) =>
    view.materials.some((file) => file.code === code),
  );
  const all = () =>
    setAsking({ ...asking, fields: fields.map(({ name }) => name), materials: papers.map(({ code }) => code) });
  return (
    <fieldset class="field">
      <legend>{words('ask-shows')}</legend>
      <p class="hint">{words('ask-shows-help')}</p>
      <p>
        <button type="button" class="link-button pad-link" onClick={all}>
          {words('ask-all')}
        </button>
      </p>
      <div class="options many">
        {papers.map(({ code, name }) => (
          <label class="option" key={`paper ${code}`}>
            <input
              type="checkbox"
              checked={asking.materials.includes(code)}
              onChange={() => setAsking({ ...asking, materials: flipped(asking.materials, code) })}
            />
            {say(name)}
          </label>
        ))}
        {fields.map(({ name, label }) => (
          <label class="option" key={`field ${name}`}>
            <input
              type="checkbox"
              checked={asking.fields.includes(name)}
              onChange={() => setAsking({ ...asking, fields: flipped(asking.fields, name) })}
            />
            {say(label)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
