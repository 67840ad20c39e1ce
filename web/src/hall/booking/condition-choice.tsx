/** What an online follow-up is for: only what the person was seen for in person (互联网诊疗管理办法 art. 16). */
import type { PatientView } from '../../base/booking-answers.ts';
import { dateText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { conditionText } from '../../booking/conditions.ts';
import { usePatientWords } from './patient-words.ts';

interface ConditionChoiceProps {
  readonly patient: PatientView;
  readonly chosen: string | undefined;
  readonly choose: (condition: string) => void;
}

export function ConditionChoice({ patient, chosen, choose }: ConditionChoiceProps) {
  const words = usePatientWords();
  const say = useSay();
  const { language } = useSettings();
  const none = patient.withheld ? 'condition-withheld' : patient.seen.length === 0 ? 'condition-none' : undefined;
  if (none !== undefined)
    return (
      <p class="notice amber">
        <Said>{words(none, { name: patient.name })}</Said>
      </p>
    );
  const latest = new Map(
    patient.seen.toSorted((a, b) => a.at.localeCompare(b.at)).map((one) => [one.condition, one.at]),
  );
  return (
    <fieldset class="card" id="condition">
      <legend>{words('condition')}</legend>
      <p class="hint">{words('condition-lead')}</p>
      <div class="options">
        {[...latest].map(([condition, at]) => (
          <label class="option" key={condition}>
            <input type="radio" name="condition" checked={chosen === condition} onChange={() => choose(condition)} />
            <span>
              {conditionText(condition, say, language)}
              <span class="hint block">{words('condition-seen', { when: dateText(at, language, hallNow()) })}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
