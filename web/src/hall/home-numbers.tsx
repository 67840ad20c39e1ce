/**
 * Numbers among the things that wait: appointments that still lie before their patient, each with what it waits for (to be paid, taken,
 * checked in, gone to), and visits of the last days with their record. Fetched with what it needs, after the page stands.
 */
import { useEffect } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { AppointmentView } from '../base/booking-answers.ts';
import { PartProblem } from '../base/conditions.tsx';
import { hallNow } from '../base/hall-time.ts';
import { useLoad } from '../base/load.ts';
import { Said } from '../base/said.tsx';
import { type Step, stepOf } from '../booking/next-step.ts';
import { isAhead } from '../booking/states.ts';
import { AppointmentRow } from './booking/appointment-row.tsx';
import { useHallWords } from './hall-words.ts';

/** @param onFound told whether there is any */
export function Numbers({ onFound }: { readonly onFound: (any: boolean) => void }) {
  const words = useHallWords();
  const mine = useLoad('appointments', () => call('GET /v1/booking/appointments', {}));
  const people = useLoad('patients', () => call('GET /v1/booking/patients', {}));
  const asked = people.data?.items.filter(({ asking = 0 }) => asking > 0) ?? [];
  const shown = shownOf(mine.data?.items ?? [], hallNow());
  const any = shown.length + asked.length > 0;
  const missed = [mine, people].find(({ problem, data }) => problem !== undefined && data === undefined);
  const failed = missed !== undefined;
  useEffect(() => onFound(any || failed), [any, failed]);
  const problem = missed !== undefined && <PartProblem of={missed} what={words('yours-numbers')} />;
  if (!any) return <>{problem}</>;
  return (
    <>
      {problem}
      <h3>{words('yours-numbers')}</h3>
      {asked.map(({ patientId, name }) => (
        <p class="notice amber" key={patientId}>
          <a href="/booking/patients">
            <Said>{words('numbers-asked', { name })}</Said>
          </a>
        </p>
      ))}
      <ul class="plain rows">
        {shown.map((one) => (
          <AppointmentRow key={one.appointmentId} appointment={one} />
        ))}
      </ul>
      <p class="rows-more">
        <a href="/booking/appointments">{words('numbers-all')}</a>
      </p>
    </>
  );
}

/** Those with something to do now come first, then by time; of visits that are over the last one. */
function shownOf(all: readonly AppointmentView[], now: Date): AppointmentView[] {
  const doing = (one: AppointmentView): Step | undefined => stepOf(one, now);
  const ahead = all
    .filter(({ status }) => isAhead(status))
    .toSorted(
      (a, b) => Number(doing(b)?.now ?? false) - Number(doing(a)?.now ?? false) || a.start.localeCompare(b.start),
    );
  const over = all
    .filter((one) => !isAhead(one.status) && doing(one) !== undefined)
    .toSorted((a, b) => b.start.localeCompare(a.start));
  return [...ahead.slice(0, 4), ...over.slice(0, 1)];
}
