/** Two weeks as a calendar: each day a link with the numbers left. */
import { dayText } from '../../base/format.ts';
import { useSettings } from '../../base/settings.ts';
import { weekdayText } from '../../booking/times.ts';
import type { DayOffer } from './days.ts';
import { usePatientWords } from './patient-words.ts';

interface CalendarProps {
  readonly offers: readonly DayOffer[];
  readonly chosen: string | undefined;
  readonly today: string;
  readonly hrefOf: (day: string) => string;
}

export function Calendar({ offers, chosen, today, hrefOf }: CalendarProps) {
  const words = usePatientWords();
  return (
    <nav aria-labelledby="days">
      <h2 id="days">{words('days-title')}</h2>
      <ul class="plain days">
        {offers.map((offer) => (
          <li key={offer.day}>
            <Day offer={offer} href={hrefOf(offer.day)} chosen={offer.day === chosen} isToday={offer.day === today} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface DayProps {
  readonly offer: DayOffer;
  readonly href: string;
  readonly chosen: boolean;
  readonly isToday: boolean;
}

function Day({ offer: { day, state, left }, href, chosen, isToday }: DayProps) {
  const words = usePatientWords();
  const { language } = useSettings();
  const short = {
    open: words('day-left', { n: left }),
    full: words('day-full'),
    later: words('day-later'),
    closed: words('day-closed'),
    none: words('day-none'),
  }[state];
  const long = {
    open: words('day-left-long', { n: left }),
    full: words('day-full-long'),
    later: words('day-later-long'),
    closed: words('day-closed-long'),
    none: words('day-none-long'),
  }[state];
  return (
    <a class={`day ${state}`} href={href} aria-current={chosen ? 'date' : undefined}>
      <span class="hidden">
        {dayText(day, language, new Date(`${day}T12:00:00Z`))}
        {long}
      </span>
      <span class="day-week" aria-hidden="true">
        {isToday ? words('today') : weekdayText(day, language)}
      </span>
      <span class="day-number" aria-hidden="true">
        {Number(day.slice(8))}
      </span>
      <span class="day-left" aria-hidden="true">
        {short}
      </span>
    </a>
  );
}
