/** When something is due, and why then: each step of the reckoning a sentence. */

import type { DueView } from './api-answers.ts';
import { useWords } from './base-words.ts';
import { dayText } from './format.ts';
import { hallNow } from './hall-time.ts';
import { useSettings } from './settings.ts';
import { useSay } from './words.ts';

export function DueList({ due }: { readonly due: readonly DueView[] }) {
  return (
    <ul class="plain stack tight">
      {due.map((each) => (
        <Due key={each.clock} due={each} />
      ))}
    </ul>
  );
}

function Due({ due }: { readonly due: DueView }) {
  const t = useWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <p class="row">
        <span>{t(`clock-${due.clock}`)}</span>
        <strong class="number">{dayText(due.by, language, hallNow())}</strong>
        <Lamp lamp={due.lamp} />
      </p>
      {due.provisional && <p class="small muted">{t('provisional')}</p>}
      {due.why.length > 0 && (
        <details>
          <summary>
            {t('why')}
            <span class="hidden"> {t(`clock-${due.clock}`)}</span>
          </summary>
          <ol class="small">
            {due.why.map((step) => (
              <li key={step.zh}>{say(step)}</li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

/** A lamp always has its word. */
export function Lamp({ lamp }: { readonly lamp: DueView['lamp'] }) {
  const t = useWords();
  return (
    <span class="lamp-word small">
      <span class={`lamp ${lamp}`} aria-hidden="true" /> {t(`lamp-${lamp}`)}
    </span>
  );
}
