import { describe, expect, it } from 'vitest';
import { rate, saveDraft, startDraft, submit, withdraw } from '../../../shared/cases/applying.ts';
import { type CaseHead, caseEvent, caseHead, type Material } from '../../../shared/cases/case.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import type { Answers, Item } from '../../../shared/catalogue/item.ts';
import {
  caseId,
  caseNumber,
  draftOf,
  file,
  given,
  goodAnswers,
  hall,
  identityFile,
  lifeIn,
  monday,
  refusal,
  wang,
} from '../../support/test-case.ts';
import { automaticItem, childId, instantItem, promisedItem } from '../../support/test-item.ts';

const context = { item: promisedItem, actor: wang, now: monday };
const submitWith = (answers: Answers, materials: Material[], item: Item = promisedItem) =>
  submit({ ...draftOf(item), answers }, { materials, caseNumber }, { ...context, item });

describe('a draft', () => {
  it('is pinned to the version of the item it is started under, and has no record', () => {
    const applicant = { id: wang.id, name: wang.name, kind: 'natural' } as const;
    const head = given(startDraft({ caseId, item: promisedItem, applicant, now: monday }));
    expect(head).toMatchObject({
      state: 'draft',
      version: 1,
      itemCode: promisedItem.code,
      itemVersion: 3,
      eventCount: 0,
    });
    expect(caseHead.parse(head)).toEqual(head);
  });

  it('is not started by a kind of person the item is not for', () => {
    const applicant = { id: 'c', name: '某公司', kind: 'legal' } as const;
    expect(refusal(startDraft({ caseId, item: promisedItem, applicant, now: monday })).code).toBe(
      'wrong-applicant-kind',
    );
  });

  it('keeps half-filled answers, and nothing on the record', () => {
    const now = '2026-03-02T03:00:00.000Z';
    const { head, events } = given(saveDraft(draftOf(promisedItem), { fullName: '王' }, { ...context, now }));
    expect(events).toEqual([]);
    expect(head).toMatchObject({
      version: 2,
      answers: { fullName: '王' },
      updatedAt: now,
      eventCount: 0,
      chainHash: '',
    });
  });

  it('does not take names that the form does not have', () => {
    const result = saveDraft(draftOf(promisedItem), { salary: 3 }, context);
    expect(refusal(result)).toEqual({ code: 'invalid-fields', fields: ['answers.salary unknown'] });
  });

  it('is saved by its owner alone, and only while it is one', () => {
    const stranger = { ...wang, id: 'citizen-other' };
    expect(refusal(saveDraft(draftOf(promisedItem), {}, { ...context, actor: stranger })).code).toBe('not-found');
    expect(refusal(saveDraft(lifeIn('submitted', promisedItem).head, {}, context)).code).toBe('wrong-state');
  });
});

describe('submitting', () => {
  it('files the application: number, answers, files, the five days, one event', () => {
    const { head, events } = given(submitWith(goodAnswers, [identityFile]));
    expect(head).toMatchObject({
      state: 'submitted',
      version: 2,
      caseNumber,
      submittedAt: monday,
      materials: { identity: [identityFile.materialId] },
      clocks: { receivedOn: '2026-03-02', acceptBy: '2026-03-09' },
    });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'submitted', actor: wang, data: { caseNumber, itemVersion: 3, files: 1 } });
    for (const event of events) expect(caseEvent.parse(event)).toEqual(event);
  });

  it('puts no answer and no identity number on the record', () => {
    const { events } = given(submitWith({ ...goodAnswers, fullName: '不可外传' }, [identityFile]));
    expect(JSON.stringify(events)).not.toContain(goodAnswers.idNumber);
    expect(JSON.stringify(events)).not.toContain('不可外传');
  });

  it('says every field and material that will not do', () => {
    expect(refusal(submitWith({ idNumber: '440103199001011230', married: true }, []))).toEqual({
      code: 'invalid-fields',
      fields: [
        'answers.fullName required',
        'answers.idNumber id-card-check-digit',
        'answers.spouseName required',
        'materials.identity required',
        'materials.marriage required',
      ],
    });
  });

  it('drops answers to questions that were not asked, and files for them', () => {
    const answers = { ...goodAnswers, spouseName: '李雷' };
    const marriage = file(2, 'marriage', 'refused');
    const { head } = given(submitWith(answers, [identityFile, marriage]));
    expect(head.answers).toEqual(goodAnswers);
    expect(head.materials).toEqual({ identity: [identityFile.materialId] });
  });

  it('keeps repeated groups', () => {
    const children = [{ childName: '小明', childIdNumber: childId }];
    expect(given(submitWith({ ...goodAnswers, children }, [identityFile])).head.answers).toEqual({
      ...goodAnswers,
      children,
    });
  });

  it.each(['expected', 'uploaded'] as const)('waits for a file that is %s', (state) => {
    expect(refusal(submitWith(goodAnswers, [identityFile, file(2, 'photo', state)]))).toEqual({
      code: 'material-not-ready',
      fields: ['materials.photo not-ready'],
    });
  });

  it('does not take a refused file, each material named once', () => {
    const bad = [file(1, 'identity', 'refused'), file(2, 'identity', 'refused'), file(3, 'photo', 'uploaded')];
    expect(refusal(submitWith(goodAnswers, bad))).toEqual({
      code: 'material-refused',
      fields: ['materials.identity refused'],
    });
  });

  it('does not take more files than the item allows', () => {
    const files = [1, 2, 3].map((serial) => file(serial, 'identity'));
    expect(refusal(submitWith(goodAnswers, files))).toEqual({
      code: 'invalid-fields',
      fields: ['materials.identity too-many'],
    });
  });
});

describe('an automatic instant item', () => {
  it('is submitted, accepted and granted in one outcome when its checks pass', () => {
    const { head, events } = given(submitWith(goodAnswers, [identityFile], automaticItem));
    expect(events.map(({ type, state, actor }) => [type, state, actor.kind])).toEqual([
      ['submitted', 'submitted', 'applicant'],
      ['accepted', 'in-review', 'system'],
      ['granted', 'granted', 'system'],
    ]);
    expect(head).toMatchObject({
      state: 'granted',
      version: 2,
      eventCount: 3,
      routedAt: monday,
      decidedAt: monday,
      decision: { outcome: 'grant', reasons: '', by: hall.id, automatic: true },
      checks: [
        { code: 'adult', passed: true },
        { code: 'files', passed: true },
      ],
      clocks: { acceptedOn: '2026-03-02', decidedOn: '2026-03-02', deliverBy: '2026-03-16' },
    });
    expect(verifyChain(events, head)).toEqual({ intact: true });
    expect(caseHead.parse(head)).toEqual(head);
  });

  it('waits for a person when a check fails', () => {
    const { head, events } = given(submitWith({ ...goodAnswers, idNumber: childId }, [identityFile], automaticItem));
    expect(events.map(({ type }) => type)).toEqual(['submitted']);
    expect(head).toMatchObject({ state: 'submitted', checks: [{ code: 'adult', passed: false }, { passed: true }] });
    expect(head.decision).toBeUndefined();
  });

  it('waits for a person when nothing is checked at all', () => {
    const unchecked = { ...automaticItem, checks: [] };
    expect(given(submitWith(goodAnswers, [identityFile], unchecked)).head.state).toBe('submitted');
  });

  it('is automatic only as an instant item that says so', () => {
    expect(given(submitWith(goodAnswers, [identityFile], instantItem)).head.state).toBe('submitted');
    const promised: Item = { ...promisedItem, automatic: true };
    expect(given(submitWith(goodAnswers, [identityFile], promised)).head.state).toBe('submitted');
  });
});

describe('withdrawing', () => {
  it.each(['submitted', 'correction-requested', 'in-review', 'suspended', 'proposed'] as const)(
    'ends a case that is %s',
    (state) => {
      const { head, events } = given(withdraw(lifeIn(state, promisedItem).head, { reason: '改主意了' }, context));
      expect(head.state).toBe('withdrawn');
      expect(Object.keys(head.clocks).filter((name) => name.endsWith('By') || name === 'pausedOn')).toEqual([]);
      expect(events[0]).toMatchObject({ type: 'withdrawn', data: { reason: '改主意了' } });
    },
  );

  it('comes too late once it is decided', () => {
    expect(refusal(withdraw(lifeIn('granted', promisedItem).head, {}, context)).code).toBe('wrong-state');
  });
});

describe('rating', () => {
  const rated = (head: CaseHead) => rate(head, { score: 5, comment: '等了很久' }, context);

  it('is given once', () => {
    const { head, events } = given(rated(lifeIn('delivered', promisedItem).head));
    expect(head).toMatchObject({ state: 'delivered', rating: { score: 5, comment: '等了很久', at: monday } });
    expect(events[0]?.data).toEqual({ score: 5, comment: '等了很久' });
    expect(refusal(rated(head)).code).toBe('wrong-state');
  });

  it.each(['granted', 'denied', 'not-accepted', 'withdrawn', 'lapsed'] as const)(
    'is open to a case that is %s',
    (state) => {
      expect(given(rated(lifeIn(state, promisedItem).head)).head.rating?.score).toBe(5);
    },
  );
});
