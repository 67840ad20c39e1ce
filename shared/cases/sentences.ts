/** Where a case stands and what comes next, in a sentence for people. */
import type { Bilingual, Day } from '../base/words.ts';
import type { CaseState } from './case.ts';
import { type Due, isDeemedAccepted, nextDue } from './clock.ts';
import { dayWords } from './dates-in-words.ts';
import type { CaseListEntry } from './summary.ts';
import type { NextStep } from './views.ts';

type Standing = Pick<CaseListEntry, 'state' | 'clocks' | 'decision' | 'suspension'>;

/** `审查中，最迟 3月19日 答复`. */
export function statusOf(entry: Standing, today: Day): Bilingual {
  const stands = standing(entry, today);
  const due = entry.state === 'suspended' ? undefined : nextDue(entry.clocks);
  const until = due === undefined ? undefined : untilWords(due, entry.state, today);
  return until === undefined ? stands : { zh: `${stands.zh}，${until.zh}`, en: `${stands.en}; ${until.en}` };
}

/** What comes next, whose move it is, and by when. */
export function nextStepOf(entry: Standing, today: Day): NextStep {
  const { what, whose } = next(entry, today);
  const due = entry.state === 'suspended' ? undefined : nextDue(entry.clocks);
  return { what, whose, ...(due === undefined ? {} : { by: due.by }) };
}

function standing({ state, clocks, decision, suspension }: Standing, today: Day): Bilingual {
  if (state === 'submitted' && isDeemedAccepted(clocks, today)) {
    return say(
      '已提交，逾期没有答复，依法视为已受理',
      'Submitted; the agency did not answer in time, so it counts as accepted',
    );
  }
  if (state === 'delivered') {
    return decision?.outcome === 'deny'
      ? say('已办结：未批准，决定书已送达', 'Closed: not approved, the letter is delivered')
      : say('已办结：已批准，结果已送达', 'Closed: approved, the result is delivered');
  }
  if (state === 'suspended' && suspension?.ground === 'fee')
    return say('等您缴费，期限暂停计算', 'Waiting for your fee; the clock stands still');
  return standings[state];
}

const say = (zh: string, en: string): Bilingual => ({ zh, en });

const standings: Readonly<Record<Exclude<CaseState, 'delivered'>, Bilingual>> = {
  draft: say('草稿，还没有提交', 'Draft, not submitted yet'),
  submitted: say('已提交，等待受理', 'Submitted, waiting to be accepted'),
  'correction-requested': say('需要补正', 'Corrections needed'),
  'in-review': say('审查中', 'Under review'),
  suspended: say('已依法中止，期限暂停计算', 'Suspended by law, the clock stands still'),
  proposed: say('已审查，等待决定', 'Reviewed, waiting for the decision'),
  granted: say('已批准', 'Approved'),
  denied: say('未批准', 'Not approved'),
  'not-accepted': say('不予受理', 'Not accepted'),
  withdrawn: say('已撤回', 'Withdrawn'),
  terminated: say('已终止办理', 'Ended without a decision'),
  lapsed: say('逾期没有补正，已终止', 'Closed, as no corrections came in time'),
};

function untilWords({ by }: Due, state: CaseState, today: Day): Bilingual | undefined {
  const on = dayWords(by, today);
  const overdue = today > by;
  switch (state) {
    case 'submitted':
      return overdue ? undefined : say(`最迟 ${on.zh} 答复`, `answer by ${on.en}`);
    case 'in-review':
    case 'proposed':
      return overdue
        ? say(`已超过 ${on.zh} 的期限`, `overdue since ${on.en}`)
        : say(`最迟 ${on.zh} 答复`, `answer by ${on.en}`);
    case 'correction-requested':
      return overdue
        ? say(`${on.zh} 的期限已过，请尽快补正`, `the time ended on ${on.en}, correct as soon as you can`)
        : say(`请在 ${on.zh} 前（含当日）补正`, `please correct by ${on.en}`);
    case 'granted':
    case 'denied':
      return overdue
        ? say(`已超过 ${on.zh} 的送达期限`, `delivery overdue since ${on.en}`)
        : say(`最迟 ${on.zh} 送达`, `delivery by ${on.en}`);
    default:
      return undefined;
  }
}

function next({ state, clocks, suspension }: Standing, today: Day): Omit<NextStep, 'by'> {
  if (clocks.answerBy !== undefined && clocks.deliverBy === undefined) {
    return { what: say('办理部门答复您的评价', 'The agency answers your rating'), whose: 'agency' };
  }
  if (state === 'submitted' && isDeemedAccepted(clocks, today)) {
    return { what: say('办理部门按已受理继续审查', 'The agency goes on to review it as accepted'), whose: 'agency' };
  }
  if (state === 'suspended' && suspension?.ground === 'fee') {
    return { what: say('请缴费，缴清后接着审查', 'Pay the fee; the review then goes on'), whose: 'applicant' };
  }
  return nextSteps[state];
}

const nextSteps: Readonly<Record<CaseState, Omit<NextStep, 'by'>>> = {
  draft: { what: say('填写并提交', 'Fill in and submit'), whose: 'applicant' },
  submitted: {
    what: say('办理部门决定是否受理', 'The agency decides whether to accept the application'),
    whose: 'agency',
  },
  'correction-requested': { what: say('按要求补正', 'Correct what was asked for'), whose: 'applicant' },
  'in-review': { what: say('办理部门审查', 'The agency reviews the application'), whose: 'agency' },
  suspended: { what: say('中止的事由结束后恢复办理', 'The agency resumes once the cause has ended'), whose: 'agency' },
  proposed: { what: say('审批人作出决定', 'An approver decides'), whose: 'agency' },
  granted: { what: say('送达结果', 'The result is delivered'), whose: 'agency' },
  denied: { what: say('送达决定书', 'The letter of decision is delivered'), whose: 'agency' },
  delivered: { what: say('已办结，欢迎评价', 'Closed; you may rate the service'), whose: 'nobody' },
  'not-accepted': {
    what: say(
      '可按告知的理由向有权机关申请，或改正后重新申请',
      'Apply to the right authority, or again once the reason is gone',
    ),
    whose: 'nobody',
  },
  withdrawn: { what: say('已结束，需要时可重新申请', 'Ended; you may apply again'), whose: 'nobody' },
  terminated: { what: say('已结束，需要时可重新申请', 'Ended; you may apply again'), whose: 'nobody' },
  lapsed: { what: say('已结束，需要时可重新申请', 'Ended; you may apply again'), whose: 'nobody' },
};
