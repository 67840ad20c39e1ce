/** One session: its free times, who it is for, the rules, and the button that holds a number. */
import { useEffect, useReducer } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { SessionNumbers, SessionView } from '../../base/booking-answers.ts';
import { PartProblem } from '../../base/conditions.tsx';
import { dayText, moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { Countdown } from '../../booking/countdown.tsx';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { sessionTag } from '../../booking/states.ts';
import { spanText } from '../../booking/times.ts';
import { useLive } from '../../booking/use-live.ts';
import { useHospitals, whereIs } from './hospitals.ts';
import { Moving } from './moving.tsx';
import { usePatientWords } from './patient-words.ts';
import { Rules } from './rules.tsx';
import { TakeForm } from './take-form.tsx';

export function SessionPage({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const { query } = usePlace();
  const move = query.get('move') ?? undefined;
  const live = useLive(id, () => call('GET /v1/booking/sessions/{sessionId}', { path: { sessionId: id } }), 15);
  const hospitals = useHospitals();
  const session = live.data?.session;
  const where = session === undefined ? undefined : whereIs(hospitals.data, session.departmentId);
  const back =
    session === undefined
      ? '/booking'
      : `/booking/departments/${session.departmentId}?date=${session.date}${move === undefined ? '' : `&move=${move}`}`;
  return (
    <div class="narrow stack">
      <BackLink href={back} />
      {session !== undefined && <Head session={session} where={where} />}
      <LiveNotice live={live} page={words('site')} />
      {move !== undefined && <Moving id={move} />}
      {live.data !== undefined && <Body numbers={live.data} move={move} reload={live.reload} />}
      {session !== undefined && <PartProblem of={hospitals} what={words('rules')} />}
      {where !== undefined && <Rules rules={where.hospital.rules} />}
    </div>
  );
}

function Head({ session, where }: { readonly session: SessionView; readonly where: ReturnType<typeof whereIs> }) {
  const words = usePatientWords();
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  const { practitioner, part, kind, date, start, end, feeFen, state, left, total } = session;
  return (
    <header class="stack tight">
      <Title site={words('site')}>
        {words('session-title', { doctor: say(practitioner.name), part: booking(`part-${part}`) })}
      </Title>
      {where !== undefined && (
        <p class="muted">
          {say(where.hospital.name)} · {say(where.department.name)} · {booking(`grade-${practitioner.grade}`)}
        </p>
      )}
      <p class="row">
        <strong class="number">
          {dayText(date, language, hallNow())} {spanText(start, end)}
        </strong>
        <span class="tag">{booking(`kind-${kind}`)}</span>
        <span class={sessionTag(state)}>
          {state === 'open' ? words('left-of', { left, total }) : booking(`session-${state}`)}
        </span>
        <span class="number">
          {words('fee')} {feeFen === 0 ? booking('free') : moneyText(feeFen)}
        </span>
      </p>
    </header>
  );
}

interface BodyProps {
  readonly numbers: SessionNumbers;
  readonly move: string | undefined;
  readonly reload: () => Promise<void>;
}

/** What can be done with the session as it now is. */
function Body({ numbers, move, reload }: BodyProps) {
  const words = usePatientWords();
  const { session } = numbers;
  switch (session.state) {
    case 'closed':
      return <p class="notice amber">{words('session-closed-text')}</p>;
    case 'stopped':
      return (
        <div class="notice amber stack tight">
          <p>{words('session-stopped-text')}</p>
          {session.replacement !== undefined && (
            <p>
              <a class="button" href={`/booking/sessions/${session.replacement}`}>
                {words('replacement')}
              </a>
            </p>
          )}
        </div>
      );
    default: {
      const waits = session.state === 'not-released';
      const { queue } = session;
      const queues = queue !== undefined && hallNow().getTime() >= Date.parse(queue.opensAt);
      // The form keeps its place in the tree: who has a ticket keeps it when the numbers are released.
      return (
        <>
          {waits && <NotReleased session={session} reload={reload} />}
          {(!waits || queues) && <TakeForm numbers={numbers} move={move} reload={reload} />}
        </>
      );
    }
  }
}

function NotReleased({ session, reload }: { readonly session: SessionView; readonly reload: BodyProps['reload'] }) {
  const words = usePatientWords();
  const { language } = useSettings();
  const [over, end] = useReducer((_: boolean, next: boolean) => next, false);
  // A copy on the way here may be some seconds old, and this clock a second ahead: asked again until the hall says so.
  useEffect(() => {
    if (!over) return;
    void reload();
    const timer = setInterval(() => void reload(), 1500 + Math.random() * 1000);
    return () => clearInterval(timer);
  }, [over]);
  const { queue, releaseAt } = session;
  const opens = queue !== undefined && hallNow().getTime() < Date.parse(queue.opensAt) ? queue.opensAt : undefined;
  return (
    <section class="card stack tight">
      <p>{words('released-long', { when: timeText(releaseAt, language, hallNow()) })}</p>
      {opens !== undefined && <p>{words('queue-soon', { when: timeText(opens, language, hallNow()) })}</p>}
      {Date.parse(releaseAt) - hallNow().getTime() < 86_400_000 && (
        <p class="big-clock">
          <Countdown until={releaseAt} onEnd={() => end(true)} say={(left) => left} />
        </p>
      )}
    </section>
  );
}
