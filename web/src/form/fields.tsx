/** The questions of a form, drawn wholly from the item's data. */
import { visibleInGroup } from '../../../shared/catalogue/answers.ts';
import type { Field, RepeatField } from '../../../shared/catalogue/item.ts';
import { groupsOf } from '../../../shared/catalogue/visibility.ts';
import { useWords } from '../base/base-words.ts';
import { Said } from '../base/said.tsx';
import { useSay } from '../base/words.ts';
import type { FormState } from './context.ts';
import { Control } from './controls.tsx';
import { groupAdded, groupChanged, groupRemoved } from './groups.ts';
import { GroupQuestion } from './question.tsx';
import { controlId } from './values.ts';

interface FieldsProps {
  readonly fields: readonly Field[];
  readonly form: FormState;
  /** A line above a field: what an officer asked about it. */
  readonly note?: (name: string) => string | undefined;
}

export function Fields({ fields, form, note }: FieldsProps) {
  return (
    <div class="stack wide">
      {fields.map((field) => (
        <div key={field.name} class="stack tight">
          {note?.(field.name) !== undefined && (
            <p class="notice amber">
              <Said>{note(field.name) ?? ''}</Said>
            </p>
          )}
          {field.type === 'repeat' ? <Repeat field={field} form={form} /> : <Leaf field={field} form={form} />}
        </div>
      ))}
    </div>
  );
}

function Leaf({ field, form }: { readonly field: Exclude<Field, RepeatField>; readonly form: FormState }) {
  const path = `answers.${field.name}`;
  return (
    <Control
      id={controlId(path)}
      field={field}
      value={form.answers[field.name]}
      error={form.errors.get(path)}
      onChange={(value) => form.set(field.name, value)}
    />
  );
}

/** A group of questions asked several times. Groups that must be there are drawn before anything is typed. */
function Repeat({ field, form }: { readonly field: RepeatField; readonly form: FormState }) {
  const t = useWords();
  const say = useSay();
  const path = `answers.${field.name}`;
  const value = form.answers[field.name];
  const given = groupsOf(value).length;
  const shown = Math.max(given, field.required ? field.min : 0);
  return (
    <GroupQuestion id={controlId(path)} field={field} error={form.errors.get(path)}>
      {Array.from({ length: shown }, (_, index) => (
        <Group
          key={`${shown}-${index}`}
          field={field}
          form={form}
          index={index}
          removable={index >= field.min || given > field.min}
        />
      ))}
      {shown < field.max && (
        <p>
          <button type="button" class="button second" onClick={() => form.set(field.name, groupAdded(value, shown))}>
            {t('add')}
            <span class="hidden"> {say(field.label)}</span>
          </button>
        </p>
      )}
    </GroupQuestion>
  );
}

interface GroupProps {
  readonly field: RepeatField;
  readonly form: FormState;
  readonly index: number;
  readonly removable: boolean;
}

function Group({ field, form, index, removable }: GroupProps) {
  const t = useWords();
  const value = form.answers[field.name];
  const group = groupsOf(value)[index] ?? {};
  const title = t('group-title', { n: index + 1 });
  return (
    <fieldset class="group">
      <legend class="row apart">
        {title}
        {removable && (
          <button type="button" class="link-button" onClick={() => form.set(field.name, groupRemoved(value, index))}>
            {t('remove')}
            <span class="hidden"> {title}</span>
          </button>
        )}
      </legend>
      <div class="stack">
        {visibleInGroup(field, group, form.answers).map((inner) => {
          const path = `answers.${field.name}.${index}.${inner.name}`;
          return (
            <Control
              key={inner.name}
              id={controlId(path)}
              field={inner}
              value={group[inner.name]}
              error={form.errors.get(path)}
              onChange={(answer) => form.set(field.name, groupChanged(value, index, inner.name, answer))}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
