/**
 * Checks of the time between two days (期间): a home registered for half a year, a loan that does not end before it begins. Pure, and the
 * same in the page, at submission and on arrival. A month or year ends on the day of the same number, or on the month's last where it has
 * none (民法典 arts. 200–203).
 */
import type { FieldProblem } from '../base/problems.ts';
import type { Bilingual, Day } from '../base/words.ts';
import { isRealDay } from './identity-numbers.ts';
import type { Answers, AutomaticCheck, Item } from './item.ts';
import { dropHidden, own } from './visibility.ts';

export type TimeBetween = Extract<AutomaticCheck['rule'], { kind: 'time-between' }>;
type Unit = TimeBetween['unit'];

/** In the place of a field's name: the day of application. */
export const dayOfApplication = 'today';

/** The day on which so much time has passed. @param count may be negative */
export function dayAfter(day: Day, count: number, unit: Unit): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  if (unit === 'days') return written(Date.UTC(year, month - 1, date + count));
  const months = month - 1 + count * (unit === 'years' ? 12 : 1);
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return written(Date.UTC(year, months, Math.min(date, last)));
}

const written = (instant: number): Day => new Date(instant).toISOString().slice(0, 10);

/** Is it neither too early nor too late? */
export const isTimely = ({ min, max, unit }: TimeBetween, from: Day, to: Day): boolean =>
  to >= dayAfter(from, min, unit) && (max === undefined || to <= dayAfter(from, max, unit));

/**
 * What stands against the days given, each at the question that is asked later; nothing against one that was not asked or answered.
 * @param today the day of application
 */
export function timeProblems(
  { form, checks }: Pick<Item, 'form' | 'checks'>,
  answers: Answers,
  today: Day,
): FieldProblem[] {
  const counting = dropHidden(form, answers);
  const dayIn = (name: string): Day | undefined => {
    const value = name === dayOfApplication ? today : own(counting, name);
    return typeof value === 'string' && isRealDay(value) ? value : undefined;
  };
  return checks.flatMap(({ rule }) => {
    if (rule.kind !== 'time-between') return [];
    const [from, to] = [dayIn(rule.from), dayIn(rule.to)];
    if (from === undefined || to === undefined || isTimely(rule, from, to)) return [];
    const at = rule.to === dayOfApplication ? rule.from : rule.to;
    return [{ field: `answers.${at}`, code: 'time-between', message: messageOf(rule, from, to, labelsOf(form)) }];
  });
}

type Labels = (name: string) => Bilingual;

function messageOf(rule: TimeBetween, from: Day, to: Day, label: Labels): Bilingual {
  const { min, max = min, unit } = rule;
  const [first, last] = [label(rule.from), label(rule.to)];
  const early = to < dayAfter(from, min, unit);
  if (early && min === 0)
    return { zh: `${last.zh}不能早于${first.zh}。`, en: `${last.en} cannot be before ${first.en}.` };
  const count = early ? min : max;
  const bound = asRead(dayAfter(from, count, unit));
  const one = count === 1 ? units[unit].en.slice(0, -1) : units[unit].en;
  const span = { zh: `${count} ${units[unit].zh}`, en: `${count} ${one}` };
  return early
    ? {
        zh: `从${first.zh}到${last.zh}要满 ${span.zh}，最早是 ${bound.zh}。`,
        en: `From ${first.en} to ${last.en} takes at least ${span.en}: ${bound.en} at the earliest.`,
      }
    : {
        zh: `从${first.zh}到${last.zh}最多 ${span.zh}，最晚是 ${bound.zh}。`,
        en: `From ${first.en} to ${last.en} are at most ${span.en}: ${bound.en} at the latest.`,
      };
}

/** A day as people write it: 2026年9月1日, 1 September 2026. */
function asRead(day: Day): Bilingual {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { zh: `${year}年${month}月${date}日`, en: `${date} ${months[month - 1]} ${year}` };
}

const months = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

const units: Readonly<Record<Unit, Bilingual>> = {
  days: { zh: '天', en: 'days' },
  months: { zh: '个月', en: 'months' },
  years: { zh: '年', en: 'years' },
};

function labelsOf(form: Item['form']): Labels {
  const labels = new Map(form.sections.flatMap(({ fields }) => fields).map(({ name, label }) => [name, label]));
  return (name) => {
    const label = labels.get(name);
    if (label === undefined) return { zh: '申请当天', en: 'the day of application' };
    return { zh: `“${label.zh}”`, en: `“${label.en}”` };
  };
}
