/** A small form at the desk that asks why: what is done with a reason is kept with it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { PanelEnd } from '../../base/panel-end.tsx';
import type { ApiProblem } from '../../base/problem.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { useClinicWords } from './clinic-words.ts';

interface ReasonFormProps {
  /** Tells the form's fields from those of another on the page. */
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  /** Asked beside the reason. */
  readonly children?: ComponentChildren;
  readonly submit: (reason: string) => void;
  readonly close: () => void;
}

export function ReasonForm(props: ReasonFormProps) {
  const { id, title, hint, action, danger = false, busy, problem, children, submit, close } = props;
  const words = useClinicWords();
  const [reason, setReason] = useState('');
  const [bad, setBad] = useState(false);
  const send = (event: Event) => {
    event.preventDefault();
    const short = reason.trim().length < 2;
    setBad(short);
    if (!short) submit(reason.trim());
  };
  return (
    <form class="card panel stack tight" onSubmit={send} noValidate>
      <h2>{title}</h2>
      {children}
      <div class={bad ? 'field bad' : 'field'}>
        <label for={`${id}-reason`}>{words('reason')}</label>
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
        {bad && (
          <p class="error" id={`${id}-error`} role="alert">
            {words('reason-first')}
          </p>
        )}
        <textarea
          id={`${id}-reason`}
          rows={2}
          maxLength={200}
          aria-invalid={bad}
          aria-describedby={bad ? `${id}-hint ${id}-error` : `${id}-hint`}
          value={reason}
          onInput={(event) => {
            setReason(event.currentTarget.value);
            setBad(false);
          }}
        />
      </div>
      <Refusal problem={problem} />
      <PanelEnd doing={action} busy={busy} danger={danger} close={close} />
    </form>
  );
}
