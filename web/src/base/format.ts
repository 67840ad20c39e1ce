/** Days, instants, money and sizes as people read them. Pure; a zone and a language, never the machine's. */

type Language = 'zh' | 'en';
const zone = 'Asia/Shanghai';

/** A calendar day: 2月27日 周五, with the year when it is not this one. @param day `2026-02-27` */
export function dayText(day: string, language: Language, now: Date): string {
  // Noon UTC is the same calendar day in every zone from -12 to +11; the text is then made for UTC.
  return dateParts(new Date(`${day}T12:00:00Z`), 'UTC', language, day.slice(0, 4) !== dayOf(now).slice(0, 4), true);
}

/** A calendar day with its year and without its weekday, for birthdays and papers: 1990年3月5日. */
export function plainDayText(day: string, language: Language): string {
  const at = new Date(`${day}T12:00:00Z`);
  return Number.isNaN(at.getTime()) ? day : dateParts(at, 'UTC', language, true, false);
}

/** A calendar day in as few letters as there are, under a chart: 2月27日, 27 Feb. */
export function shortDayText(day: string, language: Language): string {
  return dateParts(new Date(`${day}T12:00:00Z`), 'UTC', language, false, false);
}

/** An instant as the day it was in Shanghai: 2月27日. */
export function dateText(instant: string, language: Language, now: Date): string {
  const at = new Date(instant);
  return dateParts(at, zone, language, dayOf(at).slice(0, 4) !== dayOf(now).slice(0, 4), false);
}

/** An instant with its time: 2月27日 14:05. */
export function timeText(instant: string, language: Language, now: Date): string {
  const at = new Date(instant);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
  return `${dayOf(at) === dayOf(now) ? { zh: '今天', en: 'today' }[language] : dateText(instant, language, now)} ${time}`;
}

/** The calendar day an instant falls on in Shanghai, `2026-02-27`. */
export function dayOf(at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    at,
  );
}

/** @param fen integer fen. ¥35.00 */
export function moneyText(fen: number): string {
  return `¥${yuanText(fen).replace(/\B(?=(\d{3})+\.)/g, ',')}`;
}

/** Integer fen as plain yuan, for an input: 3500 → `35.00`. */
export function yuanText(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

/** What someone typed as yuan, in fen; undefined when it is not an amount. Full-width digits and commas are taken. */
export function fenOf(typed: string): number | undefined {
  const plain = halfWidth(typed).replace(/[,\s¥￥元]/g, '');
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return undefined;
  const [yuan = '0', cents = ''] = plain.split('.');
  return Number(yuan) * 100 + Number(cents.padEnd(2, '0'));
}

/** Full-width digits, letters and signs, as Chinese keyboards give them, in their plain form. */
export function halfWidth(text: string): string {
  return text
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/　/g, ' ')
    .replace(/。/g, '.');
}

/** 820 KB, 1.4 MB. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000
    ? `${Math.round(bytes / 1000)} KB`
    : `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, '')} MB`;
}

function dateParts(at: Date, timeZone: string, language: Language, year: boolean, weekday: boolean): string {
  const options: Intl.DateTimeFormatOptions = {
    timeZone,
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    ...(year ? { year: 'numeric' } : {}),
  };
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const date = new Intl.DateTimeFormat(locale, options).format(at);
  if (!weekday) return date;
  const name = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short' }).format(at);
  return language === 'zh' ? `${date} ${name}` : `${name} ${date}`;
}
