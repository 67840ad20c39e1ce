/** One session at the desk: its list and line, and what reception or the doctor may do with it. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { AppointmentView, DeskSession, HospitalView, SessionView } from '../../base/booking-answers.ts';
import { dayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import type { SignedIn } from '../../base/person.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, BackLink, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { sessionTag } from '../../booking/states.ts';
import { spanText } from '../../booking/times.ts';
import { useLive } from '../../booking/use-live.ts';
import { useKeys } from '../keys.ts';
import { AppointmentLine } from './appointment-line.tsx';
import { useClinicWords } from './clinic-words.ts';
import { departmentName } from './department-name.ts';
import { SqueezeIn } from './squeeze-in.tsx';
import { StopSession } from './stop-session.tsx';
import { useTold } from './use-told.ts';
import { BookAtWindow } from './walk-in.tsx';

interface PanelProps {
  readonly id: string;
  readonly person: SignedIn;
  readonly hospitals: readonly HospitalView[] | undefined;
  readonly onChanged: () => void;
}

export function SessionPanel({ id, person, hospitals, onChanged }: PanelProps) {
  const words = useClinicWords();
  const live = useLive(id, () => call('GET /v1/booking/desk/sessions/{sessionId}', { path: { sessionId: id } }), 8);
  const [told, setTold] = useTold();
  const changed = async (what: string) => {
    setTold(what);
    await live.reload();
    onChanged();
  };
  return (
    <div class="stack">
      <BackLink href="/desk/clinic">{words('back')}</BackLink>
      <LiveNotice live={live} page={words('site')} />
      {live.data !== undefined && (
        <>
          <Head session={live.data.session} hospitals={hospitals} />
          <Tools view={live.data} person={person} changed={changed} />
          <p class="told" role="status">
            {told}
          </p>
          <List view={live.data} person={person} changed={changed} />
        </>
      )}
    </div>
  );
}

function Head({ session, hospitals }: { readonly session: SessionView } & Pick<PanelProps, 'hospitals'>) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  const department = departmentName(hospitals, session.departmentId);
  return (
    <header class="stack tight">
      <Title site={words('site')}>
        {`${say(session.practitioner.name)} ${department === undefined ? '' : say(department)}`}
      </Title>
      <p class="row">
        <strong class="number">
          {dayText(session.date, language, hallNow())} {booking(`part-${session.part}`)}{' '}
          {spanText(session.start, session.end)}
        </strong>
        <span class={sessionTag(session.state)}>{booking(`session-${session.state}`)}</span>
        <span class="tag">{booking(`kind-${session.kind}`)}</span>
      </p>
    </header>
  );
}

export interface ChangeProps {
  readonly view: DeskSession;
  readonly person: SignedIn;
  /** Says what was done and fetches the list anew. */
  readonly changed: (what: string) => Promise<void>;
}

/** What may be done with the whole session. */
function Tools({ view, person, changed }: ChangeProps) {
  const words = useClinicWords();
  const [open, setOpen] = useState<'squeeze' | 'stop' | 'walk-in' | undefined>(undefined);
  const done = async (what: string) => {
    setOpen(undefined);
    await changed(what);
  };
  const stopped = view.session.state === 'stopped';
  const receives = person.roles.includes('receptionist');
  if (stopped) return null;
  return (
    <div class="stack tight">
      <p class="row">
        {person.roles.includes('doctor') && <CallNext view={view} changed={changed} />}
        {receives && (
          <button
            type="button"
            class="button second"
            aria-expanded={open === 'walk-in'}
            onClick={() => setOpen('walk-in')}
          >
            {words('walk-in')}
          </button>
        )}
        <button
          type="button"
          class="button second"
          aria-expanded={open === 'squeeze'}
          onClick={() => setOpen('squeeze')}
        >
          {words('squeeze-in')}
        </button>
        {receives && (
          <button type="button" class="button danger" aria-expanded={open === 'stop'} onClick={() => setOpen('stop')}>
            {words('stop')}
          </button>
        )}
      </p>
      {open === 'squeeze' && <SqueezeIn view={view} done={done} close={() => setOpen(undefined)} />}
      {open === 'walk-in' && <BookAtWindow session={view.session} done={done} close={() => setOpen(undefined)} />}
      {open === 'stop' && <StopSession session={view.session} done={done} close={() => setOpen(undefined)} />}
    </div>
  );
}

function CallNext({ view, changed }: Pick<ChangeProps, 'view' | 'changed'>) {
  const words = useClinicWords();
  const { keys } = useSettings();
  const path = { sessionId: view.session.sessionId };
  const calling = useAction(async (key) => {
    const called = await call('POST /v1/booking/desk/sessions/{sessionId}/call-next', {
      path,
      body: {},
      idempotencyKey: key,
    });
    await changed(words('done', { what: words('admit'), name: called.patientName }));
  });
  useKeys({ n: () => void calling.run() });
  return (
    <>
      <ActionButton busy={calling.busy} onClick={() => void calling.run()}>
        {words(keys === 'on' ? 'call-next-key' : 'call-next')}
      </ActionButton>
      <Refusal problem={calling.problem} />
    </>
  );
}

/** With the doctor first, then the line in its order, then by number; what is over comes last. */
function inOrder(all: readonly AppointmentView[]): AppointmentView[] {
  const weight = ({ status }: AppointmentView): number =>
    ({ arrived: 0, 'checked-in': 1, booked: 2, pending: 3, waitlist: 4, fulfilled: 5, noshow: 6, cancelled: 7 })[
      status
    ];
  const place = (one: AppointmentView): number => one.place?.before ?? one.no ?? 999;
  return all.toSorted((a, b) => weight(a) - weight(b) || place(a) - place(b));
}

function List({ view, person, changed }: ChangeProps) {
  const words = useClinicWords();
  return (
    <section aria-labelledby="list">
      <h2 id="list">{words('list-title')}</h2>
      {view.appointments.length === 0 && <p class="muted">{words('session-none')}</p>}
      <ul class="plain lines">
        {inOrder(view.appointments).map((one) => (
          <AppointmentLine key={one.appointmentId} one={one} person={person} changed={changed} />
        ))}
      </ul>
    </section>
  );
}
