/** A prescription with its medicines and its two signatures, as patient, doctor and pharmacist all read it. */
import type { ComponentChildren } from 'preact';
import type { Prescription } from '../base/booking-answers.ts';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { Said } from '../base/said.tsx';
import { useSettings } from '../base/settings.ts';
import { useSay } from '../base/words.ts';
import { useBookingWords } from './booking-words.ts';
import { conditionText } from './conditions.ts';

interface PaperProps {
  readonly prescription: Prescription;
  readonly children?: ComponentChildren;
}

const tones = { draft: 'tag amber', active: 'tag ok', cancelled: 'tag overdue' } as const;

export function PrescriptionPaper({ prescription: one, children }: PaperProps) {
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  const when = (at: string) => timeText(at, language, hallNow());
  return (
    <article class="prescription stack tight">
      <p class="row apart">
        <span class={tones[one.status]}>{booking(`prescription-${one.status}`)}</span>
        {one.condition !== undefined && <span>{conditionText(one.condition, say, language)}</span>}
      </p>
      <ul class="plain medicines">
        {one.medicines.map(({ code, name, dosage, days }) => (
          <li key={code}>
            <strong>
              <Said>{name}</Said>
            </strong>{' '}
            <span class="muted small number">{code}</span>
            <br />
            <Said>{dosage}</Said> · {booking('medicine-days', { n: days })}
          </li>
        ))}
      </ul>
      <p class="small muted">
        {booking('signed-doctor', { when: when(one.doctor.at) })}
        {one.pharmacist !== undefined && one.status === 'active' && (
          <> · {booking('signed-pharmacist', { when: when(one.pharmacist.at) })}</>
        )}
      </p>
      {one.rejected !== undefined && (
        <p class="notice amber">
          <Said>{booking('rejected-because', { reason: one.rejected })}</Said>
        </p>
      )}
      {children}
    </article>
  );
}
