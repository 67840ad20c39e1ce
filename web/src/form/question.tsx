/** The frame around every control: its name, help and error, tied to it for those who cannot see them stand together. */
import type { ComponentChildren } from 'preact';
import type { Bilingual } from '../../../shared/base/words.ts';
import type { Field } from '../../../shared/catalogue/item.ts';
import { useWords } from '../base/base-words.ts';
import { Icon } from '../base/icon.tsx';
import { useSay } from '../base/words.ts';

export interface Question {
  readonly id: string;
  readonly field: Pick<Field, 'label' | 'help' | 'required'>;
  readonly error: Bilingual | undefined;
  /** A line of help of the kind of field itself: 18 characters, which file types. */
  readonly hint?: string | undefined;
}

/** Attributes that tie a control, or a group of them, to its help and error. */
export function described(question: Question) {
  return { ...describedBy(question), ...(question.error === undefined ? {} : { 'aria-invalid': true as const }) };
}

function describedBy({ id, field, error, hint }: Question) {
  const ids = [
    ...(field.help === undefined && hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ];
  return ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') };
}

/** One control with its label. */
export function LabelledQuestion({ children, ...question }: Question & { readonly children: ComponentChildren }) {
  return (
    <div class={question.error === undefined ? 'field' : 'field bad'}>
      <label for={question.id}>
        <Name {...question} />
      </label>
      <HintAndError {...question} />
      {children}
    </div>
  );
}

/** Several controls that answer one question. */
export function GroupQuestion({ children, ...question }: Question & { readonly children: ComponentChildren }) {
  return (
    <fieldset class={question.error === undefined ? 'field' : 'field bad'} id={question.id} {...describedBy(question)}>
      <legend>
        <Name {...question} />
      </legend>
      <HintAndError {...question} />
      {children}
    </fieldset>
  );
}

function Name({ field }: Question) {
  const t = useWords();
  const say = useSay();
  return (
    <>
      {say(field.label)}
      {!field.required && <span class="hint"> ({t('optional')})</span>}
    </>
  );
}

function HintAndError({ id, field, error, hint }: Question) {
  const say = useSay();
  return (
    <>
      {(field.help !== undefined || hint !== undefined) && (
        <div class="hint" id={`${id}-hint`}>
          {field.help !== undefined && <p>{say(field.help)}</p>}
          {hint !== undefined && <p>{hint}</p>}
        </div>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          <Icon name="alert" /> {say(error)}
        </p>
      )}
    </>
  );
}
