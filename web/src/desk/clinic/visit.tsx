/** A visit on the doctor's side: let in, see who it is, talk (by video where it is one), write, prescribe, end. */
import { call } from '../../base/api.ts';
import { useWords } from '../../base/base-words.ts';
import type { AppointmentView } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, BackLink, Title } from '../../base/ui.tsx';
import { useBookingWords } from '../../booking/booking-words.ts';
import { Chat } from '../../booking/chat.tsx';
import { DeviceCheck } from '../../booking/device-check.tsx';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { useOwnDocument } from '../../booking/own-document.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { Stage } from '../../booking/stage.tsx';
import { appointmentTag } from '../../booking/states.ts';
import { useCall } from '../../booking/use-call.ts';
import { useLive } from '../../booking/use-live.ts';
import { useClinicWords } from './clinic-words.ts';
import { PatientCard } from './patient-card.tsx';
import { Prescribe } from './prescribe.tsx';
import { Unfiled, Write } from './write.tsx';

export function VisitPage({ id }: { readonly id: string }) {
  const words = useClinicWords();
  const { query, path } = usePlace();
  const session = query.get('session') ?? '';
  const room = path.endsWith('/room');
  const t = useWords();
  const own = useOwnDocument();
  const live = useLive(
    session === '' ? undefined : `${session} ${id}`,
    () => call('GET /v1/booking/desk/sessions/{sessionId}', { path: { sessionId: session } }),
    8,
  );
  const one = live.data?.appointments.find(({ appointmentId }) => appointmentId === id);
  return (
    <main id="main" class="visit stack" tabIndex={-1}>
      <BackLink href={`/desk/clinic/sessions/${session}${one === undefined ? '' : `?date=${one.date}`}`}>
        {words('back')}
      </BackLink>
      {session !== '' && <LiveNotice live={live} page={words('site')} />}
      {(session === '' || live.data !== undefined) && one === undefined && (
        <>
          <Title site={words('site')}>{t('page-gone')}</Title>
          <p class="notice amber">{words('visit-missing')}</p>
        </>
      )}
      {one !== undefined && (own || !room) && <Visit one={one} reload={live.reload} />}
    </main>
  );
}

interface VisitProps {
  readonly one: AppointmentView;
  readonly reload: () => Promise<void>;
}

function Visit({ one, reload }: VisitProps) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const { language } = useSettings();
  return (
    <>
      <header class="stack tight">
        <Title site={words('site')}>{words('visit-title', { name: one.patientName })}</Title>
        <p class="row">
          <span class={appointmentTag(one.status)}>{booking(`state-${one.status}`)}</span>
          <span class="tag">{booking(`kind-${one.kind}`)}</span>
          <span class="number">{timeText(one.start, language, hallNow())}</span>
          {one.no !== undefined && <span class="number">{booking('number-of', { n: one.no })}</span>}
        </p>
      </header>
      <div class="visit-columns">
        <div class="stack">
          <Middle one={one} reload={reload} />
        </div>
        <aside class="stack">
          <PatientCard id={one.appointmentId} version={one.version} />
        </aside>
      </div>
    </>
  );
}

function Middle({ one, reload }: VisitProps) {
  const words = useClinicWords();
  switch (one.status) {
    case 'checked-in':
      return (
        <>
          <Waiting one={one} reload={reload} />
          {one.kind === 'virtual' && <Messages id={one.appointmentId} open />}
        </>
      );
    case 'arrived':
      return (
        <>
          {one.kind === 'virtual' && <Video id={one.appointmentId} />}
          {one.kind === 'virtual' && <Messages id={one.appointmentId} open />}
          <FollowUp one={one} />
          <Write one={one} done={reload} />
          <Prescribe one={one} done={reload} />
        </>
      );
    case 'fulfilled':
      return (
        <>
          <p class="notice">{words('visit-over')}</p>
          <Unfiled one={one} />
          {one.kind === 'virtual' && <Messages id={one.appointmentId} />}
          <Prescribe one={one} done={reload} />
        </>
      );
    default:
      return <p class="notice amber">{words('visit-not-here')}</p>;
  }
}

function Waiting({ one, reload }: VisitProps) {
  const words = useClinicWords();
  const admitting = useAction(async (key) => {
    const path = { appointmentId: one.appointmentId };
    await call('POST /v1/booking/desk/appointments/{appointmentId}/admit', { path, body: {}, idempotencyKey: key });
    await reload();
  });
  return (
    <>
      <section class="card next mine stack tight">
        <p>{words('visit-wait')}</p>
        <Refusal problem={admitting.problem} />
        <p>
          <ActionButton busy={admitting.busy} onClick={() => void admitting.run()}>
            {words('admit')}
          </ActionButton>
        </p>
      </section>
      {one.kind === 'virtual' && <DeviceCheck />}
    </>
  );
}

function Messages({ id, open }: { readonly id: string; readonly open?: true }) {
  const path = { appointmentId: id };
  const send = (key: string, text: string) =>
    call('POST /v1/booking/desk/appointments/{appointmentId}/messages', { path, body: { text }, idempotencyKey: key });
  return (
    <Chat
      id={id}
      mine="doctor"
      fetch={() => call('GET /v1/booking/desk/appointments/{appointmentId}/messages', { path })}
      {...(open && { send })}
    />
  );
}

/** What an online visit is a follow-up of: it could not have been booked without. */
function FollowUp({ one }: Pick<VisitProps, 'one'>) {
  const words = useClinicWords();
  if (one.kind !== 'virtual' || one.condition === undefined) return null;
  return <p class="notice">{words('condition-follow-up', { condition: one.condition })}</p>;
}

function Video({ id }: { readonly id: string }) {
  const booking = useBookingWords();
  const video = useCall(
    async () =>
      (await call('GET /v1/booking/desk/appointments/{appointmentId}/visit', { path: { appointmentId: id } })).ticket,
  );
  return (
    <div class="card stack tight">
      <h2>{booking('call-title')}</h2>
      {video.state.kind === 'outside' ? (
        <>
          {video.state.left && <p>{booking('call-left')}</p>}
          <p>
            <button type="button" class="button" onClick={video.join}>
              {booking('call-join')}
            </button>
          </p>
        </>
      ) : (
        <Stage call={video} />
      )}
    </div>
  );
}
