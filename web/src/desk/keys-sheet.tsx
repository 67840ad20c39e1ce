/** Every key of the desk on one sheet. Opens with `?`, closes with Escape. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { actionForms, sheetOrder } from './actions.ts';
import type { DeskKey } from './desk-rows.ts';
import { useDeskWords } from './desk-words.ts';
import { useKeys } from './keys.ts';

const moving = [
  ['J', 'key-next'],
  ['K', 'key-previous'],
  ['Enter', 'key-open'],
  ['N', 'key-take'],
  ['I', 'key-inbox'],
  ['M', 'key-materials'],
  ['G', 'key-guide'],
  ['Ctrl + Enter', 'key-send'],
  ['?', 'key-sheet'],
] as const satisfies readonly (readonly [string, DeskKey])[];

export function KeysSheet() {
  const t = useWords();
  const words = useDeskWords();
  const [open, setOpen] = useState(false);
  const sheet = useRef<HTMLDialogElement>(null);
  useKeys({ '?': () => setOpen(true) });
  useEffect(() => {
    if (open) sheet.current?.showModal();
  }, [open]);
  return (
    <>
      <button
        type="button"
        class="link-button small pad-link keys"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {words('keys-title')} <kbd>?</kbd>
      </button>
      {open && (
        <dialog class="sheet" ref={sheet} aria-labelledby="keys-title" onClose={() => setOpen(false)}>
          <div class="row apart">
            <h2 id="keys-title">{words('keys-title')}</h2>
            <button type="button" class="button second" onClick={() => sheet.current?.close()}>
              {t('close')}
            </button>
          </div>
          <div class="sheet-columns">
            <KeyList title={words('keys-moving')} rows={moving.map(([key, text]) => [key, words(text)])} />
            <KeyList
              title={words('keys-acting')}
              rows={sheetOrder.map((action) => [actionForms[action].key.toUpperCase(), words(`action-${action}`)])}
            />
          </div>
        </dialog>
      )}
    </>
  );
}

function KeyList({ title, rows }: { readonly title: string; readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="key-list">
        {rows.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
