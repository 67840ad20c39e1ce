/** A booked number: check in when the time has come; move it, give it back, put it into the calendar. */
import { useEffect, useState } from 'preact/hooks';
import { call, callForFile } from '../../base/api.ts';
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton } from '../../base/ui.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { Fee } from './fee.tsx';
import { usePatientWords } from './patient-words.ts';
import type { LiveAppointment } from './use-appointment.ts';

interface BookedProps {
  readonly one: AppointmentWithRecord;
  readonly live: LiveAppointment;
}

export function Booked({ one, live }: BookedProps) {
  const words = usePatientWords();
  const { language } = useSettings();
  const open = useReached(one.checkInFrom);
  const virtual = one.kind === 'virtual';
  const checkingIn = useAction(async (key) => {
    await call('POST /v1/booking/appointments/{appointmentId}/check-in', {
      path: { appointmentId: one.appointmentId },
      body: {},
      idempotencyKey: key,
    });
    // The room's page is a document of its own: only there may camera and microphone be used.
    if (virtual) location.assign(`/booking/appointments/${one.appointmentId}/room`);
    else await live.reload();
  });
  return (
    <section class="card next mine stack tight">
      {open ? (
        <p>
          <ActionButton busy={checkingIn.busy} onClick={() => void checkingIn.run()}>
            {words(virtual ? 'check-in-video' : 'check-in')}
          </ActionButton>
        </p>
      ) : (
        <p class="next-what">
          {words(virtual ? 'next-room' : 'next-check-in', { when: timeText(one.checkInFrom, language, hallNow()) })}
        </p>
      )}
      <Refusal problem={checkingIn.problem} />
      <Fee one={one} />
      <p class="row">
        <CalendarButton id={one.appointmentId} />
        <a class="button second" href={`/booking/departments/${one.departmentId}?move=${one.appointmentId}`}>
          {words('reschedule')}
        </a>
        <a class="button danger" href={`/booking/appointments/${one.appointmentId}/cancel`}>
          {words('cancel-appointment')}
        </a>
      </p>
    </section>
  );
}

/** Has the hall's clock come to this instant? */
export function useReached(instant: string): boolean {
  const look = () => hallNow().getTime() >= Date.parse(instant);
  const [reached, setReached] = useState(look);
  useEffect(() => {
    setReached(look());
    const timer = setInterval(() => setReached(look()), 1000);
    return () => clearInterval(timer);
  }, [instant]);
  return reached;
}

function CalendarButton({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const saving = useAction(async () => {
    const file = await callForFile('GET /v1/booking/appointments/{appointmentId}/calendar', {
      path: { appointmentId: id },
    });
    const address = URL.createObjectURL(file);
    const link = document.createElement('a');
    link.href = address;
    link.download = 'appointment.ics';
    link.click();
    URL.revokeObjectURL(address);
  });
  return (
    <>
      <ActionButton kind="second" busy={saving.busy} onClick={() => void saving.run()}>
        {words('calendar')}
      </ActionButton>
      <Refusal problem={saving.problem} />
    </>
  );
}
