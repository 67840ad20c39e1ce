/** One control for each kind of field an item may ask for. */
import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { LeafField } from '../../../shared/catalogue/item.ts';
import { useWords } from '../base/base-words.ts';
import { useSay } from '../base/words.ts';
import { described, GroupQuestion, LabelledQuestion, type Question } from './question.tsx';
import { type Answer, answerOf, dateOf, datePartsOf, sameAnswer, textOf } from './values.ts';

type Of<T extends LeafField['type']> = Extract<LeafField, { type: T }>;

export interface ControlProps<F extends LeafField = LeafField> extends Question {
  readonly field: F;
  readonly value: Answer | undefined;
  readonly onChange: (value: Answer | undefined) => void;
}

export function Control(props: ControlProps) {
  const { field } = props;
  switch (field.type) {
    case 'long-text':
      return <LongText {...props} field={field} />;
    case 'date':
      return <DateControl {...props} field={field} />;
    case 'choice':
      return <Choice {...props} field={field} />;
    case 'choices':
      return <Choices {...props} field={field} />;
    case 'yes-no':
      return <YesNo {...props} field={field} />;
    default:
      return <Line {...props} field={field} />;
  }
}

type LineField = Exclude<LeafField, Of<'long-text' | 'date' | 'choice' | 'choices' | 'yes-no'>>;

/** How a browser may help with each kind: keyboard, capitals, what it knows of the person. */
const helpers: Readonly<Record<LineField['type'], Readonly<Record<string, string>>>> = {
  text: {},
  number: { inputMode: 'decimal', class: 'short' },
  money: { inputMode: 'decimal' },
  'id-card': {
    class: 'short',
    autoCapitalize: 'characters',
    spellcheck: 'false',
    autoComplete: 'off',
    maxLength: '40',
  },
  'credit-code': {
    class: 'short',
    autoCapitalize: 'characters',
    spellcheck: 'false',
    autoComplete: 'off',
    maxLength: '40',
  },
  phone: { type: 'tel', inputMode: 'tel', class: 'short', autoComplete: 'tel' },
  email: {
    type: 'text',
    inputMode: 'email',
    class: 'short',
    autoComplete: 'email',
    autoCapitalize: 'none',
    spellcheck: 'false',
  },
  address: { autoComplete: 'street-address' },
};

/** Holds the text as typed, so that `3.` does not turn into `3.00` under the fingers. */
function Line(props: ControlProps<LineField>) {
  const { field, value, id, onChange } = props;
  const say = useSay();
  const t = useWords();
  const [typed, setTyped] = useState(textOf(field, value));
  const shown = sameAnswer(answerOf(field, typed), value) ? typed : textOf(field, value);
  const input = (
    <input
      id={id}
      {...helpers[field.type]}
      {...(field.type === 'text' && field.maxLength <= 40 ? { class: 'short' } : {})}
      {...described(props)}
      value={shown}
      onInput={(event: TargetedEvent<HTMLInputElement>) => {
        setTyped(event.currentTarget.value);
        onChange(answerOf(field, event.currentTarget.value));
      }}
    />
  );
  const unit =
    field.type === 'money'
      ? t('yuan')
      : field.type === 'number' && field.unit !== undefined
        ? say(field.unit)
        : undefined;
  return (
    <LabelledQuestion {...props}>
      {unit === undefined && field.type !== 'money' ? (
        input
      ) : (
        <span class="affix">
          {field.type === 'money' && <span aria-hidden="true">¥</span>}
          {input}
          <span>{unit}</span>
        </span>
      )}
    </LabelledQuestion>
  );
}

function LongText(props: ControlProps<Of<'long-text'>>) {
  const { id, value, onChange } = props;
  return (
    <LabelledQuestion {...props}>
      <textarea
        id={id}
        rows={5}
        {...described(props)}
        value={typeof value === 'string' ? value : ''}
        onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      />
    </LabelledQuestion>
  );
}

/** Year, month and day as three numbers: a birthday is typed, not looked for in a calendar. */
function DateControl(props: ControlProps<Of<'date'>>) {
  const { id, value, error, onChange } = props;
  const t = useWords();
  const [typed, setTyped] = useState(datePartsOf(value));
  const shown = sameAnswer(dateOf(typed), value) ? typed : datePartsOf(value);
  return (
    <GroupQuestion {...props}>
      <div class="date">
        {(['year', 'month', 'day'] as const).map((part) => (
          <label key={part}>
            <input
              id={`${id}-${part}`}
              {...(part === 'year' ? { class: 'date-year' } : {})}
              inputMode="numeric"
              autoComplete="off"
              maxLength={part === 'year' ? 4 : 2}
              aria-invalid={error !== undefined}
              value={shown[part]}
              onInput={(event) => {
                const next = { ...shown, [part]: event.currentTarget.value };
                setTyped(next);
                onChange(dateOf(next));
              }}
            />
            {t(part)}
          </label>
        ))}
      </div>
    </GroupQuestion>
  );
}

/** More than six answers would be a long way down a phone. */
const optionsClass = ({ options }: Of<'choice' | 'choices'>) => (options.length > 6 ? 'options many' : 'options');

function Choice(props: ControlProps<Of<'choice'>>) {
  const { id, field, value, onChange } = props;
  const say = useSay();
  return (
    <GroupQuestion {...props}>
      <div class={optionsClass(field)}>
        {field.options.map((option) => (
          <label class="option" key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            {say(option.label)}
          </label>
        ))}
      </div>
    </GroupQuestion>
  );
}

function Choices(props: ControlProps<Of<'choices'>>) {
  const { field, value, onChange } = props;
  const say = useSay();
  const chosen = Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  const toggle = (option: string) => {
    // In the order of the list, whatever the order of pressing.
    const next = field.options.map((each) => each.value).filter((each) => chosen.includes(each) !== (each === option));
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <GroupQuestion {...props}>
      <div class={optionsClass(field)}>
        {field.options.map((option) => (
          <label class="option" key={option.value}>
            <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />
            {say(option.label)}
          </label>
        ))}
      </div>
    </GroupQuestion>
  );
}

function YesNo(props: ControlProps<Of<'yes-no'>>) {
  const { id, value, onChange } = props;
  const t = useWords();
  return (
    <GroupQuestion {...props}>
      <div class="options inline">
        {([true, false] as const).map((answer) => (
          <label class="option" key={String(answer)}>
            <input type="radio" name={id} checked={value === answer} onChange={() => onChange(answer)} />
            {t(answer ? 'yes' : 'no')}
          </label>
        ))}
      </div>
    </GroupQuestion>
  );
}
