/** The words of a notice (通知书) on the way to a decision: what happened, why, under which article, and until when. */
import { dayOf } from '../base/time.ts';
import type { Day, Instant } from '../base/words.ts';
import { chineseDate, type Decision, type Paper, paperWith } from './paper.ts';

/** What a notice tells of, as plain values. Days are the last lawful ones. */
export type NoticeFacts =
  | {
      readonly kind: 'acceptance';
      readonly deemed: boolean;
      readonly acceptedOn: Day;
      readonly statutoryBy: Day;
      readonly promisedBy: Day;
      /** A day lies in a year whose calendar is not published. */
      readonly provisional: boolean;
    }
  | { readonly kind: 'refusal'; readonly reason: string; readonly rightAuthority: string | undefined }
  | {
      readonly kind: 'correction';
      readonly asked: readonly { readonly what: string; readonly reason: string }[];
      readonly note: string | undefined;
      readonly correctBy: Day;
    }
  | {
      readonly kind: 'extension';
      readonly reason: string;
      readonly days: number;
      readonly statutoryBy: Day;
      readonly joint: boolean;
    }
  | { readonly kind: 'suspension'; readonly ground: Ground; readonly reason: string }
  | { readonly kind: 'termination'; readonly reason: string }
  | { readonly kind: 'lapse'; readonly correctBy: Day };

export type Notice = Pick<Decision, 'number' | 'caseNumber' | 'holder' | 'item' | 'submittedAt' | 'hallUrl'> & {
  readonly at: Instant;
  readonly facts: NoticeFacts;
};

type Ground = keyof typeof grounds;

export const noticeOf = (notice: Notice): Paper =>
  paperWith({ ...notice, title: titles[notice.facts.kind], paragraphs: paragraphsOf(notice), day: dayOf(notice.at) });

const titles = {
  acceptance: '受理通知书',
  refusal: '不予受理通知书',
  correction: '补正材料告知书',
  extension: '延长办理期限告知书',
  suspension: '中止办理通知书',
  termination: '终止办理通知书',
  lapse: '终止办理通知书',
} as const;

const grounds = {
  hearing: '听证',
  tender: '招标',
  auction: '拍卖',
  inspection: '检验',
  testing: '检测',
  quarantine: '检疫',
  appraisal: '鉴定',
  'expert-review': '专家评审',
} as const;

function paragraphsOf(notice: Notice): string[] {
  const { facts } = notice;
  switch (facts.kind) {
    case 'acceptance':
      return [
        facts.deemed
          ? `${applied(notice)}本机关逾期没有告知，依法自收到申请之日（${chineseDate(facts.acceptedOn)}）起即为受理。`
          : `${applied(notice)}经审查，申请材料齐全、符合法定形式，${under(notice, '第三十二条第一款第（五）项')}决定予以受理。`,
        `法定办理期限至${chineseDate(facts.statutoryBy)}，本机关承诺于${chineseDate(facts.promisedBy)}前（含当日）办结。依法中止或者延长的，期限相应顺延，另行告知。`,
        ...(facts.provisional ? ['所涉年度的放假安排尚未公布，上述日期为暂定，公布后重新计算。'] : []),
      ];
    case 'refusal':
      return [
        `${applied(notice)}经审查，${under(notice, '第三十二条')}决定不予受理。理由如下：`,
        ...linesOf(facts.reason),
        ...(facts.rightAuthority === undefined ? [] : [`请向有权办理的机关提出申请：${facts.rightAuthority}。`]),
        remedies,
      ];
    case 'correction':
      return [
        `${applied(notice)}申请材料不齐全或者不符合法定形式，${under(notice, '第三十二条第一款第（四）项')}现一次性告知需要补正的全部内容：`,
        ...facts.asked.map(({ what, reason }, index) => `${index + 1}．${what}：${linesOf(reason).join(' ')}`),
        ...linesOf(facts.note ?? ''),
        `请于${chineseDate(facts.correctBy)}前（含当日）在网上办事大厅补正。逾期不补正的，本次申请终止办理；确有正当理由的，可以申请恢复。`,
      ];
    case 'extension':
      return [
        `${applied(notice)}因在法定期限内不能作出决定，${under(notice, '第四十二条')}经${facts.joint ? '本级人民政府' : '本机关'}负责人批准，延长办理期限${facts.days}个工作日，至${chineseDate(facts.statutoryBy)}。理由如下：`,
        ...linesOf(facts.reason),
      ];
    case 'suspension':
      return [
        `${applied(notice)}办理中依法需要${grounds[facts.ground]}，${under(notice, '第四十五条')}自本通知作出之日起中止计算办理期限，所需时间不计入办理期限。情况如下：`,
        ...linesOf(facts.reason),
        '中止的事由消除后，本机关恢复办理，期限顺延。',
      ];
    case 'termination':
      return [`${applied(notice)}现决定终止办理。理由如下：`, ...linesOf(facts.reason), remedies];
    case 'lapse':
      return [
        `${applied(notice)}本机关已一次性告知需要补正的内容，至${chineseDate(facts.correctBy)}没有收到补正，本次申请终止办理。`,
        '确有正当理由的，可以向本机关申请恢复办理；也可以重新提出申请。',
      ];
  }
}

const remedies =
  '如不服本通知，可以自收到之日起六十日内依法申请行政复议，也可以自收到之日起六个月内依法向人民法院提起行政诉讼。';

function applied({ holder, submittedAt, item }: Notice): string {
  const you = holder.kind === 'legal' ? '你单位' : '你';
  return `${you}于${chineseDate(dayOf(submittedAt))}提出的“${item.name.zh}”申请，`;
}

/** Licences go by the licensing law; other items by their own basis, which follows it. */
const under = ({ item }: Notice, article: string): string =>
  item.type === '01' ? `依据《中华人民共和国行政许可法》${article}的规定，` : '依据该事项的有关规定，';

const linesOf = (text: string): string[] =>
  text.split(/\n+/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
