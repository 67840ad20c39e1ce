/** How the desk looks to this person: size of letters, contrast, light or dark. Each choice is shown at once, behind the sheet. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { contrasts, type Settings, schemes, sizes, useSettings } from '../base/settings.ts';
import { useDeskWords } from './desk-words.ts';

export function DisplayChoice() {
  const t = useWords();
  const words = useDeskWords();
  const [open, setOpen] = useState(false);
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) sheet.current?.showModal();
  }, [open]);
  return (
    <>
      <button type="button" class="link-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words('display')}
      </button>
      {open && (
        <dialog class="sheet" ref={sheet} aria-labelledby="display-title" onClose={() => setOpen(false)}>
          <div class="stack">
            <div class="row apart">
              <h2 id="display-title">{words('display-title')}</h2>
              <button type="button" class="button second" onClick={() => sheet.current?.close()}>
                {t('close')}
              </button>
            </div>
            <p class="muted">{words('display-lead')}</p>
            <Choice name="size" values={sizes} label={(value) => words(`display-size-${value}`)} />
            <Choice name="contrast" values={contrasts} label={(value) => words(`display-contrast-${value}`)} />
            <Choice name="scheme" values={schemes} label={(value) => words(`display-scheme-${value}`)} />
          </div>
        </dialog>
      )}
    </>
  );
}

type Name = 'size' | 'contrast' | 'scheme';

interface ChoiceProps<K extends Name> {
  readonly name: K;
  readonly values: readonly Settings[K][];
  readonly label: (value: Settings[K]) => ComponentChildren;
}

function Choice<K extends Name>({ name, values, label }: ChoiceProps<K>) {
  const words = useDeskWords();
  const settings = useSettings();
  return (
    <fieldset class="field">
      <legend>{words(`display-${name}`)}</legend>
      <div class="options inline">
        {values.map((value) => (
          <label class="option" key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={settings[name] === value}
              onChange={() => settings.set({ [name]: value })}
            />
            {label(value)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
