/** What an applicant is told of a case, and of which events. The sentence says where the case stands now, so that a late notice is not a wrong one. */
import type { Bilingual, Day } from '../base/words.ts';
import type { EventType } from './case.ts';
import { statusOf } from './sentences.ts';
import type { CaseListEntry } from './summary.ts';

export interface Telling {
  readonly title: Bilingual;
  readonly text: Bilingual;
  /** It is the applicant's move. */
  readonly toDo: boolean;
}

const say = (zh: string, en: string): Bilingual => ({ zh, en });

const titles: { readonly [T in EventType]?: Bilingual } = {
  submitted: say('申请已提交', 'Your application was sent'),
  'correction-requested': say('材料需要补正', 'Corrections are needed'),
  accepted: say('申请已受理', 'Your application was accepted'),
  'not-accepted': say('申请不予受理', 'Your application was not accepted'),
  suspended: say('办理已中止', 'The clock of your application stands still'),
  resumed: say('办理已恢复', 'Your application goes on'),
  extended: say('办理期限已延长', 'The time limit was extended'),
  granted: say('申请已批准', 'Your application was approved'),
  denied: say('申请未批准', 'Your application was not approved'),
  'document-issued': say('文书已可下载', 'A document is ready'),
  delivered: say('结果已送达', 'The result was delivered'),
  // By the applicant, or by whoever acts for them: then it is news.
  withdrawn: say('申请已撤回', 'Your application was withdrawn'),
  terminated: say('办理已终止', 'Your application was ended'),
  lapsed: say('申请因未补正已终止', 'Your application was closed without corrections'),
  reopened: say('申请已恢复办理，请补正', 'Your application was taken up again: corrections are needed'),
  'work-order-answered': say('您的评价已有答复', 'Your rating was answered'),
};

/** Events that are told, for the outbox. */
export const toldCaseEvents: ReadonlySet<string> = new Set(Object.keys(titles));

/** @returns undefined for what is not told */
export function caseTelling(type: EventType, entry: CaseListEntry, today: Day): Telling | undefined {
  const title = titles[type];
  if (title === undefined) return undefined;
  const status = statusOf(entry, today);
  const { zh, en } = entry.itemName;
  return {
    title,
    text: say(`${zh}：${status.zh}。`, `${en}: ${status.en}.`),
    toDo: type === 'correction-requested' || type === 'reopened',
  };
}
