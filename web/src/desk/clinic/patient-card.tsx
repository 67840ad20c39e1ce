/** Who is before the doctor: age, what they were seen for, earlier visits, prescriptions. */

import { call } from '../../base/api.ts';
import type { DeskAppointment } from '../../base/booking-answers.ts';
import { dateText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { conditionText } from '../../booking/conditions.ts';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { PrescriptionPaper } from '../../booking/prescription-paper.tsx';
import { useLive } from '../../booking/use-live.ts';
import { useClinicWords } from './clinic-words.ts';

/** @param version of the appointment: another one may mean another prescription */
export function PatientCard({ id, version }: { readonly id: string; readonly version: number }) {
  const words = useClinicWords();
  const live = useLive(
    `${id} ${version}`,
    () => call('GET /v1/booking/desk/appointments/{appointmentId}', { path: { appointmentId: id } }),
    20,
  );
  return (
    <section class="card stack" aria-labelledby="patient">
      <h2 id="patient">{words('patient')}</h2>
      <LiveNotice live={live} />
      {live.data !== undefined && <Summary of={live.data} />}
    </section>
  );
}

function Summary({ of: one }: { readonly of: DeskAppointment }) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  const when = (at: string) => dateText(at, language, hallNow());
  const none = <p class="muted small">{words('patient-none')}</p>;
  return (
    <>
      <p>
        <strong>
          <Said>{one.patient.name}</Said>
        </strong>{' '}
        {words('patient-age', { sex: words(`sex-${one.patient.sex}`), age: one.patient.age })}
        {one.patient.guardianOnRecord && <span class="tag">{words('patient-guardian')}</span>}
        <br />
        <span class="muted small">
          {words('patient-card')} <span class="number">{one.patient.cardNumber}</span>
        </span>
      </p>
      <div>
        <h3>{words('patient-seen')}</h3>
        {one.seen.length === 0 && none}
        <ul class="plain">
          {one.seen.map(({ condition, at }) => (
            <li key={`${condition} ${at}`}>
              {conditionText(condition, say, language)} <span class="muted small">{when(at)}</span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>{words('patient-visits')}</h3>
        {one.encounters.length === 0 && none}
        <ul class="plain">
          {one.encounters.map((visit) => (
            <li key={visit.appointmentId}>
              {when(visit.start)} {say(visit.practitioner)} · {booking(`kind-${visit.kind}`)}
              {visit.condition !== undefined && ` · ${visit.condition}`}
              {visit.note !== '' && (
                <p class="note small">
                  <Said>{visit.note}</Said>
                </p>
              )}
            </li>
          ))}
        </ul>
      </div>
      <div class="stack tight">
        <h3>{words('patient-prescriptions')}</h3>
        {one.prescriptions.length === 0 && none}
        {one.prescriptions.toReversed().map((each) => (
          <PrescriptionPaper key={each.prescriptionId} prescription={each} />
        ))}
      </div>
    </>
  );
}
