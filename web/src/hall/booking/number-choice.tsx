import type { SessionNumbers } from '../../base/booking-answers.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { clockText } from '../../booking/times.ts';
import { usePatientWords } from './patient-words.ts';

interface NumberChoiceProps {
  readonly free: SessionNumbers['free'];
  /** undefined: any. */
  readonly chosen: number | undefined;
  readonly choose: (no: number | undefined) => void;
}

/** The free times; one that goes while one looks falls back to "any". */
export function NumberChoice({ free, chosen, choose }: NumberChoiceProps) {
  const words = usePatientWords();
  const booking = useBookingWords();
  const still = free.some(({ no }) => no === chosen) ? chosen : undefined;
  return (
    <fieldset class="card">
      <legend>{words('session-number')}</legend>
      <div class="options">
        <label class="option">
          <input type="radio" name="no" checked={still === undefined} onChange={() => choose(undefined)} />
          <span>
            {words('any-number')}
            <span class="hint block">{words('any-number-hint')}</span>
          </span>
        </label>
      </div>
      <div class="options times">
        {free.map(({ no, start }) => (
          <label class="option time" key={no}>
            <input type="radio" name="no" checked={still === no} onChange={() => choose(no)} />
            <span class="number">
              {clockText(start)} <span class="muted small">{booking('number-of', { n: no })}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
