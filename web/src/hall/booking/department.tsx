/** A department's days and sessions, with the numbers left. Also where a new time is chosen for an appointment that moves. */
import { call } from '../../base/api.ts';
import type { DaysView, SessionView } from '../../base/booking-answers.ts';
import { dayOf, moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { sessionTag } from '../../booking/states.ts';
import { daysFrom, spanText } from '../../booking/times.ts';
import { useLive } from '../../booking/use-live.ts';
import { Calendar } from './calendar.tsx';
import { firstDay, offerOf } from './days.ts';
import { useHospitals, whereIs } from './hospitals.ts';
import { Moving } from './moving.tsx';
import { usePatientWords } from './patient-words.ts';
import { Rules } from './rules.tsx';

/** Days shown; a policy's horizon is between 1 and 28, most are 7 or 14. */
const shown = 14;

export function DepartmentPage({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const live = useLive(
    id,
    () =>
      call('GET /v1/booking/departments/{departmentId}/sessions', {
        path: { departmentId: id },
        query: { days: String(shown) },
      }),
    20,
  );
  const { data: hospitals } = useHospitals();
  const hospital = whereIs(hospitals, id)?.hospital;
  return (
    <div class="narrow stack">
      <BackLink href={hospital === undefined ? '/booking' : `/booking/hospitals/${hospital.id}`} />
      <LiveNotice live={live} page={words('site')} />
      {live.data !== undefined && <Days view={live.data} />}
    </div>
  );
}

function Days({ view }: { readonly view: DaysView }) {
  const words = usePatientWords();
  const say = useSay();
  const { query, path } = usePlace();
  const doctor = query.get('doctor') ?? undefined;
  const move = query.get('move') ?? undefined;
  const sessions = view.sessions.filter(({ practitioner }) => doctor === undefined || practitioner.id === doctor);
  const today = dayOf(hallNow());
  const offers = daysFrom(today, shown).map((day) => offerOf(day, sessions));
  const chosen = query.get('date') ?? firstDay(offers);
  const href = (change: Readonly<Record<string, string | undefined>>) => {
    const next = Object.entries({ doctor, move, ...change }).flatMap<[string, string]>(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return `${path}${next.length === 0 ? '' : `?${new URLSearchParams(next)}`}`;
  };
  const only = sessions[0]?.practitioner.name;
  return (
    <>
      <header class="stack tight">
        <Title site={words('site')}>{say(view.department.name)}</Title>
        <p class="muted">{say(view.department.hospital)}</p>
      </header>
      {move !== undefined && <Moving id={move} />}
      {doctor !== undefined && (
        <p class="row">
          {only !== undefined && <span class="tag info">{words('only-doctor', { name: say(only) })}</span>}
          <a class="pressable" href={href({ doctor: undefined, date: chosen })}>
            {words('all-doctors')}
          </a>
        </p>
      )}
      <Calendar offers={offers} chosen={chosen} today={today} hrefOf={(date) => href({ date })} />
      <SessionsOfDay sessions={sessions.filter(({ date }) => date === chosen)} move={move} />
      <Rules rules={view.rules} />
    </>
  );
}

function SessionsOfDay({
  sessions,
  move,
}: {
  readonly sessions: readonly SessionView[];
  readonly move: string | undefined;
}) {
  const words = usePatientWords();
  const { language } = useSettings();
  const later = sessions.find(({ state }) => state === 'not-released');
  return (
    <section class="stack tight" aria-live="polite">
      {sessions.length === 0 && <p class="card muted">{words('no-sessions')}</p>}
      {later !== undefined && (
        <p class="notice">{words('released-long', { when: timeText(later.releaseAt, language, hallNow()) })}</p>
      )}
      <ul class="plain sessions">
        {sessions.map((session) => (
          <SessionRow key={session.sessionId} session={session} move={move} />
        ))}
      </ul>
    </section>
  );
}

function SessionRow({ session, move }: { readonly session: SessionView; readonly move: string | undefined }) {
  const words = usePatientWords();
  const booking = useBookingWords();
  const say = useSay();
  const { practitioner, part, kind, start, end, feeFen, left, total, state, queue } = session;
  return (
    <li>
      <a
        class={`card session ${state}`}
        href={`/booking/sessions/${session.sessionId}${move === undefined ? '' : `?move=${move}`}`}
      >
        <span class="session-who">
          <strong>{say(practitioner.name)}</strong>{' '}
          <span class="muted small">{booking(`grade-${practitioner.grade}`)}</span>
          {queue !== undefined && hallNow().getTime() < Date.parse(queue.endsAt) && (
            <span class="tag amber">{words('queue-tag')}</span>
          )}
          {kind === 'virtual' && <span class="tag info">{booking('kind-virtual')}</span>}
        </span>
        <span class="session-when number">
          {booking(`part-${part}`)} {spanText(start, end)}
        </span>
        <span class="session-fee number muted">{feeFen === 0 ? booking('free') : moneyText(feeFen)}</span>
        <span class="session-left">
          <span class={sessionTag(state)}>
            {state === 'open' ? words('left-of', { left, total }) : booking(`session-${state}`)}
          </span>
        </span>
      </a>
    </li>
  );
}
