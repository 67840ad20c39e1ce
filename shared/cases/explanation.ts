/** Why something is due when it is, step by step, in sentences a person can check against a calendar. */
import type { Bilingual, Day, Instant } from '../base/words.ts';
import type { Item } from '../catalogue/item.ts';
import { type Exception, exceptionsBetween } from './calendar.ts';
import type { CaseHead } from './case.ts';
import { type Due, duesOf, isPausable, isProvisionalDue, lampOf, periods } from './clock.ts';
import { dayWords, runWords } from './dates-in-words.ts';
import type { DueView } from './views.ts';

/** Every running clock of the case with its reasons, the nearest first. */
export function dueViewsOf(head: Timed, item: Item, today: Day): DueView[] {
  return duesOf(head.clocks).map((due) => ({
    clock: due.clock,
    by: due.by,
    whose: due.whose,
    lamp: lampOf(due, head.clocks, today),
    provisional: isProvisionalDue(due),
    why: whyOf(due, head, item, today),
  }));
}

/** What a due day follows from: the clocks, and whether a correction came. */
type Timed = Pick<CaseHead, 'clocks'> & {
  readonly correction?: { readonly correctedAt?: Instant | undefined } | undefined;
};

function whyOf(due: Due, head: Timed, item: Item, today: Day): Bilingual[] {
  return [
    startOf(due, head, today),
    ...periodOf(due, item),
    ...extensionOf(due, head, item),
    ...exceptionsIn(due, today),
    ...pausesOf(due, head, today),
    endOf(due, head, today),
    ...provisionally(due),
  ];
}

/** The event, whose day is not counted. */
function startOf({ clock, from, by }: Due, { clocks, correction }: Timed, today: Day): Bilingual {
  const on = dayWords(clock === 'renew' ? by : from, today);
  const start = (zh: string, en: string) => ({
    zh: `${on.zh}${zh}，当日不计。`,
    en: `${en} on ${on.en}; that day is not counted.`,
  });
  switch (clock) {
    case 'accept':
      return correction?.correctedAt === undefined
        ? start('收到申请', 'The application was received')
        : start('收到补正', 'The corrections were received');
    case 'correct':
      return start('告知补正', 'Corrections were asked for');
    case 'statutory':
    case 'promised':
      return clocks.deemed
        ? start(
            '收到申请，逾期没有答复，依法视为当日受理',
            'Nobody answered in time, so it counts as accepted when received,',
          )
        : start('受理', 'It was accepted');
    case 'deliver':
      return start('作出决定', 'It was decided');
    case 'answer':
      return start('收到评价', 'The rating was received');
    case 'renew':
      return {
        zh: `许可的有效期到 ${on.zh}为止，延续申请在届满三十日前提出。`,
        en: `The licence ends on ${on.en}; its renewal was applied for thirty days before that.`,
      };
  }
}

/** Licences (许可) go by the licensing law; other items by what their guide says, which follows it. */
function periodOf({ clock }: Due, item: Item): Bilingual[] {
  const law = (article: string) =>
    item.type === '01'
      ? { zh: `（《行政许可法》第${article}条）`, en: ` (Administrative Licensing Law, art. ${articles[article]})` }
      : { zh: '（见办事指南）', en: " (see the item's guide)" };
  const period = (count: number, zh: string, en: string, source: { zh: string; en: string }) => [
    {
      zh: `${zh} ${count} 个工作日${source.zh}。`,
      en: `${en} ${count} working day${count === 1 ? '' : 's'}${source.en}.`,
    },
  ];
  switch (clock) {
    case 'accept':
      return period(
        periods.accept,
        '答复是否受理的期限是',
        'The agency has to say whether it accepts within',
        law('三十二'),
      );
    case 'correct':
      return period(periods.correct, '补正的期限是', 'You may correct within', { zh: '', en: '' });
    case 'statutory':
      return item.limits.joint === true
        ? period(
            item.limits.statutory,
            '由几个机关联合办理，法定的办理期限是',
            'Several authorities decide together; the law gives them',
            law('四十二'),
          )
        : period(item.limits.statutory, '法定的办理期限是', 'The law gives the agency', law('四十二'));
    case 'promised':
      return period(item.limits.promised, '窗口承诺的办理期限是', 'The agency promises to decide within', {
        zh: '',
        en: '',
      });
    case 'deliver':
      return period(periods.deliver, '送达的期限是', 'It has to be delivered within', law('四十四'));
    case 'answer':
      return period(
        periods.answer,
        '差评核实整改并答复的期限是',
        'A bad rating has to be looked into and answered within',
        {
          zh: '',
          en: '',
        },
      );
    case 'renew':
      return [
        {
          zh: '到期没有作出决定的，视为准予延续（《行政许可法》第五十条）。',
          en: 'Undecided by then, it counts as renewed (Administrative Licensing Law, art. 50).',
        },
      ];
  }
}

/** An extension moves the day of the law, and not what was promised. */
function extensionOf({ clock }: Due, { clocks: { extendedDays } }: Timed, item: Item): Bilingual[] {
  if (clock !== 'statutory' || extendedDays === undefined) return [];
  const law = item.type === '01';
  return [
    {
      zh: `经批准延长 ${extendedDays} 个工作日${law ? '（《行政许可法》第四十二条）' : ''}。`,
      en: `With approval it was extended by ${extendedDays} working days${law ? ' (Administrative Licensing Law, art. 42)' : ''}.`,
    },
  ];
}

const articles: Readonly<Record<string, number>> = { 三十二: 32, 四十二: 42, 四十四: 44 };

/** Holidays are not counted; weekend days worked in exchange are. Plain weekends go without saying. */
function exceptionsIn({ clock, from, by }: Due, today: Day): Bilingual[] {
  if (clock === 'renew') return [];
  const all = exceptionsBetween(from, by);
  const named = ({ name, from: first, to }: Exception) => {
    const run = runWords(first, to, today);
    return { zh: `${run.zh}${name.zh}`, en: `${run.en} (${name.en})` };
  };
  const off = all.filter(({ worked }) => !worked).map(named);
  const worked = all.filter((each) => each.worked).map(({ from: day }) => dayWords(day, today));
  return [
    ...said(off, (list) => ({ zh: `${list.zh}放假，不计。`, en: `Holidays are not counted: ${list.en}.` })),
    ...said(worked, (list) => ({
      zh: `${list.zh}调休上班，计入。`,
      en: `Weekend days worked in exchange are counted: ${list.en}.`,
    })),
  ];
}

function said(parts: readonly Bilingual[], say: (list: Bilingual) => Bilingual): Bilingual[] {
  if (parts.length === 0) return [];
  return [say({ zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') })];
}

/** Suspension (中止) stops both decision clocks. */
function pausesOf({ clock }: Due, { clocks: { pausedDays, pausedOn } }: Timed, today: Day): Bilingual[] {
  if (!isPausable(clock)) return [];
  const moved = {
    zh: `依法中止 ${pausedDays} 个工作日，期限顺延。`,
    en: `It was suspended for ${pausedDays} working day${pausedDays === 1 ? '' : 's'}, which are added.`,
  };
  const since = pausedOn === undefined ? undefined : dayWords(pausedOn, today);
  return [
    ...(pausedDays === 0 ? [] : [moved]),
    ...(since === undefined
      ? []
      : [
          {
            zh: `${since.zh}起依法中止，中止期间不计。`,
            en: `It is suspended since ${since.en}; the clock stands still.`,
          },
        ]),
  ];
}

function endOf({ clock, by }: Due, { clocks }: Timed, today: Day): Bilingual {
  const on = dayWords(by, today);
  const standsStill = clocks.pausedOn !== undefined && isPausable(clock);
  if (standsStill)
    return {
      zh: `如不中止，最迟 ${on.zh}；恢复后顺延。`,
      en: `Without the suspension it would be due by ${on.en}; it moves when resumed.`,
    };
  return { zh: `因此最迟 ${on.zh}。`, en: `So it is due by ${on.en}.` };
}

function provisionally(due: Due): Bilingual[] {
  if (!isProvisionalDue(due)) return [];
  const year = due.by.slice(0, 4);
  return [
    {
      zh: `${year} 年的放假安排还没有公布，这个日期是暂定的。`,
      en: `The holidays of ${year} are not published yet, so this day is provisional.`,
    },
  ];
}
