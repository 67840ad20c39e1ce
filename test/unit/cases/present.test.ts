import { describe, expect, it } from 'vitest';
import { withdraw } from '../../../shared/cases/applying.ts';
import { addWorkingDays } from '../../../shared/cases/calendar.ts';
import { caseStates } from '../../../shared/cases/case.ts';
import { deskCaseView } from '../../../shared/cases/desk-view.ts';
import { refuse } from '../../../shared/cases/handling.ts';
import {
  caseSummaryOf,
  caseViewOf,
  commandResultOf,
  deskCaseViewOf,
  draftSummaryOf,
  draftViewOf,
  inboxRowOf,
  materialViewOf,
} from '../../../shared/cases/present.ts';
import { caseListEntry, listEntryOf } from '../../../shared/cases/summary.ts';
import {
  caseSummary,
  caseView,
  commandResult,
  draftSummary,
  draftView,
  inboxRow,
  materialView,
} from '../../../shared/cases/views.ts';
import {
  chen,
  draftOf,
  file,
  given,
  hall,
  identityFile,
  Life,
  li,
  lifeIn,
  monday,
  wang,
} from '../../support/test-case.ts';
import { adultId, childId, promisedItem } from '../../support/test-item.ts';

const item = promisedItem;
const agencyName = item.agency.name;
const caller = { id: li.id, roles: ['officer'] } as const;
const filedStates = caseStates.filter((state) => state !== 'draft');
const citizenView = (life: Life, now = monday) =>
  caseViewOf({ head: life.head, events: life.events, materials: [identityFile], item, agencyName, now });
const deskView = (life: Life, now = monday) =>
  deskCaseViewOf({ head: life.head, events: life.events, materials: [identityFile], item, caller, now });

describe('every view', () => {
  it.each(filedStates)('of a case that is %s is what the API promises', (state) => {
    const life = lifeIn(state, item);
    const entry = listEntryOf(life.head);
    expect(caseListEntry.parse(entry)).toEqual(entry);
    expect(caseView.parse(citizenView(life))).toEqual(citizenView(life));
    expect(deskCaseView.parse(deskView(life))).toEqual(deskView(life));
    for (const from of [entry, life.head]) {
      expect(caseSummary.parse(caseSummaryOf(from, '2026-03-02'))).toEqual(caseSummaryOf(life.head, '2026-03-02'));
      expect(inboxRow.parse(inboxRowOf(from, '2026-03-02'))).toEqual(inboxRowOf(life.head, '2026-03-02'));
    }
    expect(commandResult.parse(commandResultOf(life.head, monday))).toMatchObject({
      state,
      version: life.head.version,
    });
  });

  it('of a draft is for its owner, with identity numbers whole', () => {
    const head = draftOf(item);
    const view = draftViewOf(head, [identityFile]);
    expect(draftView.parse(view)).toEqual(view);
    expect(view.answers.idNumber).toBe(adultId);
    expect(draftSummary.parse(draftSummaryOf(listEntryOf(head)))).toEqual(draftSummaryOf(head));
    expect(() => caseSummaryOf(head, '2026-03-02')).toThrow(/draft/);
    expect(() => inboxRowOf(head, '2026-03-02')).toThrow(/draft/);
    expect('caseNumber' in commandResultOf(head, monday)).toBe(false);
  });

  it('of a file says what it is and why it was refused, and nothing of where it lies', () => {
    const refused = { ...file(2, 'photo', 'refused'), refusal: 'malware' };
    expect(materialView.parse(materialViewOf(refused))).toMatchObject({ state: 'refused', refusal: 'malware' });
    expect(Object.keys(materialViewOf(identityFile)).sort()).toEqual(
      ['bytes', 'code', 'createdAt', 'fileName', 'materialId', 'mediaType', 'state'].sort(),
    );
  });
});

describe('identity numbers', () => {
  it('are masked for the applicant and the desk, in groups too', () => {
    const life = lifeIn('in-review', item);
    life.head = {
      ...life.head,
      answers: { ...life.head.answers, children: [{ childName: '小明', childIdNumber: childId }] },
    };
    for (const view of [citizenView(life), deskView(life)]) {
      expect(view.answers).toMatchObject({
        fullName: '王芳',
        idNumber: `440${'*'.repeat(11)}${adultId.slice(-4)}`,
        children: [{ childName: '小明', childIdNumber: `440${'*'.repeat(11)}${childId.slice(-4)}` }],
      });
      expect(JSON.stringify(view)).not.toContain(adultId);
      expect(JSON.stringify(view)).not.toContain(childId);
    }
  });
});

describe('the applicant', () => {
  it('reads the agency’s name for officers, and nothing of what they wrote to each other', () => {
    const life = lifeIn('in-review', item)
      .take('release', li)
      .take('claim', li)
      .take('propose', li)
      .take('return', chen)
      .take('backoffice-fail', { kind: 'backoffice', id: 'm', name: '业务系统' });
    const view = citizenView(life);
    expect(view.timeline.map(({ type, who }) => [type, who.zh])).toEqual([
      ['submitted', '您'],
      ['claimed', '演示局'],
      ['accepted', '演示局'],
      ['claimed', '演示局'],
      ['proposed', '演示局'],
      ['returned', '演示局'],
    ]);
    const text = JSON.stringify(view);
    for (const hidden of [li.name, li.id, chen.name, '条件核对无误', '请补充核查', '查无此人'])
      expect(text).not.toContain(hidden);
  });

  it('reads the reasons that concern them', () => {
    const { head, events } = given(
      refuse(
        lifeIn('submitted', item).head,
        { reason: '不属于本机关职权', rightAuthority: '省厅' },
        { item, actor: li, now: monday },
      ),
    );
    const life = lifeIn('submitted', item);
    const view = caseViewOf({
      head,
      events: [...life.events, ...events],
      materials: [],
      item,
      agencyName,
      now: monday,
    });
    expect(view.timeline.at(-1)).toMatchObject({ type: 'not-accepted', detail: '不属于本机关职权\n省厅' });
    expect(view).toMatchObject({ status: { zh: '不予受理' }, next: { whose: 'nobody' }, due: [], actions: ['rate'] });
  });

  it('sees how a delivered case was decided', () => {
    const life = lifeIn('denied', item).take('issue-document', hall).take('deliver', li);
    const view = citizenView(life);
    expect(view.status).toEqual({
      zh: '已办结：未批准，决定书已送达',
      en: 'Closed: not approved, the letter is delivered',
    });
    expect(view.decision).toEqual({ outcome: 'deny', reasons: '条件核对无误', automatic: false });
    expect(citizenView(lifeIn('delivered', item)).status.zh).toBe('已办结：已批准，结果已送达');
  });

  it('sees all their files; the desk only those filed and clean', () => {
    const life = lifeIn('in-review', item);
    const files = [identityFile, file(2, 'photo', 'uploaded'), file(3, 'photo', 'clean')];
    const refused = { ...identityFile, state: 'refused' as const };
    const common = { head: life.head, events: life.events, item, now: monday };
    expect(caseViewOf({ ...common, materials: files, agencyName }).materials).toHaveLength(3);
    expect(deskCaseViewOf({ ...common, materials: files, caller }).materials.map(({ code }) => code)).toEqual([
      'identity',
    ]);
    expect(deskCaseViewOf({ ...common, materials: [refused], caller }).materials).toEqual([]);
  });

  it('is offered what they may do', () => {
    expect(citizenView(lifeIn('correction-requested', item)).actions).toEqual(['correct', 'withdraw']);
    expect(citizenView(lifeIn('suspended', item)).actions).toEqual(['withdraw']);
    expect(citizenView(lifeIn('delivered', item).take('rate', wang)).actions).toEqual([]);
  });
});

describe('the desk', () => {
  it('reads names, the proposer’s too, and the checks by name', () => {
    const life = lifeIn('proposed', item).take('route', hall);
    const view = deskView(life);
    expect(view.timeline.map(({ who }) => who.zh)).toEqual(['王芳', '李强', '李强', '李强', '办事大厅']);
    expect(view.proposal).toMatchObject({ outcome: 'grant', by: '李强' });
    expect(view.checks).toEqual([{ code: 'adult', passed: true, name: { zh: '年满十八', en: 'Adult' } }]);
    expect(view.handler).toEqual({ id: li.id, name: li.name });
    expect(view.actions).toEqual(['release']);
    expect(view.item).toEqual(item);
  });

  it('keeps the code of a check the item no longer names', () => {
    const life = lifeIn('submitted', item);
    life.head = { ...life.head, checks: [{ code: 'gone', passed: false }] };
    expect(deskView(life).checks).toEqual([{ code: 'gone', passed: false, name: { zh: 'gone', en: 'gone' } }]);
  });

  it('sees the nearest day and its lamp in the inbox', () => {
    const row = inboxRowOf(lifeIn('in-review', item).head, '2026-03-12');
    expect(row).toMatchObject({ dueBy: '2026-03-16', lamp: 'amber', applicantName: '王芳' });
    const over = inboxRowOf(lifeIn('withdrawn', item).head, '2026-03-12');
    expect('dueBy' in over || 'lamp' in over).toBe(false);
    expect('handler' in inboxRowOf(new Life(item).take('submit', wang).head, '2026-03-02')).toBe(false);
  });
});

describe('where a case stands', () => {
  const status = (state: (typeof caseStates)[number], today = '2026-03-02') =>
    caseSummaryOf(lifeIn(state, item).head, today);

  it.each([
    ['submitted', '已提交，等待受理，最迟 3月9日 答复', 'Submitted, waiting to be accepted; answer by 9 March'],
    [
      'correction-requested',
      '需要补正，请在 3月23日 前（含当日）补正',
      'Corrections needed; please correct by 23 March',
    ],
    ['in-review', '审查中，最迟 3月16日 答复', 'Under review; answer by 16 March'],
    ['suspended', '已依法中止，期限暂停计算', 'Suspended by law, the clock stands still'],
    ['proposed', '已审查，等待决定，最迟 3月16日 答复', 'Reviewed, waiting for the decision; answer by 16 March'],
    ['granted', '已批准，最迟 3月16日 送达', 'Approved; delivery by 16 March'],
    ['denied', '未批准，最迟 3月16日 送达', 'Not approved; delivery by 16 March'],
    ['not-accepted', '不予受理', 'Not accepted'],
    ['withdrawn', '已撤回', 'Withdrawn'],
    ['lapsed', '逾期没有补正，已终止', 'Closed, as no corrections came in time'],
  ] as const)('%s', (state, zh, en) => {
    expect(status(state).status).toEqual({ zh, en });
  });

  it('admits to being late', () => {
    expect(status('submitted', '2026-03-10').status.zh).toBe('已提交，逾期没有答复，依法视为已受理');
    expect(status('submitted', '2026-03-10').next.what.en).toBe('The agency goes on to review it as accepted');
    expect(status('in-review', '2026-03-17').status.zh).toBe('审查中，已超过 3月16日 的期限');
    expect(status('correction-requested', '2026-03-24').status.zh).toBe('需要补正，3月23日 的期限已过，请尽快补正');
    expect(status('granted', '2026-03-17').status.zh).toBe('已批准，已超过 3月16日 的送达期限');
  });

  it('says whose move it is, and by when', () => {
    expect(status('submitted').next).toMatchObject({ whose: 'agency', by: '2026-03-09' });
    expect(status('correction-requested').next).toMatchObject({ whose: 'applicant', by: '2026-03-23' });
    expect(status('delivered').next).toEqual({
      what: { zh: '已办结，欢迎评价', en: 'Closed; you may rate the service' },
      whose: 'nobody',
    });
    expect('by' in status('suspended').next).toBe(false);
  });

  it('has no days left once withdrawn', () => {
    const { head } = given(withdraw(lifeIn('suspended', item).head, {}, { item, actor: wang, now: monday }));
    expect(caseSummaryOf(head, '2026-03-02').next).toMatchObject({ whose: 'nobody' });
  });
});

describe('before an action, the desk', () => {
  const as = (id: string, role: 'officer' | 'approver') => (life: Life) =>
    deskCaseViewOf({
      ...{ head: life.head, events: life.events, materials: [], item, now: monday },
      caller: { id, roles: [role] },
    });

  it('is told what it may not do now, and why', () => {
    const nobodys = as('officer-somebody', 'officer')(lifeIn('submitted', item).take('release', li));
    expect(nobodys.withheld.map(({ action }) => action)).toEqual(['request-correction', 'accept', 'refuse']);
    expect(nobodys.withheld[0]?.why.zh).toContain('认领');
    expect(as(li.id, 'approver')(lifeIn('proposed', item)).withheld).toMatchObject([{ action: 'decide' }]);
    // Who may hold the case is nothing that whoever decides waits for.
    expect(as('approver-other', 'approver')(lifeIn('in-review', item)).withheld).toEqual([]);
    expect(as('officer-other', 'officer')(lifeIn('in-review', item)).withheld.map(({ action }) => action)).toContain(
      'claim',
    );
    for (const state of filedStates) {
      const view = deskView(lifeIn(state, item));
      for (const { action } of view.withheld) expect(view.actions).not.toContain(action);
    }
  });

  it('sees beforehand what a press does to the clocks, and it is so afterwards', () => {
    const submitted = lifeIn('submitted', item);
    const accepting = deskView(submitted).foreseen.find(({ action }) => action === 'accept');
    const accepted = deskView(submitted.take('accept', li)).due.map(({ clock, by, provisional }) => ({
      clock,
      by,
      provisional,
    }));
    expect(accepting?.due).toEqual(accepted);
    const review = lifeIn('in-review', item);
    const extended = as('approver-other', 'approver')(review).foreseen.find(({ action }) => action === 'extend');
    const before = deskView(review).due.find(({ clock }) => clock === 'statutory')?.by ?? '';
    expect(extended?.due.find(({ clock }) => clock === 'statutory')?.by).toBe(addWorkingDays(before, 10).day);
  });
});
