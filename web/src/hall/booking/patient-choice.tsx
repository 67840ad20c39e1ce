import type { PatientView } from '../../base/booking-answers.ts';
import { Said } from '../../base/said.tsx';
import { usePatientWords } from './patient-words.ts';

interface PatientChoiceProps {
  readonly patients: readonly PatientView[];
  /** Those whose consent still stands. */
  readonly able: readonly PatientView[];
  readonly chosen: string | undefined;
  readonly choose: (patientId: string) => void;
}

export function PatientChoice({ patients, able, chosen, choose }: PatientChoiceProps) {
  const words = usePatientWords();
  const add = `/booking/patients/new?return=${encodeURIComponent(location.pathname + location.search)}`;
  return (
    <fieldset class="card" id="who">
      <legend>{words('who')}</legend>
      {patients.length === 0 && <p>{words('who-none')}</p>}
      <div class="options">
        {patients.map(({ patientId, name, relation, idNumberMasked, asked }) => {
          const over = able.every((one) => one.patientId !== patientId);
          return (
            <label class="option" key={patientId}>
              <input
                type="radio"
                name="who"
                disabled={over}
                checked={chosen === patientId}
                onChange={() => choose(patientId)}
              />
              <span>
                <strong>
                  <Said>{name}</Said>
                </strong>{' '}
                {words(`relation-${relation}`)}
                <span class="hint block number">
                  <Said>
                    {asked ? words('consent-asked', { name }) : over ? words('consent-over') : idNumberMasked}
                  </Said>
                </span>
              </span>
            </label>
          );
        })}
      </div>
      <p class="after-options">
        <a class={patients.length === 0 ? 'button' : 'pressable'} href={add}>
          {words('who-add')}
        </a>
      </p>
    </fieldset>
  );
}
