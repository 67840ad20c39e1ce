import { describe, expect, it } from 'vitest';
import type { CaseHead } from '../../../shared/cases/case.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import { consultCaseViewOf, isShared } from '../../../shared/cases/consult-case-view.ts';
import { consultRows } from '../../../shared/cases/consult-rows.ts';
import { consultViewsOf } from '../../../shared/cases/consult-view.ts';
import { consult, giveOpinion, withdrawConsult } from '../../../shared/cases/consulting.ts';
import { opinionDue } from '../../../shared/cases/consults.ts';
import { fireDue } from '../../../shared/cases/firing.ts';
import * as desk from '../../../shared/cases/handling.ts';
import { lawfulActions, withheldActions } from '../../../shared/cases/permits.ts';
import { caseViewOf, deskCaseViewOf } from '../../../shared/cases/present.ts';
import { calendarPublished } from '../../../shared/cases/system.ts';
import {
  agencyNo,
  chen,
  given,
  hall,
  identityFile,
  Life,
  li,
  lifeIn,
  monday,
  nameOf,
  questionTo,
  refusal,
  sun,
  wang,
  zhao,
} from '../../support/test-case.ts';
import { jointItem, promisedItem } from '../../support/test-item.ts';

const [planning, fire] = [agencyNo(0), agencyNo(1)];
const officer = { kind: 'officer', id: 'planning-1', name: '规划经办' } as const;
const as = (actor: typeof li, now = monday) => ({ item: jointItem, actor, now });
const inReview = () => lifeIn('in-review', jointItem).head;
const ask = (head = inReview(), body: object = {}, now = monday) =>
  consult(head, { ...questionTo(planning, fire), ...body }, nameOf, as(li, now));
const asked = (body: object = {}) => given(ask(inReview(), body)).head;
const answer = (head: CaseHead, no: number, outcome: 'agree' | 'conditions' | 'disagree' = 'agree', now = monday) =>
  giveOpinion(
    head,
    no,
    { outcome, reason: '经核', ...(outcome === 'conditions' ? { conditions: '限夜间施工' } : {}) },
    as(officer, now),
  );
const grant = { outcome: 'grant', reasons: '' } as const;

describe('asking other agencies', () => {
  it('puts a question to each, with a number and a day of its own, and lets no clock stand still', () => {
    const { head, events } = given(ask());
    expect(head.consults).toMatchObject([
      { no: 1, agency: planning, dueBy: '2026-03-09', lead: { zh: '演示局' } },
      { no: 2, agency: fire, dueBy: '2026-03-09' },
    ]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'consulted', state: 'in-review', data: { dueBy: '2026-03-09' } });
    expect(head.clocks).toEqual(inReview().clocks);
  });

  it('is the handler’s, in an item that the law lets several decide, while it is reviewed', () => {
    expect(refusal(consult(inReview(), questionTo(planning), nameOf, as(zhao))).code).toBe('not-handler');
    expect(refusal(consult(inReview(), questionTo(planning), nameOf, as(chen))).code).toBe('forbidden');
    const other = { item: promisedItem, actor: li, now: monday };
    expect(refusal(consult(lifeIn('in-review', promisedItem).head, questionTo(planning), nameOf, other)).code).toBe(
      'not-joint',
    );
    for (const state of ['submitted', 'suspended', 'proposed', 'granted', 'withdrawn'] as const)
      expect(refusal(ask(lifeIn(state, jointItem).head)).code).toBe('wrong-state');
  });

  it('says place by place what cannot be asked', () => {
    const agencies = [jointItem.agency.code, '999999999999999999', planning, planning];
    expect(refusal(ask(inReview(), { agencies, fields: ['spouseName'], materials: ['nothing'] })).fields).toEqual([
      'body.agencies.0 own-agency',
      'body.agencies.1 unknown-agency',
      'body.agencies.3 already-asked',
      'body.fields.0 not-in-case',
      'body.materials.0 not-in-case',
    ]);
    expect(refusal(ask(asked(), { agencies: [fire] })).fields).toEqual(['body.agencies.0 already-asked']);
  });

  it('asks an agency again once it has answered, and no case more than twelve times', () => {
    let head = asked();
    head = given(answer(head, 1)).head;
    expect(given(ask(head, { agencies: [planning] })).head.consults.map(({ no }) => no)).toEqual([1, 2, 3]);
    const many = Array.from({ length: 8 }, (_, i) => agencyNo(i + 2));
    head = given(ask(head, { agencies: many })).head;
    expect(refusal(ask(head, { agencies: [agencyNo(10), agencyNo(11), planning] })).code).toBe('consults-full');
    head = given(ask(head, { agencies: [agencyNo(10), agencyNo(11)] })).head;
    expect(lawfulActions(head, { id: li.id, roles: ['officer'] }, as(li))).not.toContain('consult');
    expect(withheldActions(head, { id: li.id, roles: ['officer'] }, as(li))).toContainEqual({
      action: 'consult',
      because: 'consults-full',
    });
  });

  it('gives no more days than the law has left, unless it has none', () => {
    expect(opinionDue('2026-03-02', 20, '2026-03-11')).toBe('2026-03-11');
    expect(opinionDue('2026-03-02', 5, '2026-03-11')).toBe('2026-03-09');
    expect(opinionDue('2026-03-12', 5, '2026-03-11')).toBe('2026-03-19');
    expect(opinionDue('2026-03-11', 5, '2026-03-11')).toBe('2026-03-18');
  });
});

describe('an opinion', () => {
  it('is given once, with its conditions where it has some, and the record tells whose it is', () => {
    const { head, events } = given(answer(asked(), 1, 'conditions'));
    expect(head.consults[0]?.opinion).toMatchObject({ outcome: 'conditions', conditions: '限夜间施工' });
    expect(events[0]).toMatchObject({ type: 'opinion-given', data: { consult: 1, agency: planning, late: false } });
    expect(refusal(answer(head, 1)).code).toBe('wrong-state');
    expect(refusal(answer(head, 3)).code).toBe('wrong-state');
    const bare = { outcome: 'conditions', reason: '经核' } as const;
    expect(refusal(giveOpinion(asked(), 1, bare, as(officer))).fields).toEqual(['body.conditions required']);
    const idle = { outcome: 'agree', reason: '经核', conditions: '无' } as const;
    expect(refusal(giveOpinion(asked(), 1, idle, as(officer))).fields).toEqual(['body.conditions not-with-this']);
    expect(refusal(giveOpinion(asked(), 1, { outcome: 'agree', reason: '经核' }, as(sun))).code).toBe('forbidden');
  });

  it('comes late, and says so, but not after the decision', () => {
    const late = '2026-03-10T02:00:00.000Z';
    expect(given(answer(asked(), 1, 'agree', late)).events[0]).toMatchObject({ data: { late: true } });
    const ended = given(desk.terminate(asked(), { reason: '申请人死亡' }, as(li))).head;
    expect(refusal(answer(ended, 1)).code).toBe('wrong-state');
  });

  it('is no longer asked for once the question was taken back', () => {
    const back = { consult: 1, reason: '已当面确认' };
    const { head, events } = given(withdrawConsult(asked(), back, as(li)));
    expect(events[0]).toMatchObject({ type: 'consult-withdrawn', data: { consult: 1, reason: '已当面确认' } });
    expect(refusal(answer(head, 1)).code).toBe('wrong-state');
    expect(refusal(withdrawConsult(head, back, as(li))).code).toBe('wrong-state');
    expect(refusal(withdrawConsult(asked(), { ...back, consult: 9 }, as(li))).code).toBe('wrong-state');
    expect(refusal(withdrawConsult(asked(), back, as(zhao))).code).toBe('not-handler');
  });
});

describe('the decision', () => {
  it('waits for every opinion, until its day has passed', () => {
    let head = asked();
    const who = { id: li.id, roles: ['officer'] } as const;
    expect(refusal(desk.propose(head, grant, as(li))).code).toBe('opinions-outstanding');
    expect(withheldActions(head, who, as(li))).toContainEqual({ action: 'propose', because: 'opinions-outstanding' });
    head = given(answer(head, 1)).head;
    expect(refusal(desk.propose(head, grant, as(li))).code).toBe('opinions-outstanding');
    given(desk.propose(given(answer(head, 2)).head, grant, as(li)));
    expect(refusal(desk.propose(head, grant, as(li, '2026-03-09T15:59:59.999Z'))).code).toBe('opinions-outstanding');
    given(desk.propose(head, grant, as(li, '2026-03-09T16:00:00.000Z')));
    given(desk.propose(given(withdrawConsult(head, { consult: 2, reason: '撤回' }, as(li))).head, grant, as(li)));
  });

  it('goes over an objection only with the reason why; an agency that changed its mind objects no more', () => {
    let head = given(answer(given(answer(asked(), 1)).head, 2, 'disagree')).head;
    expect(refusal(desk.propose(head, grant, as(li))).fields).toEqual(['body.reasons objection-unanswered']);
    given(desk.propose(head, { outcome: 'deny', reasons: '消防不合格' }, as(li)));
    given(desk.propose(head, { outcome: 'grant', reasons: '已整改，见复查记录' }, as(li)));
    head = given(ask(head, { agencies: [fire] })).head;
    given(desk.propose(given(answer(head, 3)).head, grant, as(li)));
  });

  it('meets an objection that came after it was proposed', () => {
    const late = '2026-03-10T02:00:00.000Z';
    const proposed = given(desk.propose(asked(), grant, as(li, late))).head;
    const head = given(answer(proposed, 1, 'disagree', late)).head;
    expect(refusal(desk.decide(head, grant, as(chen, late))).fields).toEqual(['body.reasons objection-unanswered']);
    expect(given(desk.decide(head, { ...grant, reasons: '已整改' }, as(chen, late))).head.state).toBe('granted');
  });

  it('has 45 working days and, by an approver who does not handle it, 15 more', () => {
    const { head } = lifeIn('in-review', jointItem);
    expect(head.clocks).toMatchObject({ acceptedOn: '2026-03-02', statutoryBy: '2026-05-08' });
    expect(refusal(desk.extend(head, { reason: '等意见' }, as(li))).code).toBe('forbidden');
    const same = { kind: 'approver', id: li.id, name: li.name } as const;
    expect(refusal(desk.extend(head, { reason: '等意见' }, as(same))).code).toBe('four-eyes');
    const longer = given(desk.extend(head, { reason: '等意见' }, as(chen))).head;
    expect(longer.clocks).toMatchObject({ statutoryBy: '2026-05-28', extendedDays: 15 });
  });
});

describe('time', () => {
  it('puts an opinion that is due, and then overdue, before the supervisors, and holds the case to no day of its own', () => {
    const head = asked();
    const fired = (from: CaseHead, now: string) => fireDue(from, as(hall, now));
    expect(fired(head, '2026-03-08T15:59:59.999Z')).toBeUndefined();
    const red = fired(head, '2026-03-08T16:00:00.000Z');
    expect(red?.events.map(({ data }) => data)).toEqual([
      { clock: 'consult', consult: 1, by: '2026-03-09', lamp: 'red' },
      { clock: 'consult', consult: 2, by: '2026-03-09', lamp: 'red' },
    ]);
    const rows = consultRows(red?.head ?? head, red?.events ?? []).map(({ row }) => row.summary);
    expect(rows).toMatchObject([{ escalated: 'red' }, { escalated: 'red' }]);
    const one = given(answer(red?.head ?? head, 1, 'agree', '2026-03-09T02:00:00.000Z')).head;
    const late = fired(one, '2026-03-09T16:00:00.000Z');
    expect(late?.events.map(({ data }) => data)).toEqual([
      { clock: 'consult', consult: 2, by: '2026-03-09', lamp: 'overdue' },
    ]);
    expect(fired(late?.head ?? one, '2026-03-10T16:00:00.000Z')).toBeUndefined();
  });

  it('moves an opinion’s day with the calendar that is published', () => {
    const now = '2026-12-28T02:00:00.000Z';
    const life = new Life(jointItem, now).take('submit', wang, now).take('claim', li, now).take('accept', li, now);
    const head = given(ask(life.head, {}, now)).head;
    const moved = { ...head, consults: head.consults.map((one) => ({ ...one, dueBy: '2027-01-31' })) };
    const again = given(calendarPublished(moved, head.clocks, as(hall, now)));
    expect(again.head.consults.map(({ dueBy }) => dueBy)).toEqual(head.consults.map(({ dueBy }) => dueBy));
  });
});

describe('who reads what', () => {
  const materials = [identityFile, { ...identityFile, materialId: `${identityFile.materialId.slice(0, -1)}9` }];
  const view = (head: CaseHead, no: number, mayAnswer = true) => {
    const one = head.consults.find((each) => each.no === no);
    if (one === undefined) throw new Error('not asked');
    return consultCaseViewOf({ head, materials, item: jointItem, now: monday }, one, mayAnswer);
  };

  it('an agency that was asked reads what it is shown, masked, and no file but the filed one', () => {
    const shown = view(asked({ fields: ['fullName', 'idNumber'] }), 1);
    expect(shown.answers).toEqual({ fullName: '王芳', idNumber: expect.stringMatching(/^440\*+\w{4}$/) });
    expect(shown.materials.map(({ materialId }) => materialId)).toEqual([identityFile.materialId]);
    expect(view(asked({ fields: [], materials: [] }), 1)).toMatchObject({ answers: {}, materials: [] });
    expect(shown).toMatchObject({ lamp: 'green', mayAnswer: true });
  });

  it('and nothing of the case any more when it is over', () => {
    const taken = given(withdrawConsult(asked(), { consult: 1, reason: '撤回' }, as(li))).head;
    expect(view(taken, 1)).toMatchObject({ ended: 'withdrawn', answers: {}, materials: [], mayAnswer: false });
    const ended = given(desk.terminate(asked(), { reason: '申请人死亡' }, as(li))).head;
    expect(view(ended, 2)).toMatchObject({ ended: 'over', answers: {}, materials: [], mayAnswer: false });
    const [one] = ended.consults;
    expect(one !== undefined && isShared(ended, one, identityFile)).toBe(false);
    const answered = given(answer(asked(), 1)).head;
    expect(view(answered, 1)).toMatchObject({ ended: 'agree', mayAnswer: false, answers: { fullName: '王芳' } });
  });

  it('the citizen reads who is asked and that they answered, and not what', () => {
    const { head, events } = given(ask());
    const after = given(answer(head, 1, 'disagree'));
    const back = given(withdrawConsult(after.head, { consult: 2, reason: '内部原因' }, as(li)));
    const life = lifeIn('in-review', jointItem);
    const record = [...life.events, ...events, ...after.events, ...back.events];
    expect(verifyChain(record, back.head)).toEqual({ intact: true });
    const whole = { head: back.head, events: record, materials, item: jointItem, now: monday };
    const citizen = caseViewOf({ ...whole, agencyName: jointItem.agency.name }).timeline.slice(-3);
    expect(citizen).toMatchObject([
      { what: { zh: `请${planning}局、${fire}局提出意见` }, who: { zh: '演示局' } },
      { what: { zh: '提出了意见' }, who: { zh: `${planning}局` } },
      { what: { zh: `不再征求${fire}局的意见` } },
    ]);
    for (const line of citizen) expect(line.detail).toBeUndefined();
    const caller = { id: li.id, roles: ['officer'] } as const;
    const lead = deskCaseViewOf({ ...whole, caller, agencies: [jointItem.agency] });
    expect(lead.timeline.slice(-2)).toMatchObject([
      { what: { zh: `${planning}局：不同意` }, detail: '经核', who: { zh: '规划经办' } },
      { detail: '内部原因' },
    ]);
    expect(lead.consults).toMatchObject([{ state: 'disagree', opinion: { by: '规划经办' } }, { state: 'withdrawn' }]);
    expect(lead.askable).toEqual([]);
  });

  it('the lead sees which are awaited, which are silent, and what it may take back', () => {
    expect(consultViewsOf(asked(), '2026-03-09', true)).toMatchObject([
      { state: 'waiting', lamp: 'red', mayWithdraw: true },
      { state: 'waiting' },
    ]);
    expect(consultViewsOf(asked(), '2026-03-10', false)).toMatchObject([
      { state: 'silent', lamp: 'overdue', mayWithdraw: false },
      { state: 'silent' },
    ]);
  });
});
