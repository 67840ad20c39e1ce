/** On the waitlist (候补): nothing to do, and how to leave. */
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { Facts } from './facts.tsx';
import { usePatientWords } from './patient-words.ts';

export function Waiting({ one }: { readonly one: AppointmentWithRecord }) {
  const words = usePatientWords();
  return (
    <section class="card next stack" aria-labelledby="waiting">
      <h2 id="waiting">{words('waiting-title')}</h2>
      <p>{words('waiting-text')}</p>
      <Facts one={one} />
      <p>
        <a class="button danger" href={`/booking/appointments/${one.appointmentId}/cancel`}>
          {words('waiting-leave')}
        </a>
      </p>
    </section>
  );
}
