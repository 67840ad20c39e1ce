/** One appointment: what to do next, the slip, the place in line, and afterwards the record. */

import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { appointmentTag } from '../../booking/states.ts';
import { Booked } from './booked.tsx';
import { Cancelled, NoShow } from './ended.tsx';
import { Held } from './held.tsx';
import { Called, InLine } from './in-line.tsx';
import { usePatientWords } from './patient-words.ts';
import { Seen } from './seen.tsx';
import { Slip } from './slip.tsx';
import { type LiveAppointment, useAppointment } from './use-appointment.ts';
import { Waiting } from './waiting.tsx';

export function AppointmentPage({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const live = useAppointment(id);
  return (
    <div class="narrow stack">
      <BackLink href="/booking/appointments">{words('my-appointments')}</BackLink>
      <LiveNotice live={live} page={words('site')} />
      {live.data !== undefined && <Shown one={live.data} live={live} />}
    </div>
  );
}

function Shown({ one, live }: { readonly one: AppointmentWithRecord; readonly live: LiveAppointment }) {
  const words = usePatientWords();
  const booking = useBookingWords();
  const say = useSay();
  const state = one.status === 'pending' && one.offered === true ? 'offered' : one.status;
  return (
    <>
      <header class="stack tight">
        <Title site={words('site')}>{`${say(one.department)} ${say(one.practitioner)}`}</Title>
        <p class="row">
          <span class={appointmentTag(one.status)}>{booking(`state-${state}`)}</span>
          <span class="muted">{say(one.hospital)}</span>
        </p>
      </header>
      <Next one={one} live={live} />
      {['booked', 'checked-in', 'arrived'].includes(one.status) && <Slip one={one} />}
      <Record one={one} />
    </>
  );
}

/** The one thing that matters now. */
function Next({ one, live }: { readonly one: AppointmentWithRecord; readonly live: LiveAppointment }) {
  switch (one.status) {
    case 'pending':
      return <Held one={one} live={live} />;
    case 'booked':
      return <Booked one={one} live={live} />;
    case 'waitlist':
      return <Waiting one={one} />;
    case 'checked-in':
      return <InLine one={one} />;
    case 'arrived':
      return <Called one={one} />;
    case 'fulfilled':
      return <Seen one={one} />;
    case 'noshow':
      return <NoShow one={one} />;
    default:
      return <Cancelled one={one} />;
  }
}

function Record({ one }: { readonly one: AppointmentWithRecord }) {
  const words = usePatientWords();
  const { language } = useSettings();
  return (
    <section class="card">
      <details>
        <summary>{words('record')}</summary>
        <ol class="plain timeline" reversed>
          {one.record.toReversed().map(({ type, at, role, reason }) => (
            <li key={`${at} ${type}`}>
              <p class="small muted">
                <time dateTime={at}>{timeText(at, language, hallNow())}</time> · {words(`by-${role}`)}
              </p>
              <p>{words(`record-${type}`)}</p>
              {reason !== undefined && (
                <p class="timeline-detail">
                  <Said>{reason}</Said>
                </p>
              )}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
