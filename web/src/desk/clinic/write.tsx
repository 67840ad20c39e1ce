/** The visit's record, and its end. What is typed is kept in this window until it is filed, whatever the network does. */
import { useState } from 'preact/hooks';
import { isBlank } from '../../../../shared/base/blank.ts';
import { call } from '../../base/api.ts';
import type { AppointmentView } from '../../base/booking-answers.ts';
import { useAction } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { ActionButton } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { conditions } from '../../booking/conditions.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { isText } from '../../form/use-kept.ts';
import { useClinicWords } from './clinic-words.ts';
import { noteName, useKeptEntry } from './kept-entry.ts';

interface WriteProps {
  readonly one: AppointmentView;
  readonly done: () => Promise<void>;
}

const isCondition = (text: string): boolean => /^[A-Z]\d{2}(\.\d{1,4})?$/.test(text);

export function Write({ one, done }: WriteProps) {
  const words = useClinicWords();
  const say = useSay();
  const draft = useKeptEntry(noteName(one.appointmentId), '', isText);
  const named = useKeptEntry(`banshi.desk.condition.${one.appointmentId}`, one.condition ?? '', isText);
  const [bad, setBad] = useState(false);
  const code = named.value.trim().toUpperCase();
  const ending = useAction(async (key, body: { note: string; condition?: string }) => {
    if (!confirm(words('end-sure'))) return;
    const path = { appointmentId: one.appointmentId };
    await call('POST /v1/booking/desk/appointments/{appointmentId}/complete', { path, body, idempotencyKey: key });
    draft.forget();
    named.forget();
    await done();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = code !== '' && !isCondition(code);
    setBad(wrong);
    if (!wrong) void ending.run({ note: draft.value, ...(code === '' ? {} : { condition: code }) });
  };
  return (
    <section class="card" aria-labelledby="note-title">
      <h2 id="note-title">{words('note')}</h2>
      <form class="stack" onSubmit={submit} noValidate>
        <div class={bad ? 'field bad' : 'field'}>
          <label for="condition">{words('condition')}</label>
          <p class="hint" id="condition-hint">
            {words('condition-hint')}
          </p>
          {bad && (
            <p class="error" id="condition-error" role="alert">
              {words('condition-bad')}
            </p>
          )}
          <input
            id="condition"
            class="short"
            list="conditions"
            autoComplete="off"
            aria-invalid={bad}
            aria-describedby={bad ? 'condition-hint condition-error' : 'condition-hint'}
            value={named.value}
            onInput={(event) => named.set(event.currentTarget.value)}
          />
          <datalist id="conditions">
            {Object.entries(conditions).map(([each, name]) => (
              <option key={each} value={each}>
                {say(name)}
              </option>
            ))}
          </datalist>
        </div>
        <div class="field">
          <label for="note">{words('note-label')}</label>
          <p class="hint" id="note-hint">
            {words('note-hint')}
          </p>
          <textarea
            id="note"
            rows={6}
            maxLength={5000}
            aria-describedby="note-hint"
            value={draft.value}
            onInput={(event) => draft.set(event.currentTarget.value)}
          />
          {draft.value !== '' && <p class="small muted">{words('note-kept')}</p>}
        </div>
        <Refusal problem={ending.problem} />
        <p>
          <ActionButton type="submit" busy={ending.busy}>
            {words('end')}
          </ActionButton>
        </p>
      </form>
    </section>
  );
}

/** The visit was ended elsewhere, on another device of the same doctor: what was typed here is in no record, and is not lost either. */
export function Unfiled({ one }: Pick<WriteProps, 'one'>) {
  const words = useClinicWords();
  const draft = useKeptEntry(noteName(one.appointmentId), '', isText);
  if (isBlank(draft.value)) return null;
  return (
    <section class="card stack tight" aria-labelledby="unfiled">
      <h2 id="unfiled">{words('unfiled')}</h2>
      <p class="notice amber">{words('unfiled-text')}</p>
      <p class="quote">
        <Said>{draft.value}</Said>
      </p>
      <p>
        <button type="button" class="button second" onClick={draft.forget}>
          {words('unfiled-drop')}
        </button>
      </p>
    </section>
  );
}
