/** The small form of one action. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { ActionButton } from '../base/ui.tsx';
import { type ActionField, actionForms, bodyOf, missingFields } from './actions.ts';
import { useDeskWords } from './desk-words.ts';
import { Foreseen } from './foreseen.tsx';
import { appended, hasGap } from './templates.ts';
import { Templates } from './templates-list.tsx';

interface ActionPanelProps {
  readonly action: OfficerAction;
  readonly view: DeskCaseView;
  readonly busy: boolean;
  readonly submit: (body: Record<string, string>) => void;
  readonly cancel: () => void;
}

export function ActionPanel({ action, view, busy, submit, cancel }: ActionPanelProps) {
  const t = useWords();
  const words = useDeskWords();
  const fields = actionForms[action].fields(view);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map(({ name, initial }) => [name, initial ?? ''])),
  );
  const [pressed, setPressed] = useState(false);
  const missing = pressed ? missingFields(fields, values) : [];
  const send = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    const [first] = [
      ...missingFields(fields, values),
      ...fields.filter(({ name, options }) => options === undefined && hasGap(values[name] ?? '')),
    ];
    if (first === undefined) submit(bodyOf(fields, values));
    else
      document.getElementById(`action-${first.name}`)?.querySelector('input')?.focus() ??
        document.getElementById(`action-${first.name}`)?.focus();
  };
  return (
    <form class="card panel stack tight" onSubmit={send} noValidate>
      <h2>{words(`action-${action}`)}</h2>
      <Foreseen action={action} view={view} />
      {fields.map((field) => (
        <PanelField
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          wrong={missing.some(({ name }) => name === field.name)}
          optional={missingFields([field], { ...values, [field.name]: '' }).length === 0}
          gap={pressed && field.options === undefined && hasGap(values[field.name] ?? '')}
          set={(value) => setValues({ ...values, [field.name]: value })}
        >
          {field.options === undefined && (field.name === 'reason' || field.name === 'reasons') && (
            <Templates
              action={action}
              view={view}
              outcome={values.outcome}
              value={values[field.name] ?? ''}
              use={(text) => setValues({ ...values, [field.name]: appended(values[field.name] ?? '', text) })}
            />
          )}
        </PanelField>
      ))}
      <p class="row">
        <ActionButton type="submit" busy={busy}>
          {words('action-do', { action: words(`action-${action}`) })}
        </ActionButton>
        <button type="button" class="button second" onClick={cancel}>
          {t('cancel')}
        </button>
      </p>
    </form>
  );
}

interface PanelFieldProps {
  readonly field: ActionField;
  readonly value: string;
  readonly wrong: boolean;
  readonly optional: boolean;
  /** A template's gap has not been filled. */
  readonly gap: boolean;
  readonly set: (value: string) => void;
  readonly children?: ComponentChildren;
}

function PanelField({ field, value, wrong, optional, gap, set, children }: PanelFieldProps) {
  const t = useWords();
  const words = useDeskWords();
  const id = `action-${field.name}`;
  const label = words(field.label);
  const name = (
    <>
      {label} {optional && <span class="hint">({t('optional')})</span>}
    </>
  );
  const fault = wrong && (
    <p class="error" id={`${id}-error`}>
      {words(field.options === undefined ? 'write-first' : 'choose-first', { label })}
    </p>
  );
  if (field.options !== undefined) {
    return (
      <fieldset class={wrong ? 'field bad' : 'field'} id={id} aria-describedby={wrong ? `${id}-error` : undefined}>
        <legend>{name}</legend>
        {fault}
        <div class="options inline">
          {field.options.map((option) => (
            <label class="option" key={option.value}>
              <input type="radio" name={id} checked={value === option.value} onChange={() => set(option.value)} />
              {option.desk !== undefined ? words(option.desk) : option.base !== undefined && t(option.base)}
            </label>
          ))}
        </div>
      </fieldset>
    );
  }
  const described = [field.hint === undefined ? '' : `${id}-hint`, wrong || gap ? `${id}-error` : ''].join(' ').trim();
  return (
    <div class={wrong || gap ? 'field bad' : 'field'}>
      <label for={id}>{name}</label>
      {field.hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {words(field.hint)}
        </p>
      )}
      {fault}
      {gap && !wrong && (
        <p class="error" id={`${id}-error`}>
          {words('gap-left')}
        </p>
      )}
      {children}
      <textarea
        id={id}
        rows={3}
        maxLength={2000}
        aria-invalid={wrong || gap}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
}
