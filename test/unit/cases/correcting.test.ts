import { describe, expect, it } from 'vitest';
import { correct, submit } from '../../../shared/cases/applying.ts';
import { type CaseHead, type CorrectionRequest, caseHead, type Material } from '../../../shared/cases/case.ts';
import { claim, requestCorrection } from '../../../shared/cases/handling.ts';
import { item as itemSchema } from '../../../shared/catalogue/item.ts';
import { caseNumber, draftOf, file, given, identityFile, li, lifeIn, refusal, wang } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

const asking = '2026-03-04T02:00:00.000Z';
const answering = '2026-03-10T02:00:00.000Z';
const filed = lifeIn('submitted', promisedItem).head;
const photo = file(5, 'photo');
const newIdentity = file(6, 'identity');

const ask = (request: CorrectionRequest, head = filed) =>
  given(requestCorrection(head, request, { item: promisedItem, actor: li, now: asking })).head;
const answer = (
  head: CaseHead,
  given: { answers?: CaseHead['answers']; materials?: Record<string, string[]>; files?: Material[] },
) =>
  correct(
    head,
    { answers: given.answers ?? {}, materials: given.materials ?? {}, files: [identityFile, ...(given.files ?? [])] },
    { item: promisedItem, actor: wang, now: answering },
  );

const fieldAndFile = ask({
  fields: [{ field: 'fullName', reason: '与证件不一致' }],
  materials: [{ code: 'identity', reason: '看不清' }],
});
const married = ask({ fields: [{ field: 'married', reason: '与登记不一致' }], materials: [] });

/** The same permit, for those who have lived here for half a year. */
const settled = itemSchema.parse({
  ...promisedItem,
  form: {
    sections: [
      ...promisedItem.form.sections,
      {
        name: 'home',
        title: { zh: '住处', en: 'Home' },
        fields: [
          { name: 'since', type: 'date', notAfter: 'today', label: { zh: '居住登记日期', en: 'Registered since' } },
        ],
      },
    ],
  },
  checks: [
    {
      code: 'half-year',
      name: { zh: '满半年', en: 'Half a year' },
      rule: { kind: 'time-between', from: 'since', to: 'today', unit: 'months', min: 6 },
    },
  ],
});

describe('a time that has to have passed', () => {
  const filing = (since: string) => {
    const head = draftOf(settled, asking);
    const materials = [identityFile];
    const context = { item: settled, actor: wang, now: asking };
    return submit({ ...head, answers: { ...head.answers, since } }, { materials, caseNumber }, context);
  };

  it('has to have passed on the day of application', () => {
    expect(given(filing('2025-09-04')).head.state).toBe('submitted');
    expect(refusal(filing('2025-09-05'))).toEqual({ code: 'invalid-fields', fields: ['answers.since time-between'] });
  });

  it('is not made up for by waiting for the correction', () => {
    const { head } = given(filing('2025-09-04'));
    const on = { item: settled, actor: li, now: asking };
    const claimed = given(claim(head, on)).head;
    const request = { fields: [{ field: 'since', reason: '与登记不一致' }], materials: [] };
    const asked = given(requestCorrection(claimed, request, on)).head;
    // Half a year by the day of the correction, and not by that of the application.
    const corrected = (since: string) =>
      correct(
        asked,
        { answers: { since }, materials: {}, files: [identityFile] },
        { ...on, actor: wang, now: answering },
      );
    expect(refusal(corrected('2025-09-10')).fields).toEqual(['answers.since time-between']);
    expect(given(corrected('2025-09-03')).head.state).toBe('submitted');
  });
});

describe('correcting', () => {
  it('changes what was asked for, and starts the five days anew', () => {
    const { head, events } = given(
      answer(fieldAndFile, {
        answers: { fullName: '王小芳' },
        materials: { identity: [newIdentity.materialId] },
        files: [newIdentity],
      }),
    );
    expect(head).toMatchObject({
      state: 'submitted',
      answers: { ...filed.answers, fullName: '王小芳' },
      materials: { identity: [newIdentity.materialId] },
      correction: { requestedAt: asking, correctedAt: answering },
      clocks: { receivedOn: '2026-03-10', acceptBy: '2026-03-17' },
      handler: { id: li.id },
      submittedAt: filed.submittedAt,
    });
    expect(head.clocks.correctBy).toBeUndefined();
    expect(caseHead.parse(head)).toEqual(head);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'corrected', data: { fields: ['fullName'], materials: ['identity'] } });
    expect(JSON.stringify(events)).not.toContain('王小芳');
  });

  it('needs all that was asked for', () => {
    expect(refusal(answer(fieldAndFile, {}))).toEqual({
      code: 'invalid-fields',
      fields: ['answers.fullName required', 'materials.identity required'],
    });
    const emptied = { answers: { fullName: '王小芳' }, materials: { identity: [] } };
    expect(refusal(answer(fieldAndFile, emptied)).fields).toEqual(['materials.identity required']);
  });

  it('changes nothing else', () => {
    const more = {
      answers: { fullName: '王小芳', idNumber: filed.answers.idNumber ?? '' },
      materials: { identity: [newIdentity.materialId], photo: [photo.materialId] },
      files: [newIdentity, photo],
    };
    expect(refusal(answer(fieldAndFile, more))).toEqual({
      code: 'invalid-fields',
      fields: ['answers.idNumber not-asked', 'materials.photo not-asked'],
    });
  });

  it('takes what a correction brings to light, and asks for it', () => {
    expect(refusal(answer(married, { answers: { married: true } })).fields).toEqual([
      'answers.spouseName required',
      'materials.marriage required',
    ]);
    const marriage = file(7, 'marriage');
    const { head } = given(
      answer(married, {
        answers: { married: true, spouseName: '李雷' },
        materials: { marriage: [marriage.materialId] },
        files: [marriage],
      }),
    );
    expect(head.answers).toMatchObject({ married: true, spouseName: '李雷' });
    expect(head.materials).toEqual({ identity: [identityFile.materialId], marriage: [marriage.materialId] });
  });

  it('lets go of what a correction makes pointless', () => {
    const before = {
      ...filed,
      answers: { ...filed.answers, married: true, spouseName: '李雷' },
      materials: { ...filed.materials, marriage: [file(7, 'marriage').materialId] },
    };
    const asked = ask(
      {
        fields: [
          { field: 'married', reason: '与登记不一致' },
          { field: 'spouseName', reason: '与证件不一致' },
        ],
        materials: [{ code: 'marriage', reason: '看不清' }],
      },
      before,
    );
    const { head } = given(answer(asked, { answers: { married: false } }));
    expect(head.answers).toEqual(filed.answers);
    expect(head.materials).toEqual(filed.materials);
  });

  it('checks the whole form again', () => {
    const spoiled = { ...fieldAndFile, answers: { ...fieldAndFile.answers, idNumber: '440103199001011230' } };
    const result = answer(spoiled, {
      answers: { fullName: '王小芳' },
      materials: { identity: [newIdentity.materialId] },
      files: [newIdentity],
    });
    expect(refusal(result).fields).toEqual(['answers.idNumber id-card-check-digit']);
  });

  it.each([
    ['refused', 'material-refused'],
    ['uploaded', 'material-not-ready'],
    ['expected', 'material-not-ready'],
  ] as const)('does not take a file that is %s', (state, code) => {
    const bad = { ...newIdentity, state };
    const result = answer(fieldAndFile, {
      answers: { fullName: '王' },
      materials: { identity: [bad.materialId] },
      files: [bad],
    });
    expect(refusal(result).code).toBe(code);
  });

  it('does not take a file that is not there, or is another material’s', () => {
    for (const id of ['9'.repeat(26), photo.materialId]) {
      const result = answer(fieldAndFile, {
        answers: { fullName: '王' },
        materials: { identity: [id] },
        files: [photo],
      });
      expect(refusal(result).fields).toEqual(['materials.identity unknown-file']);
    }
  });

  it('counts a file named twice once', () => {
    const id = newIdentity.materialId;
    const result = answer(fieldAndFile, {
      answers: { fullName: '王' },
      materials: { identity: [id, id] },
      files: [newIdentity],
    });
    expect(given(result).head.materials).toEqual({ identity: [id] });
  });

  it('may come late as long as the case has not lapsed', () => {
    const given = { answers: { married: false }, materials: {}, files: [identityFile] };
    const late = correct(married, given, { item: promisedItem, actor: wang, now: '2026-05-20T02:00:00.000Z' });
    expect(late).toMatchObject({ head: { state: 'submitted', clocks: { acceptBy: '2026-05-27' } } });
  });
});
