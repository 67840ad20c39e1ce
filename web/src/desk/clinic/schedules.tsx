/** Weekly templates (排班模板) as a week's table, and the days that are closed. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { ScheduleView } from '../../base/booking-answers.ts';
import { moneyText, plainDayText } from '../../base/format.ts';
import { Scrolling } from '../../base/scrolling.tsx';
import { useSettings } from '../../base/settings.ts';
import { Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { weekdayText } from '../../booking/times.ts';
import { useLive } from '../../booking/use-live.ts';
import type { AreaProps } from '../areas.ts';
import { useClinicWords } from './clinic-words.ts';
import { ExtraSession } from './extra-session.tsx';
import { useTold } from './use-told.ts';

type Schedule = ScheduleView['schedules'][number];

/** A Monday, to name the days of the week by. */
const weekdays = [1, 2, 3, 4, 5, 6, 7].map((number) => ({ number, day: `2026-11-${String(22 + number)}` }));

export function Schedules({ person }: AreaProps) {
  const words = useClinicWords();
  const live = useLive('schedules', () => call('GET /v1/booking/desk/schedules', {}));
  const [told, setTold] = useTold();
  const [adding, setAdding] = useState(false);
  const departments = [...Map.groupBy(live.data?.schedules ?? [], ({ departmentId }) => departmentId).values()];
  return (
    <main id="main" class="clinic-page wide stack" tabIndex={-1}>
      <Title site={words('site')}>{words('schedules-title')}</Title>
      <p class="muted">{words('schedules-lead')}</p>
      {person.roles.includes('receptionist') && !adding && (
        <p>
          <button type="button" class="button second" onClick={() => setAdding(true)}>
            {words('extra-title')}
          </button>
        </p>
      )}
      {adding && (
        <ExtraSession
          schedules={live.data?.schedules ?? []}
          done={async (what) => {
            setAdding(false);
            setTold(what);
          }}
          close={() => setAdding(false)}
        />
      )}
      <p class="told" role="status">
        {told}
      </p>
      <LiveNotice live={live} />
      {live.data !== undefined && (
        <>
          <Closures closures={live.data.closures} schedules={live.data.schedules} />
          {live.data.schedules.length === 0 && <p class="card muted">{words('schedules-none')}</p>}
          {departments.map((all) => (
            <Department key={all[0]?.departmentId} schedules={all} open={departments.length === 1} />
          ))}
        </>
      )}
    </main>
  );
}

interface DepartmentProps {
  readonly schedules: readonly Schedule[];
  /** A doctor has but one. */
  readonly open: boolean;
}

function Department({ schedules, open }: DepartmentProps) {
  const say = useSay();
  const booking = useBookingWords();
  const { language } = useSettings();
  const [first] = schedules;
  if (first === undefined) return null;
  return (
    <details class="card" open={open}>
      <summary>
        <h2>{say(first.department)}</h2>
      </summary>
      <Scrolling class="table-scroll" label={say(first.department)}>
        <table class="week">
          <thead>
            <tr>
              <th scope="col">{booking('role-doctor')}</th>
              {weekdays.map(({ number, day }) => (
                <th scope="col" key={number}>
                  {weekdayText(day, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {schedules.map((schedule) => (
              <tr key={schedule.practitioner.id}>
                <th scope="row">
                  {say(schedule.practitioner.name)}
                  <span class="block small muted">{booking(`grade-${schedule.practitioner.grade}`)}</span>
                </th>
                {weekdays.map(({ number }) => (
                  <td key={number}>
                    <Cell lines={schedule.lines.filter((line) => line.weekdays.includes(number))} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </details>
  );
}

function Cell({ lines }: { readonly lines: Schedule['lines'] }) {
  const words = useClinicWords();
  const booking = useBookingWords();
  return (
    <>
      {lines.map(({ schedule, part, start, total, minutes, kind, feeFen }) => (
        <p key={`${schedule} ${part}`} class="small">
          <strong>{booking(`part-${part}`)}</strong> {kind === 'virtual' && booking('kind-virtual')}
          <br />
          {words('schedules-line', { start, total, minutes })}
          <br />
          <span class="number">{feeFen === 0 ? booking('free') : moneyText(feeFen)}</span>
        </p>
      ))}
    </>
  );
}

function Closures({ closures, schedules }: ScheduleView) {
  const words = useClinicWords();
  const say = useSay();
  const { language } = useSettings();
  const nameOf = (at: string): string => {
    const found = schedules.find((one) => one.departmentId === at || one.lines.some(({ schedule }) => schedule === at));
    if (found === undefined) return words('closures-all');
    return say(found.departmentId === at ? found.department : found.practitioner.name);
  };
  return (
    <section class="card" aria-labelledby="closures">
      <h2 id="closures">{words('closures-title')}</h2>
      {closures.length === 0 && <p class="muted">{words('closures-none')}</p>}
      <ul class="plain">
        {closures.map(({ at, from, to, reason }) => (
          <li key={`${at} ${from}`}>
            <span class="number">
              {plainDayText(from, language)}
              {to !== from && `–${plainDayText(to, language)}`}
            </span>{' '}
            {nameOf(at)} · {say(reason)}
          </li>
        ))}
      </ul>
    </section>
  );
}
