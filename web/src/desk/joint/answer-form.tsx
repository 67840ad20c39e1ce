/** The form of an opinion: agree, agree on conditions, disagree; each with its reason. */

import { useState } from 'preact/hooks';
import { isBlank } from '../../../../shared/base/blank.ts';
import type { ConsultCaseView } from '../../base/api-answers.ts';
import { ActionButton } from '../../base/ui.tsx';
import { DraftNote } from '../draft-note.tsx';
import { textsIn } from '../drafts.ts';
import { useDraft } from '../use-draft.ts';
import { useJointWords } from './joint-words.ts';

interface AnswerFormProps {
  readonly view: Pick<ConsultCaseView, 'caseId' | 'no' | 'askedAt'>;
  readonly busy: boolean;
  /** @param sent forgets what was kept of it: told once the hall has it */
  readonly submit: (body: Readonly<Record<string, string>>, sent: () => void) => void;
}

const outcomes = ['agree', 'conditions', 'disagree'] as const;
const nothing: Readonly<Record<string, string>> = {};

export function AnswerForm({ view, busy, submit }: AnswerFormProps) {
  const words = useJointWords();
  const of = { caseId: view.caseId, form: `opinion-${view.no}`, stand: view.askedAt };
  const draft = useDraft(of, nothing, textsIn);
  const { reason = '', conditions = '' } = draft.value;
  const outcome = outcomes.find((each) => each === draft.value.outcome);
  const set = (change: Readonly<Record<string, string>>) => draft.set({ ...draft.value, ...change });
  const [pressed, setPressed] = useState(false);
  const wrong = {
    outcome: outcome === undefined,
    conditions: outcome === 'conditions' && isBlank(conditions),
    reason: isBlank(reason),
  };
  const send = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    const first = wrong.outcome ? 'opinion-agree' : wrong.conditions ? 'opinion-conditions-text' : 'opinion-reason';
    if (wrong.outcome || wrong.conditions || wrong.reason || outcome === undefined)
      document.getElementById(first)?.focus();
    else
      submit(
        {
          ...{ outcome, reason: reason.trim() },
          ...(outcome === 'conditions' ? { conditions: conditions.trim() } : {}),
        },
        draft.drop,
      );
  };
  return (
    <form class="card panel stack tight" onSubmit={send} noValidate>
      <h2>{words('answer')}</h2>
      <p class="muted">{words('answer-help')}</p>
      <DraftNote draft={draft} />
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
                onChange={() => set({ outcome: each })}
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
          set={(text) => set({ conditions: text })}
        />
      )}
      <Text
        id="opinion-reason"
        label={words('reason')}
        most={1000}
        fault={pressed && wrong.reason ? words('write-reason') : undefined}
        value={reason}
        set={(text) => set({ reason: text })}
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
