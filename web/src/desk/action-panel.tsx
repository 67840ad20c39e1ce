/** The small form of one action. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { PanelEnd } from '../base/panel-end.tsx';
import { type ActionField, actionForms, bodyOf, missingFields } from './actions.ts';
import { useDeskWords } from './desk-words.ts';
import { DraftNote } from './draft-note.tsx';
import { caseForm, textsIn } from './drafts.ts';
import { Foreseen } from './foreseen.tsx';
import { appended, hasGap } from './templates.ts';
import { Templates } from './templates-list.tsx';
import { useDraft } from './use-draft.ts';

interface ActionPanelProps {
  readonly action: OfficerAction;
  readonly view: DeskCaseView;
  readonly busy: boolean;
  /** @param sent forgets what was kept of it: told once the hall has it */
  readonly submit: (body: Record<string, string>, sent: () => void) => void;
  readonly cancel: () => void;
}

export function ActionPanel({ action, view, busy, submit, cancel }: ActionPanelProps) {
  const words = useDeskWords();
  const title = words(`action-${action}`);
  const fields = actionForms[action].fields(view);
  const draft = useDraft(caseForm(view, action), begunWith(fields), textsIn);
  return (
    <FieldsForm
      title={title}
      fields={fields}
      busy={busy}
      doing={words('action-do', { action: title })}
      submit={(body) => submit(body, draft.drop)}
      cancel={cancel}
      values={draft.value}
      setValues={draft.set}
      before={
        <>
          <DraftNote draft={draft} />
          <Foreseen action={action} view={view} />
        </>
      }
      beside={(field, values, set) =>
        field.options === undefined &&
        (field.name === 'reason' || field.name === 'reasons') && (
          <Templates
            action={action}
            view={view}
            outcome={values.outcome}
            value={values[field.name] ?? ''}
            use={(text) => set(appended(values[field.name] ?? '', text))}
          />
        )
      }
    />
  );
}

type Values = Readonly<Record<string, string>>;

/** What stands in a form before anybody has typed. */
export const begunWith = (fields: readonly ActionField[]): Values =>
  Object.fromEntries(fields.map(({ name, initial }) => [name, initial ?? '']));

interface FieldsFormProps {
  readonly title: string;
  readonly fields: readonly ActionField[];
  readonly values: Values;
  readonly setValues: (values: Values) => void;
  readonly busy: boolean;
  /** On the button. */
  readonly doing: string;
  readonly submit: (body: Record<string, string>) => void;
  readonly cancel: () => void;
  readonly before?: ComponentChildren;
  /** Drawn at a field. */
  readonly beside?: (field: ActionField, values: Values, set: (value: string) => void) => ComponentChildren;
}

export function FieldsForm(props: FieldsFormProps) {
  const { title, fields, values, setValues, busy, doing, submit, cancel, before, beside } = props;
  const [pressed, setPressed] = useState(false);
  const missing = pressed ? missingFields(fields, values) : [];
  const gapIn = ({ name, options }: ActionField) => options === undefined && hasGap(values[name] ?? '');
  const send = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    const [first] = [...missingFields(fields, values), ...fields.filter(gapIn)];
    if (first === undefined) submit(bodyOf(fields, values));
    else {
      const place = document.getElementById(`action-${first.name}`);
      (place?.querySelector('input') ?? place)?.focus();
    }
  };
  return (
    <form class="card panel stack tight" onSubmit={send} noValidate>
      <h2>{title}</h2>
      {before}
      {fields.map((field) => {
        const set = (value: string) => setValues({ ...values, [field.name]: value });
        return (
          <PanelField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            wrong={missing.some(({ name }) => name === field.name)}
            optional={missingFields([field], { ...values, [field.name]: '' }).length === 0}
            gap={pressed && gapIn(field)}
            set={set}
          >
            {beside?.(field, values, set)}
          </PanelField>
        );
      })}
      <PanelEnd doing={doing} busy={busy} close={cancel} />
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
