/** Numbers that come up: appointments that still lie before their patient. Fetched with what it needs, after the page stands. */
import { call } from '../base/api.ts';
import { useLoad } from '../base/load.ts';
import { isAhead } from '../booking/states.ts';
import { AppointmentRow } from './booking/appointment-row.tsx';
import { useHallWords } from './hall-words.ts';

export function Numbers() {
  const words = useHallWords();
  const { data } = useLoad('appointments', () => call('GET /v1/booking/appointments', {}));
  const ahead = data?.items.filter(({ status }) => isAhead(status)) ?? [];
  if (ahead.length === 0) return null;
  return (
    <>
      <h3>{words('yours-numbers')}</h3>
      <ul class="plain rows">
        {ahead
          .toSorted((a, b) => a.start.localeCompare(b.start))
          .slice(0, 3)
          .map((one) => (
            <AppointmentRow key={one.appointmentId} appointment={one} />
          ))}
      </ul>
    </>
  );
}
