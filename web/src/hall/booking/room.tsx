/**
 * The video visit on the patient's side: devices, waiting room, the room itself, the end. The waiting room is the hall's own and
 * works without any video server; only inside is the provider of the rooms needed.
 */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { AppointmentWithRecord, VisitView } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, BackLink, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { Chat } from '../../booking/chat.tsx';
import { DeviceCheck } from '../../booking/device-check.tsx';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { useOwnDocument } from '../../booking/own-document.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { Stage } from '../../booking/stage.tsx';
import { useCall } from '../../booking/use-call.ts';
import { useLive } from '../../booking/use-live.ts';
import { useReached } from './booked.tsx';
import { Cancelled, NoShow } from './ended.tsx';
import { Place } from './in-line.tsx';
import { usePatientWords } from './patient-words.ts';
import { useAppointment } from './use-appointment.ts';

const roles = ['patient', 'guardian', 'interpreter'] as const;
type Role = (typeof roles)[number];

export function RoomPage({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const say = useSay();
  const own = useOwnDocument();
  const live = useAppointment(id);
  const one = live.data;
  return (
    <div class="narrow stack">
      <BackLink href={`/booking/appointments/${id}`}>{words('to-appointment')}</BackLink>
      <header class="stack tight">
        <Title site={words('site')}>{words('room-title')}</Title>
        {one !== undefined && (
          <p class="muted">{words('room-with', { doctor: say(one.practitioner), department: say(one.department) })}</p>
        )}
      </header>
      <LiveNotice live={live} />
      {one !== undefined && own && <Visit one={one} reload={live.reload} />}
    </div>
  );
}

function Visit({ one, reload }: { readonly one: AppointmentWithRecord; readonly reload: () => Promise<void> }) {
  const words = usePatientWords();
  if (one.kind !== 'virtual') return <p class="notice amber">{words('room-wrong')}</p>;
  switch (one.status) {
    case 'booked':
      return <CheckIn one={one} reload={reload} />;
    case 'checked-in':
    case 'arrived':
      return <Inside one={one} />;
    case 'fulfilled':
      return <Over id={one.appointmentId} />;
    // Stopped or given back while they sat here: why, and what to do now.
    case 'cancelled':
      return <Cancelled one={one} />;
    case 'noshow':
      return <NoShow one={one} />;
    default:
      return <p class="notice amber">{words('room-wrong')}</p>;
  }
}

function CheckIn({ one, reload }: { readonly one: AppointmentWithRecord; readonly reload: () => Promise<void> }) {
  const words = usePatientWords();
  const { language } = useSettings();
  const open = useReached(one.checkInFrom);
  const checkingIn = useAction(async (key) => {
    await call('POST /v1/booking/appointments/{appointmentId}/check-in', {
      path: { appointmentId: one.appointmentId },
      body: {},
      idempotencyKey: key,
    });
    await reload();
  });
  return (
    <>
      <section class="card next mine stack tight">
        <p>
          {open ? words('room-not-yet') : words('next-room', { when: timeText(one.checkInFrom, language, hallNow()) })}
        </p>
        <Refusal problem={checkingIn.problem} />
        {open && (
          <p>
            <ActionButton busy={checkingIn.busy} onClick={() => void checkingIn.run()}>
              {words('check-in-video')}
            </ActionButton>
          </p>
        )}
      </section>
      <DeviceCheck />
    </>
  );
}

/** Waiting and admitted: one component, so that the line is not dropped between two looks. */
function Inside({ one }: { readonly one: AppointmentWithRecord }) {
  const words = usePatientWords();
  const booking = useBookingWords();
  const [role, setRole] = useState<Role>('patient');
  const path = { appointmentId: one.appointmentId };
  const look = (): Promise<VisitView> =>
    call('GET /v1/booking/appointments/{appointmentId}/visit', { path, query: { role } });
  const visit = useLive(`${one.appointmentId} ${role}`, look, 5);
  const video = useCall(async () => (await look()).ticket);
  const state = visit.data?.state;
  if (state === 'ended') return <Over id={one.appointmentId} />;
  const inside = video.state.kind !== 'outside';
  return (
    <>
      <LiveNotice live={visit} />
      {state === 'waiting' && visit.data !== undefined && <WaitingRoom visit={visit.data} />}
      {state === 'admitted' && !inside && (
        <section class="card next mine stack tight" aria-labelledby="open" role="status">
          <h2 id="open">{words('room-open')}</h2>
          <p>{video.state.kind === 'outside' && video.state.left ? booking('call-left') : words('room-open-text')}</p>
          <p>
            <button type="button" class="button" onClick={video.join}>
              {booking('call-join')}
            </button>
          </p>
        </section>
      )}
      {state === 'admitted' && <Stage call={video} />}
      <Messages id={one.appointmentId} open />
      {!inside && (
        <>
          <fieldset class="card">
            <legend>{words('room-me')}</legend>
            <div class="options inline">
              {roles.map((each) => (
                <label class="option" key={each}>
                  <input type="radio" name="role" checked={role === each} onChange={() => setRole(each)} />
                  {booking(`role-${each}`)}
                </label>
              ))}
            </div>
          </fieldset>
          <DeviceCheck />
        </>
      )}
    </>
  );
}

function Messages({ id, open }: { readonly id: string; readonly open?: true }) {
  const path = { appointmentId: id };
  const send = (key: string, text: string) =>
    call('POST /v1/booking/appointments/{appointmentId}/messages', { path, body: { text }, idempotencyKey: key });
  return (
    <Chat
      id={id}
      mine="patient"
      fetch={() => call('GET /v1/booking/appointments/{appointmentId}/messages', { path })}
      {...(open && { send })}
    />
  );
}

function WaitingRoom({ visit }: { readonly visit: VisitView }) {
  const words = usePatientWords();
  return (
    <section class="card next stack tight" aria-labelledby="waiting-room">
      <h2 id="waiting-room">{words('room-waiting')}</h2>
      {visit.place !== undefined && <Place place={visit.place} />}
      <p>{words('room-waiting-text')}</p>
    </section>
  );
}

function Over({ id }: { readonly id: string }) {
  const words = usePatientWords();
  return (
    <>
      <section class="card next stack tight" aria-labelledby="over" role="status">
        <h2 id="over">{words('room-ended')}</h2>
        <p>{words('room-ended-text')}</p>
        <p>
          <a class="button" href={`/booking/appointments/${id}`}>
            {words('room-see')}
          </a>
        </p>
      </section>
      <Messages id={id} />
    </>
  );
}
