import { describe, expect, it } from 'vitest';
import { caseStates } from '../../../shared/cases/case.ts';
import {
  decideBody,
  deliverBody,
  proposeBody,
  refuseBody,
  requestCorrectionBody,
} from '../../../shared/cases/commands.ts';
import { officerActions } from '../../../shared/cases/views.ts';
import { actionForms, bodyOf, inOrder, missingFields } from '../../../web/src/desk/actions.ts';
import { areaAt, areas, areasOf } from '../../../web/src/desk/areas.ts';
import { filterOf, heaps, queryOf } from '../../../web/src/desk/filter.ts';
import {
  countOf,
  emptyRequest,
  requestBody,
  toggled,
  unexplained,
  withReason,
} from '../../../web/src/desk/request-correction.ts';
import { promisedItem } from '../../support/test-item.ts';

describe('actions', () => {
  it('all have a form and a key of their own', () => {
    const keys = officerActions.map((action) => actionForms[action].key);
    expect(new Set(keys).size).toBe(officerActions.length);
    // J and K move in the list.
    expect(keys).not.toContain('j');
    expect(keys).not.toContain('k');
  });

  it('show what usually comes next first and as the main one, giving back last', () => {
    expect(inOrder(['release', 'request-correction', 'accept', 'refuse'])).toEqual([
      { action: 'accept', main: true },
      { action: 'request-correction', main: false },
      { action: 'refuse', main: false },
      { action: 'release', main: false },
    ]);
    expect(inOrder(['release'])).toEqual([{ action: 'release', main: false }]);
  });

  it('ask for reasons exactly when something is denied', () => {
    const fields = actionForms.propose.fields({ item: promisedItem });
    expect(missingFields(fields, { outcome: '' }).map(({ name }) => name)).toEqual(['outcome']);
    expect(missingFields(fields, { outcome: 'grant', reasons: '' })).toEqual([]);
    expect(missingFields(fields, { outcome: 'deny', reasons: ' ' }).map(({ name }) => name)).toEqual(['reasons']);
  });

  it('send bodies that the hall takes, without blanks', () => {
    const view = { item: promisedItem };
    const refuse = actionForms.refuse.fields(view);
    expect(refuseBody.parse(bodyOf(refuse, { reason: ' 不属本机关 ', rightAuthority: '' }))).toEqual({
      reason: '不属本机关',
    });
    expect(proposeBody.parse(bodyOf(actionForms.propose.fields(view), { outcome: 'grant', reasons: '' }))).toEqual({
      outcome: 'grant',
      reasons: '',
    });
    expect(deliverBody.parse(bodyOf(actionForms.deliver.fields(view), { channel: 'post', reference: 'EMS1' }))).toEqual(
      { channel: 'post', reference: 'EMS1' },
    );
  });

  it('let whoever decides begin from the proposal', () => {
    const proposal = { outcome: 'deny', reasons: '场所不符', by: '王芳', at: '2026-02-13T01:30:00.000Z' } as const;
    const fields = actionForms.decide.fields({ item: promisedItem, proposal });
    const values = Object.fromEntries(fields.map(({ name, initial }) => [name, initial ?? '']));
    expect(missingFields(fields, values)).toEqual([]);
    expect(decideBody.parse(bodyOf(fields, values))).toEqual({ outcome: 'deny', reasons: '场所不符' });
  });
});

describe('a request for corrections', () => {
  it('is ticked, explained, and made into the body the hall takes', () => {
    let request = toggled(emptyRequest, 'fields', 'fullName');
    request = toggled(request, 'materials', 'photo');
    request = toggled(toggled(request, 'materials', 'plan'), 'materials', 'plan');
    expect(countOf(request)).toBe(2);
    expect(unexplained(request)).toEqual([
      { part: 'fields', name: 'fullName' },
      { part: 'materials', name: 'photo' },
    ]);
    request = withReason(withReason(request, 'fields', 'fullName', '与证件不一致 '), 'materials', 'photo', '看不清');
    expect(unexplained(request)).toEqual([]);
    expect(requestCorrectionBody.parse(requestBody({ ...request, note: ' ' }))).toEqual({
      fields: [{ field: 'fullName', reason: '与证件不一致' }],
      materials: [{ code: 'photo', reason: '看不清' }],
    });
  });
});

describe('the areas of the desk', () => {
  const as = (...roles: string[]) => ({ id: 'p', name: 'P', kind: 'natural', roles, agency: undefined }) as const;
  it('are open to those who work in them, and to nobody else', () => {
    expect(areasOf(as('officer'))[0]?.path).toBe('/desk');
    expect(areasOf(as('citizen'))).toEqual([]);
    expect(areasOf(as())).toEqual([]);
  });
  it('own their address and what lies below it, and no other that merely begins alike', () => {
    for (const area of areas) {
      expect(areaAt(area.path)).toBe(area);
      expect(areaAt(`${area.path}/x`)).toBe(area);
    }
    expect(areaAt('/desk/cases/01J')?.path).toBe('/desk');
    expect(areaAt('/desktop')).toBeUndefined();
  });
});

describe('the inbox', () => {
  const officer = { roles: ['officer'], agency: 'A' };
  it('has every stage but the draft in one of its heaps', () => {
    expect([...heaps.todo, ...heaps.deliver, ...heaps.closed].sort()).toEqual(
      caseStates.filter((state) => state !== 'draft').sort(),
    );
  });
  it('begins with what this person has to do', () => {
    expect(filterOf(new URLSearchParams(), officer)).toEqual({
      state: 'submitted',
      mine: false,
      escalated: false,
      agency: undefined,
    });
    expect(filterOf(new URLSearchParams(), { roles: ['approver'], agency: 'A' }).state).toBe('proposed');
  });
  it('is kept in the address, and takes nothing from it that is not a stage', () => {
    const filter = { state: 'in-review', mine: true, escalated: true, agency: undefined } as const;
    expect(filterOf(new URLSearchParams(queryOf(filter)), officer)).toEqual(filter);
    expect(filterOf(new URLSearchParams('state=draft&agency=B'), officer)).toEqual({
      state: 'submitted',
      mine: false,
      escalated: false,
      agency: undefined,
    });
  });
  it('lets someone without an agency name one', () => {
    expect(filterOf(new URLSearchParams('agency=B'), { roles: ['auditor'], agency: undefined }).agency).toBe('B');
  });
});
