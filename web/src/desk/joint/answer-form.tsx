/** The form of an opinion: agree, agree on conditions, disagree; each with its reason. */
import { useState } from 'preact/hooks';
import { ActionButton } from '../../base/ui.tsx';
import { useJointWords } from './joint-words.ts';

interface AnswerFormProps {
  readonly busy: boolean;
  readonly submit: (body: Readonly<Record<string, string>>) => void;
}

const outcomes = ['agree', 'conditions', 'disagree'] as const;

export function AnswerForm({ busy, submit }: AnswerFormProps) {
  const words = useJointWords();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | undefined>(undefined);
  const [reason, setReason] = useState('');
  const [conditions, setConditions] = useState('');
  const [pressed, setPressed] = useState(false);
  const wrong = {
    outcome: outcome === undefined,
    conditions: outcome === 'conditions' && conditions.trim() === '',
    reason: reason.trim() === '',
  };
  const send = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    const first = wrong.outcome ? 'opinion-agree' : wrong.conditions ? 'opinion-conditions-text' : 'opinion-reason';
    if (wrong.outcome || wrong.conditions || wrong.reason || outcome === undefined)
      document.getElementById(first)?.focus();
    else
      submit({
        ...{ outcome, reason: reason.trim() },
        ...(outcome === 'conditions' ? { conditions: conditions.trim() } : {}),
      });
  };
  return (
    <form class="card panel stack tight" onSubmit={send} noValidate>
      <h2>{words('answer')}</h2>
      <p class="muted">{words('answer-help')}</p>
      <fieldset class={pressed && wrong.outcome ? 'field bad' : 'field'}>
        <legend>{words('opinion')}</legend>
        {pressed && wrong.outcome && (
          <p class="error" role="alert">
            {words('choose-opinion')}
          </p>
        )}
        <div class="options inline">
          {outcomes.map((each) => (
            <label class="option" key={each}>
              <input
                id={`opinion-${each}`}
                type="radio"
                name="opinion"
                checked={outcome === each}
                onChange={() => setOutcome(each)}
              />
              {words(`state-${each}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {outcome === 'conditions' && (
        <Text
          id="opinion-conditions-text"
          label={words('conditions')}
          most={500}
          fault={pressed && wrong.conditions ? words('write-conditions') : undefined}
          value={conditions}
          set={setConditions}
        />
      )}
      <Text
        id="opinion-reason"
        label={words('reason')}
        most={1000}
        fault={pressed && wrong.reason ? words('write-reason') : undefined}
        value={reason}
        set={setReason}
      />
      <p>
        <ActionButton type="submit" busy={busy}>
          {words('answer-do')}
        </ActionButton>
      </p>
    </form>
  );
}

interface TextProps {
  readonly id: string;
  readonly label: string;
  readonly most: number;
  readonly fault: string | undefined;
  readonly value: string;
  readonly set: (value: string) => void;
}

function Text({ id, label, most, fault, value, set }: TextProps) {
  return (
    <div class={fault === undefined ? 'field' : 'field bad'}>
      <label for={id}>{label}</label>
      {fault !== undefined && (
        <p class="error" id={`${id}-error`}>
          {fault}
        </p>
      )}
      <textarea
        id={id}
        rows={3}
        maxLength={most}
        aria-invalid={fault !== undefined}
        {...(fault === undefined ? {} : { 'aria-describedby': `${id}-error` })}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
}
