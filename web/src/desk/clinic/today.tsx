/** A day's sessions of the hospital (a doctor's own), and the one that is open beside them. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { HospitalView, SessionView } from '../../base/booking-answers.ts';
import { dayOf, dayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useLoad } from '../../base/load.ts';
import type { SignedIn } from '../../base/person.ts';
import { usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { sessionTag } from '../../booking/states.ts';
import { spanText } from '../../booking/times.ts';
import { useLive } from '../../booking/use-live.ts';
import { Arrive } from './arrive.tsx';
import { useClinicWords } from './clinic-words.ts';
import { departmentName } from './department-name.ts';
import { SessionPanel } from './session-panel.tsx';

interface TodayProps {
  readonly person: SignedIn;
  /** The session that is open. */
  readonly open: string | undefined;
}

export function Today({ person, open }: TodayProps) {
  const words = useClinicWords();
  const { language } = useSettings();
  const { query } = usePlace();
  const asked = query.get('date') ?? undefined;
  // Without a day in the address the hall says which one today is.
  const live = useLive(asked ?? '', () => call('GET /v1/booking/desk/sessions', { query: { date: asked } }), 30);
  const date = asked ?? live.data?.items[0]?.date ?? dayOf(hallNow());
  const { data: hospitals } = useLoad('hospitals', async () => (await call('GET /v1/booking/hospitals', {})).items);
  const title = words('today-title', { day: dayText(date, language, hallNow()) });
  return (
    // On a phone one of the two is there at a time; what is there is the page's main part.
    <main id="main" class={open === undefined ? 'clinic-split' : 'clinic-split with-session'} tabIndex={-1}>
      <section class="clinic-list stack" aria-labelledby="sessions">
        {open === undefined ? <Title site={words('site')}>{title}</Title> : <h2>{title}</h2>}
        <Days date={date} />
        {person.roles.includes('receptionist') && <Arrive onChanged={() => void live.reload()} />}
        <h2 id="sessions" class="hidden">
          {words('tab-today')}
        </h2>
        <LiveNotice live={live} />
        {live.data !== undefined && <Sessions items={live.data.items} open={open} date={date} hospitals={hospitals} />}
      </section>
      <div class="clinic-main">
        {open === undefined ? (
          <p class="muted pick">{words('pick')}</p>
        ) : (
          <SessionPanel
            key={open}
            id={open}
            person={person}
            hospitals={hospitals}
            onChanged={() => void live.reload()}
          />
        )}
      </div>
    </main>
  );
}

function Days({ date }: { readonly date: string }) {
  const words = useClinicWords();
  const at = (by: number) => new Date(Date.parse(`${date}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  return (
    <p class="row days-line">
      <a class="button second" href={`/desk/clinic?date=${at(-1)}`}>
        {words('day-before')}
      </a>
      <a class="button second" href="/desk/clinic">
        {words('day-today')}
      </a>
      <a class="button second" href={`/desk/clinic?date=${at(1)}`}>
        {words('day-after')}
      </a>
    </p>
  );
}

interface SessionsProps {
  readonly items: readonly SessionView[];
  readonly open: string | undefined;
  readonly date: string;
  readonly hospitals: readonly HospitalView[] | undefined;
}

function Sessions({ items, open, date, hospitals }: SessionsProps) {
  const words = useClinicWords();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const has = (session: SessionView): boolean => {
    const names = [session.practitioner.name, departmentName(hospitals, session.departmentId)];
    return names.some((name) => name?.zh.includes(wanted) === true || name?.en.toLowerCase().includes(wanted) === true);
  };
  const shown = wanted === '' ? items : items.filter(has);
  if (items.length === 0) return <p class="muted">{words('today-none')}</p>;
  return (
    <>
      {items.length > 8 && (
        <div class="field">
          <label for="filter">{words('filter-sessions')}</label>
          <input
            id="filter"
            type="search"
            autoComplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      )}
      <ul class="plain clinic-sessions">
        {shown.map((session) => (
          <Row key={session.sessionId} session={session} open={open} date={date} hospitals={hospitals} />
        ))}
      </ul>
    </>
  );
}

function Row({ session, open, date, hospitals }: { readonly session: SessionView } & Omit<SessionsProps, 'items'>) {
  const booking = useBookingWords();
  const say = useSay();
  const { sessionId, practitioner, part, kind, start, end, state, departmentId } = session;
  const department = departmentName(hospitals, departmentId);
  return (
    <li>
      <a
        class="clinic-session"
        href={`/desk/clinic/sessions/${sessionId}?date=${date}`}
        aria-current={open === sessionId ? 'true' : undefined}
      >
        <strong>{say(practitioner.name)}</strong>
        <span class="number">
          {booking(`part-${part}`)} {spanText(start, end)}
        </span>
        <span class="muted small">
          {department !== undefined && say(department)}
          {kind === 'virtual' && ` · ${booking('kind-virtual')}`}
        </span>
        <span class={sessionTag(state)}>{booking(`session-${state}`)}</span>
      </a>
    </li>
  );
}
