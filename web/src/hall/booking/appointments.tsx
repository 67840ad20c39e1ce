/** Appointments of everyone one books for: what is coming first, what has been after it. */
import { call } from '../../base/api.ts';
import type { AppointmentView } from '../../base/booking-answers.ts';
import { BackLink, Title } from '../../base/ui.tsx';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { isAhead } from '../../booking/states.ts';
import { useLive } from '../../booking/use-live.ts';
import { AppointmentRow } from './appointment-row.tsx';
import { usePatientWords } from './patient-words.ts';

export function Appointments() {
  const words = usePatientWords();
  const live = useLive('appointments', () => call('GET /v1/booking/appointments', {}), 30);
  const items = live.data?.items ?? [];
  const ahead = items.filter(({ status }) => isAhead(status)).toReversed();
  const past = items.filter(({ status }) => !isAhead(status));
  return (
    <div class="narrow stack">
      <BackLink href="/booking">{words('to-start')}</BackLink>
      <Title site={words('site')}>{words('appointments-title')}</Title>
      <LiveNotice live={live} />
      {live.data !== undefined && items.length === 0 && (
        <section class="card stack tight">
          <p>{words('appointments-none')}</p>
          <p>
            <a class="button" href="/booking">
              {words('book-now')}
            </a>
          </p>
        </section>
      )}
      <Part id="ahead" title={words('appointments-ahead')} items={ahead} />
      <Part id="past" title={words('appointments-past')} items={past} />
    </div>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly items: readonly AppointmentView[];
}

function Part({ id, title, items }: PartProps) {
  if (items.length === 0) return null;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="plain rows">
        {items.map((one) => (
          <AppointmentRow key={one.appointmentId} appointment={one} />
        ))}
      </ul>
    </section>
  );
}
