/** What a press does to the law's clocks, before it is pressed. */

import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { dayText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useSettings } from '../base/settings.ts';
import type { DeskKey } from './desk-rows.ts';
import { useDeskWords } from './desk-words.ts';

/** The rule behind it, for those whose rule is not plain. */
const rules: { readonly [A in OfficerAction]?: DeskKey } = {
  accept: 'rule-accept',
  'request-correction': 'rule-request-correction',
  suspend: 'rule-suspend',
  resume: 'rule-resume',
  extend: 'rule-extend',
  reopen: 'rule-reopen',
  decide: 'rule-decide',
};

export function Foreseen({ action, view }: { readonly action: OfficerAction; readonly view: DeskCaseView }) {
  const t = useWords();
  const words = useDeskWords();
  const { language } = useSettings();
  const foreseen = view.foreseen.find((each) => each.action === action);
  const rule = action === 'extend' && view.item.limits.joint === true ? 'rule-extend-joint' : rules[action];
  if (foreseen === undefined && rule === undefined) return null;
  const now = (clock: string) => view.due.find((each) => each.clock === clock)?.by;
  return (
    <div class="notice stack tight foreseen">
      {rule !== undefined && <p>{words(rule)}</p>}
      {foreseen !== undefined && foreseen.due.length === 0 && <p>{words('foreseen-none')}</p>}
      {foreseen !== undefined && foreseen.due.length > 0 && (
        <ul class="plain">
          {foreseen.due.map(({ clock, by, provisional }) => {
            const before = now(clock);
            return (
              <li key={clock}>
                {t(`clock-${clock}`)}{' '}
                {before !== undefined && before !== by && (
                  <>
                    <s class="muted number">{dayText(before, language, hallNow())}</s>
                    {' → '}
                  </>
                )}
                <strong class="number">{dayText(by, language, hallNow())}</strong>
                {action === 'suspend' && (clock === 'statutory' || clock === 'promised') && (
                  <span class="muted"> {words('foreseen-paused')}</span>
                )}
                {provisional && <span class="muted small"> {t('provisional')}</span>}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
