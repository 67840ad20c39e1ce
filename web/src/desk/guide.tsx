/**
 * The item in the version the case was filed under: nothing beyond it may be asked. Pinned beside every case, whatever is looked at;
 * whoever knows it by heart folds it away by key, and it stays folded in the next case.
 */
import { useState } from 'preact/hooks';
import type { DeskCaseView } from '../base/api-answers.ts';
import { useSettings } from '../base/settings.ts';
import { useSay } from '../base/words.ts';
import { useDeskWords } from './desk-words.ts';
import { guideIsOpen, keepGuide } from './guide-open.ts';
import { useKeys } from './keys.ts';

export function Guide({ view: { item } }: { readonly view: Pick<DeskCaseView, 'item'> }) {
  const words = useDeskWords();
  const say = useSay();
  const { keys } = useSettings();
  const [open, setOpen] = useState(() => guideIsOpen(localStorage));
  const turn = () => {
    keepGuide(!open, localStorage);
    setOpen(!open);
  };
  useKeys({ g: turn });
  return (
    <section class="card stack tight guide" aria-labelledby="guide-title">
      <h2>
        <button type="button" class="link-button" id="guide-title" aria-expanded={open} onClick={turn}>
          {words('case-guide')}
          {keys === 'on' && <kbd>G</kbd>}
        </button>
      </h2>
      <p class="muted small">
        {words('guide-version', { n: item.version })} ·{' '}
        {words('guide-limits', { statutory: item.limits.statutory, promised: item.limits.promised })}
        {item.limits.joint === true && <> · {words('joint')}</>}
      </p>
      {open && (
        <>
          <h3>{words('guide-conditions')}</h3>
          <ul>
            {item.conditions.map((condition) => (
              <li key={condition.zh}>{say(condition)}</li>
            ))}
          </ul>
          <details>
            <summary>{words('guide-basis')}</summary>
            <ul>
              {item.legalBasis.map((basis) => (
                <li key={basis.zh}>{say(basis)}</li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}
