/** Sends the events of a case once more to those who wait for them. */
import { useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import { useAction } from '../base/load.ts';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { useOperatorWords } from './operator-words.ts';

const caseIdForm = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export function Replay() {
  const words = useOperatorWords();
  const [caseId, setCaseId] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [wrong, setWrong] = useState(false);
  const [told, setTold] = useState('');
  const sending = useAction(async (_key, id: string, fromSeq: number, toSeq: number) => {
    const { events, sent } = await call('POST /v1/operations/cases/{caseId}/replay', {
      path: { caseId: id },
      body: { ...(fromSeq > 0 ? { fromSeq } : {}), ...(toSeq > 0 ? { toSeq } : {}) },
    });
    const list = sent.map(({ queue, messages }) => `${queue} ${messages}`).join(', ');
    setTold(list === '' ? words('replayed-nobody', { events }) : words('replayed', { events, sent: list }));
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const id = caseId.trim().toUpperCase();
    setWrong(!caseIdForm.test(id));
    setTold('');
    if (caseIdForm.test(id)) void sending.run(id, Number(from), Number(to));
    else document.getElementById('replay-case')?.focus();
  };
  return (
    <section class="card" aria-labelledby="replay">
      <form class="stack tight" onSubmit={submit} noValidate>
        <h2 id="replay">{words('replay')}</h2>
        <p class="small muted">{words('replay-help')}</p>
        <div class={wrong ? 'field bad' : 'field'}>
          <label for="replay-case">{words('case-id')}</label>
          {wrong && (
            <p class="error" id="replay-case-error">
              {words('case-id-wrong')}
            </p>
          )}
          <input
            id="replay-case"
            value={caseId}
            maxLength={40}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong}
            {...(wrong ? { 'aria-describedby': 'replay-case-error' } : {})}
            onInput={(event) => setCaseId(event.currentTarget.value)}
          />
        </div>
        <div class="row">
          <SeqField id="replay-from" label={words('from')} value={from} set={setFrom} />
          <SeqField id="replay-to" label={words('to')} value={to} set={setTo} />
        </div>
        {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
        <p>
          <ActionButton type="submit" busy={sending.busy}>
            {words('replay-do')}
          </ActionButton>
        </p>
        <p role="status">{told}</p>
      </form>
    </section>
  );
}

interface SeqFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
}

/** A whole number, or nothing. */
function SeqField({ id, label, value, set }: SeqFieldProps) {
  return (
    <div class="field narrow-field">
      <label for={id} class="small">
        {label}
      </label>
      <input
        id={id}
        inputMode="numeric"
        maxLength={5}
        value={value}
        onInput={(event) => set(event.currentTarget.value.replace(/\D/g, ''))}
      />
    </div>
  );
}
