/** A number that is kept for a moment, or offered from the waitlist: the clock, the fee, yes or no. */
import { call } from '../../base/api.ts';
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton } from '../../base/ui.tsx';
import { Countdown } from '../../booking/countdown.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { Facts } from './facts.tsx';
import { Fee } from './fee.tsx';
import { usePatientWords } from './patient-words.ts';
import type { LiveAppointment } from './use-appointment.ts';

interface HeldProps {
  readonly one: AppointmentWithRecord;
  readonly live: LiveAppointment;
}

export function Held({ one, live }: HeldProps) {
  const words = usePatientWords();
  const { language } = useSettings();
  const path = { appointmentId: one.appointmentId };
  const confirming = useAction(async (key) => {
    await call('POST /v1/booking/appointments/{appointmentId}/confirm', { path, body: {}, idempotencyKey: key });
    await live.reload();
  });
  const leaving = useAction(async (key) => {
    await call('POST /v1/booking/appointments/{appointmentId}/cancel', { path, body: {}, idempotencyKey: key });
    await live.reload();
  });
  return (
    <section class="card next mine stack" aria-labelledby="held">
      <h2 id="held">{words(titleOf(one))}</h2>
      {one.movedFrom !== undefined && <p>{words('moved-text')}</p>}
      {one.holdUntil !== undefined && (
        <>
          <p class="big-clock">
            <Countdown
              until={one.holdUntil}
              onEnd={() => void live.reload()}
              say={(left) => words('pending-left', { left })}
            />
          </p>
          <p>
            {words(one.orderId === undefined ? 'pending-text' : 'pending-pay', {
              until: timeText(one.holdUntil, language, hallNow()),
            })}
          </p>
        </>
      )}
      <Facts one={one} />
      <Fee one={one} />
      <Refusal problem={confirming.problem ?? leaving.problem} />
      <p class="row">
        {one.orderId === undefined ? (
          <ActionButton busy={confirming.busy} onClick={() => void confirming.run()}>
            {words('confirm')}
          </ActionButton>
        ) : (
          <a class="button" href={`/orders/${one.orderId}`}>
            {words('fee-pay')}
          </a>
        )}
        <ActionButton kind="second" busy={leaving.busy} onClick={() => void leaving.run()}>
          {words('give-up')}
        </ActionButton>
      </p>
    </section>
  );
}

function titleOf({ offered, movedFrom, orderId }: AppointmentWithRecord) {
  if (movedFrom !== undefined) return 'moved-title';
  if (offered === true) return 'offer-title';
  return orderId === undefined ? 'pending-title' : 'pending-pay-title';
}
