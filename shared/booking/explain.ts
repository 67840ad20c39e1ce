/** A policy in sentences, told before a rule binds: on the page of days, and again with a refusal. Pure. */
import type { Bilingual } from '../base/words.ts';
import type { Grade } from './grades.ts';
import type { Moment, Policy, Queue, Rung } from './policy.ts';

export function explain(policy: Policy): Bilingual[] {
  const { horizonDays, releaseTime, perPhoneMonth, checkInBy, noShowAfter, waitlist, onlineMinAge, holdMinutes } =
    policy;
  return [
    {
      zh: `可预约 ${horizonDays} 天内的号，每天 ${releaseTime} 放号。`,
      en: `Numbers up to ${horizonDays} days ahead; a new day is released at ${releaseTime}.`,
    },
    ...(policy.queue === undefined ? [] : [queueSentence(policy.queue)]),
    { zh: `最晚${momentZh(policy.bookUntil)}预约。`, en: `Book ${momentEn(policy.bookUntil)} at the latest.` },
    {
      zh: `同一人同一天同一科室 1 个号；同一手机号每月最多 ${perPhoneMonth} 个。`,
      en: `One number per person, department and day; at most ${perPhoneMonth} a month per phone number.`,
    },
    {
      zh: `选号后保留 ${holdMinutes} 分钟。`,
      en: `A chosen number is kept for ${holdMinutes} minutes.`,
    },
    cancelSentence(policy),
    {
      zh: `请在上午 ${checkInBy.am}、下午 ${checkInBy.pm} 前签到；过时 ${noShowAfter} 分钟未到算爽约。`,
      en: `Check in by ${checkInBy.am} (morning) or ${checkInBy.pm} (afternoon); ${noShowAfter} minutes late is a no-show.`,
    },
    ...policy.noShowLadder.map((rung) => rungSentence(rung, '爽约', 'no-shows')),
    ...policy.lateCancelLadder.map((rung) => rungSentence(rung, '临时取消', 'late cancels')),
    ...(onlineMinAge > 0
      ? [
          {
            zh: `${onlineMinAge} 岁以下由监护人预约或到窗口办理。`,
            en: `Under ${onlineMinAge}: booked by a guardian, or at the window.`,
          },
        ]
      : []),
    ...(waitlist.places > 0
      ? [
          {
            zh: `约满可候补；补上后请在 ${waitlist.payHours} 小时内确认；${momentZh(waitlist.purge)}仍未补上的自动取消。`,
            en: `When sold out you can wait; take an offered number within ${waitlist.payHours} h. Waiting ends ${momentEn(waitlist.purge)}.`,
          },
        ]
      : []),
  ];
}

function cancelSentence({ cancelUntil, lateCancel, refundLatePercent }: Policy): Bilingual {
  const after =
    lateCancel === 'refused'
      ? { zh: '之后不能取消', en: 'after that it cannot be cancelled' }
      : {
          zh: `之后取消会记为临时取消，挂号费退 ${refundLatePercent}%`,
          en: `a later cancel is counted and returns ${refundLatePercent}% of the fee`,
        };
  return {
    zh: `可在${momentZh(cancelUntil)}前取消，${after.zh}。`,
    en: `Cancel until ${momentEn(cancelUntil)}; ${after.en}.`,
  };
}

function queueSentence({ grades, opensMinutes, turns, turnSeconds }: Queue): Bilingual {
  const named = grades.map((grade) => gradeNames[grade]);
  const lasts = turns * turnSeconds;
  return {
    zh: `${named.map(({ zh }) => zh).join('、')}的号放号时排队：放号前 ${opensMinutes} 分钟起取号签，每人每科每天一签，按抽签分 ${turns} 批放行；放号 ${lasts} 秒后不用号签，先到先得。`,
    en: `A queue for the numbers of ${named.map(({ en }) => en).join(', ')}: take a ticket from ${opensMinutes} minutes before the release, one for each person, department and day; people are let in by lot in ${turns} turns. ${lasts} seconds after the release no ticket is needed: first come, first served.`,
  };
}

const gradeNames: Readonly<Record<Grade, Bilingual>> = {
  resident: { zh: '住院医师', en: 'residents' },
  attending: { zh: '主治医师', en: 'attending physicians' },
  'associate-chief': { zh: '副主任医师', en: 'associate chief physicians' },
  chief: { zh: '主任医师', en: 'chief physicians' },
};

const rungSentence = ({ count, withinMonths, banDays }: Rung, zh: string, en: string): Bilingual => ({
  zh: `${withinMonths} 个月内${zh} ${count} 次，${banDays} 天不能预约。`,
  en: `${count} ${en} within ${withinMonths} months: no booking for ${banDays} days.`,
});

function momentZh(moment: Moment): string {
  switch (moment.kind) {
    case 'days-before':
      return moment.days === 0 ? `就诊当天 ${moment.time}` : `就诊前 ${moment.days} 天 ${moment.time}`;
    case 'working-days-before':
      return `就诊前 ${moment.days} 个工作日 ${moment.time}`;
    case 'before-start':
      return `开诊前 ${moment.minutes} 分钟`;
  }
}

function momentEn(moment: Moment): string {
  switch (moment.kind) {
    case 'days-before':
      return moment.days === 0 ? `by ${moment.time} on the day` : `by ${moment.time}, ${moment.days} day(s) before`;
    case 'working-days-before':
      return `by ${moment.time}, ${moment.days} working day(s) before`;
    case 'before-start':
      return `${moment.minutes} minutes before the session`;
  }
}
