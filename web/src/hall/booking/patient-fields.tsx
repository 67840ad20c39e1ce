/** The two kinds of question that the form of a patient has. */

interface Question {
  readonly id: string;
  readonly hint?: string | undefined;
  readonly error: string | undefined;
}

interface TextFieldProps extends Question {
  readonly label: string;
  readonly numeric?: true;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

export function TextField({ id, label, hint, error, numeric, value, onInput }: TextFieldProps) {
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].join(' ').trim();
  return (
    <div class={error === undefined ? 'field' : 'field bad'}>
      <label for={id}>{label}</label>
      <Notes id={id} hint={hint} error={error} />
      <input
        id={id}
        class="short"
        autoComplete="off"
        spellcheck={false}
        {...(numeric === true ? { inputMode: 'tel' as const } : {})}
        aria-invalid={error !== undefined}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

interface ChoiceFieldProps<T extends string | number> extends Question {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly chosen: T | undefined;
  readonly choose: (value: T) => void;
}

export function ChoiceField<T extends string | number>(props: ChoiceFieldProps<T>) {
  const { id, legend, hint, error, options, chosen, choose } = props;
  return (
    <fieldset class={error === undefined ? 'field' : 'field bad'} id={id}>
      <legend>{legend}</legend>
      <Notes id={id} hint={hint} error={error} />
      <div class="options many">
        {options.map(({ value, text }) => (
          <label class="option" key={value}>
            <input type="radio" name={id} checked={chosen === value} onChange={() => choose(value)} />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Notes({ id, hint, error }: Question) {
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
}
