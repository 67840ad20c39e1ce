/** Appointments that came to nothing: why, what it means, what to do now. */
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { PartProblem } from '../../base/conditions.tsx';
import { moneyText } from '../../base/format.ts';
import { Said } from '../../base/said.tsx';
import { Facts } from './facts.tsx';
import { useHospitals, whereIs } from './hospitals.ts';
import { usePatientWords } from './patient-words.ts';
import { Rules } from './rules.tsx';

interface EndedProps {
  readonly one: AppointmentWithRecord;
}

export function Cancelled({ one }: EndedProps) {
  const words = usePatientWords();
  const why = one.cancelReason ?? 'patient';
  const staffReason = one.record.findLast(({ type }) => type === 'cancelled')?.reason ?? '';
  return (
    <section class="card stack" aria-labelledby="cancelled">
      <h2 id="cancelled">{words('cancelled-title')}</h2>
      <p>
        <Said>{why === 'staff' ? words('cancelled-staff', { reason: staffReason }) : words(`cancelled-${why}`)}</Said>
      </p>
      {why === 'stopped' && staffReason !== '' && (
        <p class="muted">
          <Said>{staffReason}</Said>
        </p>
      )}
      <Returned one={one} why={why} />
      <Facts one={one} />
      <p class="row">
        {one.replacement !== undefined && (
          <a class="button" href={`/booking/sessions/${one.replacement}`}>
            {words('replacement')}
          </a>
        )}
        <a class="button second" href={`/booking/departments/${one.departmentId}`}>
          {words('book-again')}
        </a>
      </p>
    </section>
  );
}

/** What becomes of a fee that was paid. A number that was moved takes its fee along. */
function Returned({ one, why }: EndedProps & { readonly why: NonNullable<AppointmentWithRecord['cancelReason']> }) {
  const words = usePatientWords();
  if (!one.paid || one.orderId === undefined || why === 'rescheduled') return null;
  const inFull = why === 'stopped' || why === 'staff';
  return (
    <p>
      {words(inFull ? 'returned-full' : 'returned', { fee: moneyText(one.feeFen) })}{' '}
      <a href={`/orders/${one.orderId}`}>{words('returned-see')}</a>
    </p>
  );
}

export function NoShow({ one }: EndedProps) {
  const words = usePatientWords();
  const hospitals = useHospitals();
  return (
    <>
      <section class="card stack" aria-labelledby="noshow">
        <h2 id="noshow">{words('noshow-title')}</h2>
        <Facts one={one} />
        <p>{words('noshow-text')}</p>
      </section>
      <PartProblem of={hospitals} what={words('rules')} />
      <Rules rules={whereIs(hospitals.data, one.departmentId)?.hospital.rules ?? []} />
    </>
  );
}
