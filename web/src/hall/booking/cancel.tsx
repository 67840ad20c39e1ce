/** Giving a number back: what it costs, said before it is done. */
import { call } from '../../base/api.ts';
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { PartProblem } from '../../base/conditions.tsx';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { navigate } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, BackLink, Title } from '../../base/ui.tsx';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { Facts } from './facts.tsx';
import { useHospitals, whereIs } from './hospitals.ts';
import { usePatientWords } from './patient-words.ts';
import { Rules } from './rules.tsx';
import { useAppointment } from './use-appointment.ts';

export function CancelPage({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const live = useAppointment(id);
  return (
    <div class="narrow stack">
      <BackLink href={`/booking/appointments/${id}`}>{words('to-appointment')}</BackLink>
      <LiveNotice live={live} page={words('site')} />
      {live.data !== undefined && <Ask one={live.data} />}
    </div>
  );
}

function Ask({ one }: { readonly one: AppointmentWithRecord }) {
  const words = usePatientWords();
  const { language } = useSettings();
  const hospitals = useHospitals();
  const to = `/booking/appointments/${one.appointmentId}`;
  const until = timeText(one.cancelUntil, language, hallNow());
  const late = hallNow().getTime() >= Date.parse(one.cancelUntil);
  const waiting = one.status === 'waitlist';
  const cancelling = useAction(async (key) => {
    await call('POST /v1/booking/appointments/{appointmentId}/cancel', {
      path: { appointmentId: one.appointmentId },
      body: {},
      idempotencyKey: key,
    });
    navigate(to);
  });
  return (
    <>
      <Title site={words('site')}>{words('cancel-title')}</Title>
      <section class="card stack">
        <Facts one={one} />
        {waiting ? (
          <p>{words('cancel-waiting')}</p>
        ) : (
          <>
            <p class={late ? 'notice amber' : 'notice'}>{words(late ? 'cancel-late' : 'cancel-free', { until })}</p>
            {one.paid && !late && <p>{words('cancel-refund')}</p>}
            <p class="muted">{words('cancel-number')}</p>
          </>
        )}
        <Refusal problem={cancelling.problem} />
        <p class="row">
          <ActionButton kind="danger" busy={cancelling.busy} onClick={() => void cancelling.run()}>
            {words('cancel-yes')}
          </ActionButton>
          <a class="button second" href={to}>
            {words('cancel-no')}
          </a>
        </p>
      </section>
      {late && !waiting && <PartProblem of={hospitals} what={words('rules')} />}
      {late && !waiting && <Rules rules={whereIs(hospitals.data, one.departmentId)?.hospital.rules ?? []} />}
    </>
  );
}
