/** When a schedule of EventBridge fires: `rate(5 minutes)`, `cron(0 9 ? * MON-FRI *)` in a time zone, `at(2026-02-13T09:00:00)`. */

const minute = 60_000;

export interface Schedule {
  /**
   * The last time it was due at or before an instant, looking back no further than `since`.
   * @returns undefined when it was not due in between
   */
  lastDue(now: number, since: number): number | undefined;
}

/**
 * @param zone IANA name; cron and at are read in it
 * @throws Error quoting an expression that is none of the three kinds
 */
export function parseSchedule(expression: string, zone = 'UTC'): Schedule {
  const [, kind, body = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(body, expression);
  if (kind === 'at') return at(body, zone);
  if (kind === 'cron') return cron(body, zone, expression);
  throw new Error(`The schedule ${expression} is neither rate(), cron() nor at().`);
}

function rate(body: string, expression: string): Schedule {
  const [amount = '', unit = ''] = body.split(' ');
  const length = { minute, hour: 60 * minute, day: 1440 * minute }[unit.replace(/s$/, '')];
  if (length === undefined || !/^[1-9]\d*$/.test(amount)) throw new Error(`The rate ${expression} cannot be read.`);
  const every = Number(amount) * length;
  return {
    lastDue: (now, since) => (now - since < every ? undefined : since + Math.floor((now - since) / every) * every),
  };
}

function at(body: string, zone: string): Schedule {
  // The instant whose wall clock in the zone shows this time: guess as UTC, then correct by what the zone shows.
  const asUtc = Date.parse(`${body}Z`);
  const shown = wallClock(asUtc, zone);
  const due =
    asUtc -
    (Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute) - Math.floor(asUtc / minute) * minute);
  return { lastDue: (now, since) => (due <= now && due > since ? due : undefined) };
}

function cron(body: string, zone: string, expression: string): Schedule {
  const fields = body.trim().split(/\s+/);
  const [minutes, hours, days, months, weekdays, years] = fields;
  if (fields.length !== 6 || minutes === undefined || hours === undefined || days === undefined) throw bad(expression);
  if (months === undefined || weekdays === undefined || years === undefined) throw bad(expression);
  const onMinute = numbers(minutes, 0, 59);
  const onHour = numbers(hours, 0, 23);
  const onMonth = numbers(months, 1, 12, monthNames);
  const onYear = numbers(years, 1970, 2199);
  const onDay = dayOfMonth(days);
  const onWeekday = dayOfWeek(weekdays);
  const onThisDay = (clock: WallClock): boolean =>
    onYear(clock.year) && onMonth(clock.month) && onDay(clock) && onWeekday(clock);
  return {
    lastDue(now, since) {
      let instant = Math.floor(now / minute) * minute;
      while (instant > since) {
        const clock = wallClock(instant, zone);
        const fits = onHour(clock.hour) && onThisDay(clock);
        if (fits && onMinute(clock.minute)) return instant;
        // Every zone's hours begin on a quarter hour of UTC: where the hour does not fit, none before it in the quarter does.
        instant -= fits ? minute : (instant % (15 * minute)) + minute;
      }
      return undefined;
    },
  };
}

const bad = (expression: string): Error => new Error(`The schedule ${expression} needs six fields.`);

const monthNames = ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdayNames = ['', 'SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** `*`, `?`, `1,15`, `MON-FRI`, `0/5`, `8-18/2`. */
function numbers(field: string, low: number, high: number, names: readonly string[] = []): (value: number) => boolean {
  if (field === '*' || field === '?') return () => true;
  const number = (word: string): number =>
    names.includes(word.toUpperCase()) ? names.indexOf(word.toUpperCase()) : Number(word);
  const allowed = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range === '*' ? [String(low), String(high)] : range.split('-');
    const end = to === undefined ? (step === undefined ? number(from) : high) : number(to);
    for (let value = number(from); value <= end; value += Number(step ?? 1)) allowed.add(value);
  }
  return (value) => allowed.has(value);
}

/** Also `L` (the last day), `15W` (the weekday nearest to the 15th). */
function dayOfMonth(field: string): (clock: WallClock) => boolean {
  if (field === 'L') return ({ day, daysInMonth }) => day === daysInMonth;
  if (field.endsWith('W')) {
    const wanted = Number(field.slice(0, -1));
    return ({ day, weekday, daysInMonth }) => {
      const wantedWeekday = ((weekday - 1 + (wanted - day) + 70) % 7) + 1;
      const shift =
        wantedWeekday === 7 ? (wanted === 1 ? 2 : -1) : wantedWeekday === 1 ? (wanted === daysInMonth ? -2 : 1) : 0;
      return day === wanted + shift;
    };
  }
  const fits = numbers(field, 1, 31);
  return ({ day }) => fits(day);
}

/** 1 is Sunday. Also `6L` (the last Friday), `2#1` (the first Monday). */
function dayOfWeek(field: string): (clock: WallClock) => boolean {
  const [word = '', nth] = field.split('#');
  if (nth !== undefined) {
    const fits = numbers(word, 1, 7, weekdayNames);
    return ({ weekday, day }) => fits(weekday) && Math.ceil(day / 7) === Number(nth);
  }
  if (field.length > 1 && field.endsWith('L')) {
    const fits = numbers(field.slice(0, -1), 1, 7, weekdayNames);
    return ({ weekday, day, daysInMonth }) => fits(weekday) && day + 7 > daysInMonth;
  }
  const fits = numbers(field === 'L' ? '7' : field, 1, 7, weekdayNames);
  return ({ weekday }) => fits(weekday);
}

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 1 is Sunday. */
  readonly weekday: number;
  readonly daysInMonth: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(instant: number, zone: string): WallClock {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const [year, month, day] = [part('year'), part('month'), part('day')];
  return {
    year,
    month,
    day,
    hour: part('hour'),
    minute: part('minute'),
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1,
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
  };
}
