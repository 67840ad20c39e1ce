/** After the visit: the record, what was prescribed and how far it is, and that follow-ups can now be by video. */
import { call } from '../../base/api.ts';
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { conditionText } from '../../booking/conditions.ts';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { PrescriptionPaper } from '../../booking/prescription-paper.tsx';
import { useLive } from '../../booking/use-live.ts';
import { Facts } from './facts.tsx';
import { usePatientWords } from './patient-words.ts';

export function Seen({ one }: { readonly one: AppointmentWithRecord }) {
  const words = usePatientWords();
  const say = useSay();
  const { language } = useSettings();
  const { encounter } = one;
  return (
    <>
      <section class="card stack tight" aria-labelledby="seen">
        <h2 id="seen">{words('seen-title')}</h2>
        <Facts one={one} />
        {encounter !== undefined && (
          <>
            <p class="muted">{words('seen-end', { when: timeText(encounter.end, language, hallNow()) })}</p>
            {encounter.condition !== undefined && (
              <p>
                {words('seen-condition')}: <strong>{conditionText(encounter.condition, say, language)}</strong>
              </p>
            )}
            <h3>{words('seen-note')}</h3>
            <p class="note">
              <Said>{encounter.note === '' ? words('seen-note-none') : encounter.note}</Said>
            </p>
            {encounter.condition !== undefined && <p class="notice ok">{words('seen-follow-up')}</p>}
          </>
        )}
      </section>
      {one.withheld === true ? (
        <p class="notice">{words('seen-withheld')}</p>
      ) : (
        <Prescriptions id={one.appointmentId} />
      )}
    </>
  );
}

function Prescriptions({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const live = useLive(
    id,
    () => call('GET /v1/booking/appointments/{appointmentId}/prescriptions', { path: { appointmentId: id } }),
    20,
  );
  return (
    <section class="card stack" aria-labelledby="prescriptions">
      <h2 id="prescriptions">{words('prescriptions')}</h2>
      <LiveNotice live={live} />
      {live.data?.items.length === 0 && <p>{words('prescriptions-none')}</p>}
      {live.data?.items.map((one) => (
        <PrescriptionPaper key={one.prescriptionId} prescription={one}>
          {one.status === 'draft' && <p class="muted">{words('prescription-wait')}</p>}
        </PrescriptionPaper>
      ))}
    </section>
  );
}
