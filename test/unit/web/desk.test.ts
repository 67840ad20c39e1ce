import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkActions, maxCases } from '../../../shared/cases/bulk.ts';
import { caseStates } from '../../../shared/cases/case.ts';
import {
  decideBody,
  deliverBody,
  proposeBody,
  refuseBody,
  requestCorrectionBody,
} from '../../../shared/cases/commands.ts';
import { transitions } from '../../../shared/cases/transitions.ts';
import { officerActions } from '../../../shared/cases/views.ts';
import type { InboxRow } from '../../../web/src/base/api-answers.ts';
import { spanOf, wanted } from '../../../web/src/base/span.ts';
import { actionForms, bodyOf, inOrder, missingFields } from '../../../web/src/desk/actions.ts';
import { areaAt, areas, areasOf } from '../../../web/src/desk/areas.ts';
import { askingOf } from '../../../web/src/desk/asking.ts';
import { bulkActionsFor, mostAtOnce, secondsLeft } from '../../../web/src/desk/bulk.ts';
import { backlogOf, mostLines } from '../../../web/src/desk/figures/backlog-lines.ts';
import { barsOf, roundTop } from '../../../web/src/desk/figures/chart-shapes.ts';
import { percentText, spanFrom } from '../../../web/src/desk/figures/spans.ts';
import { filterOf, heaps, isEnough, queryOf, rowsNow } from '../../../web/src/desk/filter.ts';
import { heapsFor, isFree } from '../../../web/src/desk/next-case.ts';
import { ownTemplates, setOwnTemplates } from '../../../web/src/desk/own-templates.ts';
import {
  changedMark,
  countOf,
  emptyRequest,
  requestBody,
  toggled,
  unexplained,
  unsaid,
  withMark,
  withoutMark,
  withReason,
} from '../../../web/src/desk/request-correction.ts';
import { keep, savedBy, withSaved } from '../../../web/src/desk/saved.ts';
import { appended, hasGap, templatesFor } from '../../../web/src/desk/templates.ts';
import { kindOf } from '../../../web/src/paper/kinds.ts';
import { drawnPart } from '../../support/drawn-part.ts';
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

describe('a mark on a paper', () => {
  const mark = {
    code: 'photo',
    materialId: '00000000000000000000000001',
    page: 1,
    x: 0,
    y: 0,
    w: 500,
    h: 500,
    text: '',
  };
  it('asks for its paper, is to be explained, and then explains it', () => {
    let request = withMark(emptyRequest, mark);
    expect([countOf(request), unexplained(request), unsaid(request)]).toEqual([1, [], [0]]);
    request = changedMark(request, 0, { text: ' 反光 ' });
    expect(unsaid(request)).toEqual([]);
    expect(requestCorrectionBody.parse(requestBody(request))).toEqual({
      fields: [],
      materials: [{ code: 'photo', reason: '请按文件上的标注改正。' }],
      marks: [{ ...mark, text: '反光' }],
    });
    expect(requestBody(withoutMark(request, 0)).materials).toEqual([
      { code: 'photo', reason: '请按文件上的标注改正。' },
    ]);
    expect(unexplained(withoutMark(request, 0))).toEqual([{ part: 'materials', name: 'photo' }]);
    expect(toggled(request, 'materials', 'photo').marks).toEqual([]);
  });
});

describe('what was marked, as it is shown', () => {
  const text = '<img src=x onerror=alert(1)></li><script>alert(2)</script>';
  const materialId = '00000000000000000000000001';
  const mark = { ...{ code: 'photo', materialId, page: 2 }, ...{ x: 0, y: 0, w: 500, h: 500, text } };
  const asked = { fields: [], materials: [{ code: 'photo', reason: text }], marks: [mark], requestedAt: '' };
  const shown = '&lt;img src=x onerror=alert(1)>&lt;/li>&lt;script>alert(2)&lt;/script>';
  /** What a browser makes elements of. */
  const tagsIn = (html: string) => [...new Set([...html.matchAll(/<(\w+)/g)].map(([, name]) => name))];
  it('is text to the citizen, where it is to be put right and in the list of what is asked', async () => {
    const view = { caseId: 'x', materials: [{ materialId, code: 'photo', mediaType: 'image/png', fileName: text }] };
    const html = await drawnPart('hall/marked.tsx', 'Marked', { view, asked, code: 'photo' });
    expect(html).toContain(`1. 第 2 页左上</span> ${shown}`);
    expect(tagsIn(html)).toEqual(['div', 'p', 'strong', 'ol', 'li', 'span', 'button']);
    const list = await drawnPart('base/asked-list.tsx', 'AskedList', { correction: asked, item: promisedItem });
    expect(list.split(shown)).toHaveLength(3);
    expect(tagsIn(list)).toEqual(['ul', 'li', 'strong', 'span']);
  });
  it('is text to the officer, written or read', async () => {
    const marks = [{ ...mark, at: 0 }];
    const read = await drawnPart('desk/viewer/mark-list.tsx', 'MarkList', { marking: { marks }, materialId });
    expect(read).toContain(shown);
    expect(tagsIn(read)).toEqual(['section', 'h3', 'ol', 'li', 'p', 'span']);
    const edit = { add: () => undefined, change: () => undefined, remove: () => undefined };
    const typed = await drawnPart('desk/viewer/mark-list.tsx', 'MarkList', { marking: { marks, edit }, materialId });
    expect(tagsIn(typed)).toEqual(['section', 'h3', 'ol', 'li', 'div', 'label', 'textarea', 'button']);
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
      urgent: false,
      agency: undefined,
    });
    expect(filterOf(new URLSearchParams(), { roles: ['approver'], agency: 'A' }).state).toBe('proposed');
  });
  it('is kept in the address, and takes nothing from it that is not a stage', () => {
    const whole = { mine: true, escalated: true, urgent: true, all: 'open', agency: undefined } as const;
    const filter = { state: 'in-review', ...whole } as const;
    expect(filterOf(new URLSearchParams(queryOf(filter)), officer)).toEqual(filter);
    expect(filterOf(new URLSearchParams('state=draft&agency=B'), officer)).toEqual({
      state: 'submitted',
      mine: false,
      escalated: false,
      urgent: false,
      agency: undefined,
    });
  });
  it('lets someone without an agency name one', () => {
    expect(filterOf(new URLSearchParams('agency=B'), { roles: ['auditor'], agency: undefined }).agency).toBe('B');
  });
});

describe('rows of the inbox', () => {
  const filter = filterOf(new URLSearchParams('state=submitted'), { roles: ['officer'], agency: 'A' });
  const row = (caseId: string, more: Partial<InboxRow> = {}): InboxRow => ({
    caseId,
    caseNumber: '1'.repeat(43),
    itemCode: '440115025000',
    itemName: { zh: '事', en: 'item' },
    applicantName: '张*',
    state: 'submitted',
    status: { zh: '待受理', en: 'To accept' },
    submittedAt: '2026-02-13T01:00:00.000Z',
    ...more,
  });
  const accepted = row('b', { state: 'in-review' });

  it('leave a list of several stages only when none of them has the case', () => {
    const granted = row('b', { state: 'granted' });
    const shown = (all: 'open' | 'unfinished', now: InboxRow) =>
      rowsNow([row('a'), row('b')], new Map([['b', { row: now, at: 10_000 }]]), { ...filter, all }, 5000);
    expect(shown('open', accepted)).toEqual([row('a'), accepted]);
    expect(shown('open', granted)).toEqual([row('a')]);
    expect(shown('unfinished', granted)).toEqual([row('a'), granted]);
  });

  it('leave a stage when something was done to them, until the list is fetched anew', () => {
    const rows = [row('a'), row('b'), row('c')];
    const changes = new Map([['b', { row: accepted, at: 10_000 }]]);
    expect(rowsNow(rows, changes, filter, 9000).map(({ caseId }) => caseId)).toEqual(['a', 'c']);
    expect(rowsNow(rows, changes, { ...filter, mine: true }, 9000)[1]).toBe(accepted);
    expect(rowsNow(rows, changes, filter, 13_000)).toHaveLength(3);
  });

  it('are urgent when overdue or at their last day, and a list by due day has no more after a page without one', () => {
    const urgent = { ...filter, urgent: true };
    const rows = [row('a', { lamp: 'overdue' }), row('b', { lamp: 'red' }), row('c', { lamp: 'amber' }), row('d')];
    expect(rowsNow(rows, new Map(), urgent, 0).map(({ caseId }) => caseId)).toEqual(['a', 'b']);
    expect(isEnough(urgent, rows)).toBe(false);
    expect(isEnough(urgent, rows.slice(2))).toBe(true);
    expect(isEnough(filter, rows.slice(2))).toBe(false);
  });

  it('are drawn wherever the window may come to within a fling, and the one with the focus always', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 700_000 }),
        fc.integer({ min: 300, max: 2000 }),
        fc.integer({ min: 40, max: 120 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
        (above, window, height, length, kept) => {
          const places = wanted(spanOf(above, window, height), length, kept);
          for (let y = above; y < above + window; y += height) {
            const place = Math.floor(y / height);
            if (place >= 0 && place < length) expect(places).toContain(place);
          }
          if (kept !== undefined && kept < length) expect(places).toContain(kept);
          expect(new Set(places).size).toBe(places.length);
          expect(places.toSorted((a, b) => a - b)).toEqual(places);
          expect(places.length).toBeLessThan(window / height + 140);
        },
      ),
    );
  });
});

describe('filters that are kept', () => {
  const store = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };
  it('are each person\u2019s own, the newest first, one of a name', () => {
    const box = store();
    const one = withSaved([], { name: ' 急件 ', query: '?state=submitted&urgent=true' });
    keep('wang', withSaved(one, { name: '待审', query: '?state=proposed' }), box);
    expect(savedBy('wang', box).map(({ name }) => name)).toEqual(['待审', '急件']);
    expect(savedBy('zhou', box)).toEqual([]);
    expect(withSaved(savedBy('wang', box), { name: '急件', query: '?state=proposed' })[0]?.query).toBe(
      '?state=proposed',
    );
    expect(withSaved(savedBy('wang', box), { name: '急件', query: '?' })).toHaveLength(2);
  });
  it('that cannot be read are none, and lead nowhere but the desk', () => {
    const box = store();
    box.setItem('banshi.desk.filters.wang', '{');
    expect(savedBy('wang', box)).toEqual([]);
    box.setItem('banshi.desk.filters.wang', '[{"name":"x","query":"//elsewhere"},3]');
    expect(savedBy('wang', box)).toEqual([]);
  });
});

describe('the next case', () => {
  it('is nobody\u2019s for an officer, and another\u2019s for an approver', () => {
    expect(heapsFor(['officer']).map(({ state }) => state)).toEqual(['submitted', 'in-review']);
    expect(heapsFor(['approver'])).toEqual([{ state: 'proposed', claims: false }]);
    expect(heapsFor(['supervisor', 'auditor'])).toEqual([]);
    expect(isFree({}, true, { id: 'wang' })).toBe(true);
    expect(isFree({ handler: { id: 'zhou', name: '周强' } }, true, { id: 'wang' })).toBe(false);
    expect(isFree({ handler: { id: 'zhao', name: '赵敏' } }, false, { id: 'zhao' })).toBe(false);
    expect(isFree({ handler: { id: 'wang', name: '王芳' } }, false, { id: 'zhao' })).toBe(true);
  });
});

describe('sentences to begin from', () => {
  const item = {
    ...promisedItem,
    conditions: [
      { zh: '有固定场所', en: 'fixed premises' },
      { zh: '有合格人员', en: 'qualified staff' },
    ],
    legalBasis: [{ zh: '某某法第五条', en: 'Law art. 5' }],
  };
  it('name each condition of the item, and the law', () => {
    const denials = templatesFor('decide', item, 'deny');
    expect(denials.map(({ text }) => text.zh)).toEqual([
      expect.stringContaining('有固定场所'),
      expect.stringContaining('有合格人员'),
    ]);
    for (const { text } of denials) expect(text.zh).toContain('某某法第五条');
    expect(templatesFor('propose', item, 'grant')).toHaveLength(1);
    expect(templatesFor('propose', item, undefined)).toEqual([]);
  });
  it('of an extension name who approves it: art. 42 has the government do so where several decide', () => {
    const joint = { ...item, limits: { ...item.limits, joint: true } };
    const [one, several] = [item, joint].map((each) => templatesFor('extend', each, undefined)[0]?.text);
    expect(one?.zh).toContain('经本机关负责人批准，延长10个工作日');
    expect(several?.zh).toContain('经本级人民政府负责人批准，延长15个工作日');
    expect(several?.en).toContain('the head of the government it is extended by 15 working days');
  });
  it('do not go out with their gaps', () => {
    for (const action of ['refuse', 'extend', 'suspend', 'terminate'] as const) {
      for (const { text } of templatesFor(action, item, undefined).slice(0, 1)) {
        expect([hasGap(text.zh), hasGap(text.en)]).toEqual([true, true]);
      }
    }
    expect(hasGap('经审查，场所面积为 12 平方米。')).toBe(false);
    expect(appended('已查。 ', '不符合。')).toBe('已查。\n不符合。');
    expect(appended(' ', '不符合。')).toBe('不符合。');
  });
  it('of one\u2019s own are kept by person and action', () => {
    const kept = new Map<string, string>();
    const box = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    setOwnTemplates('wang', 'refuse', ['请向街道办申请。'], box);
    expect(ownTemplates('wang', 'refuse', box)).toEqual(['请向街道办申请。']);
    expect(ownTemplates('wang', 'extend', box)).toEqual([]);
    // Another officer at the same desk has their own.
    expect(ownTemplates('zhou', 'refuse', box)).toEqual([]);
  });
});

describe('what may be asked', () => {
  it('is what the item shows this applicant, and only once', () => {
    const view = { item: promisedItem, answers: { married: false }, materials: [] };
    const asked = askingOf({ ...view, correction: undefined });
    expect([...asked.materials, ...asked.notOfThem].length).toBe(promisedItem.materials.length);
    expect(asked.once).toBe('ask-once');
    const correction = { fields: [], materials: [], requestedAt: '2026-02-13T01:00:00.000Z' };
    expect(askingOf({ ...view, correction }).once).toBe('ask-over');
    expect(askingOf({ ...view, correction: { ...correction, resubmitted: { fields: [], materials: [] } } }).once).toBe(
      'ask-only-new',
    );
  });
});

describe('files', () => {
  it('are what their first bytes say', () => {
    expect(kindOf(new TextEncoder().encode('%PDF-1.7'))).toBe('application/pdf');
    expect(kindOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1))).toBe('image/png');
    expect(kindOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg');
    for (const text of ['<html><script>', '<svg onload=', 'MZ', ''])
      expect(kindOf(new TextEncoder().encode(text))).toBeUndefined();
  });
});

describe('charts', () => {
  it('have bars from zero, to scale, inside the picture, one for each number there is', () => {
    const day = (at: number) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 365 }), (rows) => {
        const series = [0, 1].map((line) => ({
          name: `${line}`,
          tone: 't',
          values: rows.map((row) => row[line] ?? 0),
        }));
        const { bars, top, width, height } = barsOf(
          rows.map((_, at) => day(at)),
          series,
        );
        expect(bars).toHaveLength(rows.flat().filter((value) => value > 0).length);
        expect(top).toBeGreaterThanOrEqual(Math.max(...rows.flat()));
        for (const bar of bars) {
          expect(bar.y + bar.height).toBeCloseTo(height);
          expect(bar.y).toBeGreaterThanOrEqual(0);
          expect(bar.x + bar.width).toBeLessThanOrEqual(width + 1e-6);
        }
      }),
      { numRuns: 30 },
    );
    expect([0, 1, 3, 7, 11, 61, 101].map(roundTop)).toEqual([2, 2, 4, 10, 20, 100, 200]);
  });
  it('of the backlog show each agency with something open, what is overdue first and apart', async () => {
    const agency = (code: string, open: number, overdue: number) => ({
      ...{ code, name: { zh: `${code}局`, en: `Bureau ${code}` }, submitted: 0, decided: 0, open, overdue, rated: 0 },
    });
    const items = [agency('A', 40, 0), agency('B', 10, 4), agency('C', 0, 0), agency('D', 50, 0)];
    expect(backlogOf(items).map(({ code }) => code)).toEqual(['B', 'D', 'A']);
    const html = await drawnPart('desk/figures/backlog.tsx', 'Backlog', { items });
    const [chart = '', table = ''] = html.split('<details>');
    expect([...chart.matchAll(/<a href="\/desk\/figures\?agency=(\w)">(\w局)<\/a>/g)].map(([, code]) => code)).toEqual([
      ...['B', 'D', 'A'],
    ]);
    // From zero, on one scale, the longest fills the width; the overdue part lies over its own bar.
    expect(
      [...chart.matchAll(/<rect class="tone-(\d)" x="0" y="0" width="([\d.]+)"/g)].map(([, t, w]) => `${t} ${w}`),
    ).toEqual([...['1 20', '3 8', '1 100', '1 80']]);
    expect([...chart.matchAll(/line-value">([^<]+)</g)].map(([, text]) => text)).toEqual(['10，超期 4', '50', '40']);
    // The same in a table, for whoever cannot see it.
    expect(
      table
        .match(/<tr>.*?<\/tr>/g)
        ?.slice(1)
        .map((row) =>
          row
            .replace(/<[^>]+>/g, ' ')
            .trim()
            .split(/\s+/),
        ),
    ).toEqual([
      ...[
        ['B局', '10', '4'],
        ['D局', '50', '0'],
        ['A局', '40', '0'],
      ],
    ]);
    expect(await drawnPart('desk/figures/backlog.tsx', 'Backlog', { items: [agency('C', 0, 0)] })).toBe('');
  });
  it('of many agencies draw the first, say so, and have all in the table', async () => {
    const items = Array.from({ length: 40 }, (_, i) => ({
      ...{ code: `A${i}`, name: { zh: `${i}局`, en: `${i}` }, submitted: 0, decided: 0, open: i + 1, rated: 0 },
    }));
    const html = await drawnPart('desk/figures/backlog.tsx', 'Backlog', { items });
    expect(html.match(/class="line-name"/g)).toHaveLength(mostLines);
    expect(html).toContain(`40 个单位里超期和在办最多的 ${mostLines} 个`);
    expect(html.match(/<th scope="row">/g)).toHaveLength(40);
  });
  it('say a hundred per cent only of all', () => {
    expect(percentText(1)).toBe('100%');
    expect(percentText(0.9999)).toBe('99.9%');
    expect(percentText(0.5)).toBe('50%');
    expect(spanFrom('90')).toBe(90);
    expect(spanFrom('x')).toBe(30);
  });
});

describe('many at once', () => {
  it('offers what the hall takes for a stage, by role', () => {
    for (const state of Object.values(heaps).flat()) {
      for (const action of bulkActionsFor(state, ['officer', 'approver', 'supervisor'])) {
        expect(bulkActions).toContain(action);
        const { from } = transitions[action];
        expect(from as readonly string[], `${action} ${state}`).toContain(state);
      }
    }
    expect(bulkActionsFor('submitted', ['approver'])).toEqual([]);
    expect(bulkActionsFor('proposed', ['approver'])).toEqual(['decide', 'return']);
    expect(mostAtOnce).toBe(maxCases);
  });
  it('counts the minute down to nothing', () => {
    const undoUntil = '2026-02-13T01:01:00.000Z';
    expect(secondsLeft({ undoUntil }, Date.parse('2026-02-13T01:00:00.400Z'))).toBe(60);
    expect(secondsLeft({ undoUntil }, Date.parse('2026-02-13T01:02:00.000Z'))).toBe(0);
    expect(secondsLeft({}, 0)).toBe(0);
  });
});
