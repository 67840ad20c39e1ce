/** Times of sessions and numbers as people read them, in Shanghai. Pure. */
import type { Language } from '../base/settings.ts';

const zone = 'Asia/Shanghai';

/** 08:10 */
export function clockText(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  );
}

/** 08:10:37 */
export function clockSecondsText(instant: string): string {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts }).format(new Date(instant));
}

/** 08:00–11:00 */
export const spanText = (start: string, end: string): string => `${clockText(start)}–${clockText(end)}`;

/** 周一; Mon. @param day `2026-11-23` */
export function weekdayText(day: string, language: Language): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short' }).format(new Date(`${day}T12:00:00Z`));
}

/** The days from one on. @param count of days, the first included */
export function daysFrom(day: string, count: number): string[] {
  const first = Date.parse(`${day}T12:00:00Z`);
  return Array.from({ length: count }, (_, n) => new Date(first + n * 86_400_000).toISOString().slice(0, 10));
}
