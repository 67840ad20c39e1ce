/** What an officer was writing, and a press whose answer is lost: nothing typed goes, nothing is taken twice. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { actionForms } from '../../../web/src/desk/actions.ts';
import { keepBulk, keptBulk } from '../../../web/src/desk/bulk.ts';
import {
  caseForm,
  draftAt,
  draftPlace,
  dropDraft,
  dropOthers,
  keepDraft,
  textsIn,
} from '../../../web/src/desk/drafts.ts';
import { guideIsOpen, keepGuide } from '../../../web/src/desk/guide-open.ts';
import { askingIn, emptyAsking } from '../../../web/src/desk/joint/asking.ts';
import { isSend, keyOf } from '../../../web/src/desk/key-press.ts';
import { type Claiming, nextCase } from '../../../web/src/desk/next-case.ts';
import { ownTemplates, setOwnTemplates } from '../../../web/src/desk/own-templates.ts';
import { emptyRequest, requestIn, toggled, withMark } from '../../../web/src/desk/request-correction.ts';
import { keep, savedBy } from '../../../web/src/desk/saved.ts';
import { drawnPart } from '../../support/drawn-part.ts';
import { promisedItem } from '../../support/test-item.ts';

/** A tab's session storage. */
function tab(most = Number.POSITIVE_INFINITY) {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > most) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  };
}

const proposed = (at: string) => ({
  ...{ caseId: 'A', state: 'proposed' as const, correction: undefined },
  proposal: { outcome: 'grant' as const, reasons: '', by: '王芳', at },
});
const monday = proposed('2026-03-02T02:00:00.000Z');
const decision = { outcome: 'deny', reasons: '场所不符' };

describe('a decision that was not sent', () => {
  const place = draftPlace('zhao', caseForm(monday, 'decide'));
  it('is there again, for this person, case and form', () => {
    const box = tab();
    keepDraft(place, decision, box);
    expect(textsIn(draftAt(place, box))).toEqual(decision);
    for (const other of [
      draftPlace('chen', caseForm(monday, 'decide')),
      draftPlace('zhao', caseForm({ ...monday, caseId: 'B' }, 'decide')),
      draftPlace('zhao', caseForm(monday, 'return')),
    ])
      expect(draftAt(other, box)).toBeUndefined();
    dropDraft(place, box);
    expect([draftAt(place, box), box.length]).toEqual([undefined, 0]);
  });

  it('is not there for a proposal made anew, nor for a case that has moved on', () => {
    const box = tab();
    for (const view of [proposed('2026-03-03T02:00:00.000Z'), { ...monday, state: 'in-review' as const }]) {
      keepDraft(place, decision, box);
      expect(draftAt(draftPlace('zhao', caseForm(view, 'decide')), box)).toBeUndefined();
      expect(box.length).toBe(0);
    }
  });

  it('is not left for whoever signs in next in the same tab', () => {
    const box = tab();
    box.setItem('banshi.desk.tokens', '{}');
    keepDraft(place, decision, box);
    keepDraft(draftPlace('zhaoyun', caseForm(monday, 'decide')), decision, box);
    dropOthers('zhao', box);
    expect(textsIn(draftAt(place, box))).toEqual(decision);
    dropOthers('chen', box);
    expect([box.length, box.key(0)]).toEqual([1, 'banshi.desk.tokens']);
  });

  it('of another shape, or torn, is none; and a full tab is no reason to stop', () => {
    const box = tab(100);
    for (const torn of ['{', 'null', '3', '[]', '["x"]', JSON.stringify([place.stand, { outcome: 3 }])]) {
      box.setItem(place.key, torn);
      expect(textsIn(draftAt(place, box))).toBeUndefined();
    }
    expect(() => keepDraft(place, { reasons: '长'.repeat(200) }, box)).not.toThrow();
  });

  it('so is a request for corrections with its marks, and a question to other agencies', () => {
    const box = tab();
    const mark = { ...{ code: 'photo', materialId: 'M', page: 1 }, ...{ x: 0, y: 0, w: 500, h: 500, text: '反光' } };
    const request = withMark(toggled(emptyRequest, 'fields', 'fullName'), mark);
    keepDraft(place, request, box);
    expect(requestIn(draftAt(place, box))).toEqual(request);
    const asking = { ...emptyAsking, agencies: ['X'], question: '是否符合规划？' };
    keepDraft(place, asking, box);
    expect(askingIn(draftAt(place, box))).toEqual(asking);
    expect(requestIn(draftAt(place, box))).toBeUndefined();
    for (const torn of [undefined, [], { ...request, marks: [{ ...mark, x: '0' }] }, { ...request, fields: [] }])
      expect(requestIn(torn)).toBeUndefined();
    for (const torn of [undefined, [], request, { ...asking, agencies: [3] }, { ...asking, days: '5' }])
      expect(askingIn(torn)).toBeUndefined();
  });
});

describe('a form that is opened again', () => {
  afterEach(() => vi.unstubAllGlobals());
  const view = { ...monday, ...{ item: promisedItem, foreseen: [], actions: ['decide'], withheld: [] } };
  const panel = (box: ReturnType<typeof tab>) => {
    vi.stubGlobal('sessionStorage', box);
    vi.stubGlobal('localStorage', tab());
    const nothing = () => undefined;
    const props = { action: 'decide', view, busy: false, submit: nothing, cancel: nothing };
    return drawnPart('desk/action-panel.tsx', 'ActionPanel', props);
  };
  it('goes on with what was written, and says so', async () => {
    const box = tab();
    keepDraft(draftPlace('', caseForm(monday, 'decide')), decision, box);
    const html = await panel(box);
    expect(html).toContain('接着您上次没有发出的内容。');
    expect(html).toMatch(/<textarea[^>]*>场所不符<\/textarea>/);
    expect(html).toMatch(/<input [^>]*checked[^>]*>不予/);
  });
  it('begins from the proposal where nothing was written', async () => {
    const html = await panel(tab());
    expect(html).not.toContain('接着您上次');
    expect(html).toMatch(/<input [^>]*checked[^>]*>(?!不予)/);
  });
  it('so does an opinion for another agency', async () => {
    const box = tab();
    vi.stubGlobal('sessionStorage', box);
    const asked = { caseId: 'A', no: 2, askedAt: '2026-03-02T02:00:00.000Z' };
    const opinion = { outcome: 'conditions', conditions: '限夜间施工', reason: '<b>经核</b>' };
    keepDraft(draftPlace('', { caseId: 'A', form: 'opinion-2', stand: asked.askedAt }), opinion, box);
    const props = { view: asked, busy: false, submit: () => undefined };
    const html = await drawnPart('desk/joint/answer-form.tsx', 'AnswerForm', props);
    expect(html).toMatch(/>限夜间施工<\/textarea>[\s\S]*>&lt;b>经核&lt;\/b><\/textarea>/);
    const other = await drawnPart('desk/joint/answer-form.tsx', 'AnswerForm', { ...props, view: { ...asked, no: 1 } });
    expect(other).not.toContain('经核');
  });
});

describe('an act on many that can still be undone', () => {
  const counts = { ready: 2, refused: 0, done: 0, undone: 0 };
  const begun = {
    ...{ bulkId: 'B', action: 'accept' as const, state: 'waiting' as const, createdAt: '2026-03-02T02:00:00.000Z' },
    ...{ undoUntil: '2026-03-02T02:01:00.000Z', counts, outcomes: [] },
  };
  const outcomes = [{ caseId: 'A', caseNumber: '12', outcome: 'ready' as const }];
  const at = (instant: string) => Date.parse(instant);
  it('is found in another list, within its minute, by whoever began it; no case is named in the tab', () => {
    const box = tab();
    keepBulk('wang', { ...begun, outcomes }, box);
    expect(keptBulk('wang', box, at('2026-03-02T02:00:59.000Z'))).toEqual(begun);
    expect(keptBulk('zhou', box, at('2026-03-02T02:00:59.000Z'))).toBeUndefined();
    expect(box.getItem(box.key(0) ?? '')).not.toContain('"12"');
    expect(keptBulk('wang', box, at('2026-03-02T02:01:00.000Z'))).toBeUndefined();
    expect(box.length).toBe(0);
  });
  it('is gone once it was undone, closed, never begun, or cannot be read', () => {
    const box = tab();
    const { bulkId: _, ...never } = begun;
    for (const end of [
      { ...begun, state: 'undone' as const },
      undefined,
      { ...never, state: 'not-started' as const },
    ]) {
      keepBulk('wang', begun, box);
      keepBulk('wang', end, box);
      expect(box.length).toBe(0);
    }
    keepBulk('wang', begun, box);
    const key = box.key(0) ?? '';
    for (const torn of [
      '{',
      '[]',
      JSON.stringify({ ...begun, counts: 3 }),
      JSON.stringify({ ...begun, outcomes: 1 }),
    ]) {
      box.setItem(key, torn);
      expect(keptBulk('wang', box, at(begun.createdAt))).toBeUndefined();
    }
  });
  it('shows its undoing', async () => {
    const soon = { ...begun, undoUntil: new Date(Date.now() + 30_000).toISOString() };
    const props = { begun: soon, setResult: () => undefined, moved: () => undefined };
    const html = await drawnPart('desk/bulk-bar.tsx', 'StillUndone', props);
    expect(html).toMatch(/aria-label="批量办理"/);
    expect(html).toMatch(/撤销/);
    const late = { ...props, begun: { ...begun, undoUntil: '2026-03-02T02:01:00.000Z' } };
    expect(await drawnPart('desk/bulk-bar.tsx', 'StillUndone', late)).not.toMatch(/撤销/);
  });
});

describe('the next case', () => {
  const officer = { id: 'wang', roles: ['officer'] };
  afterEach(() => vi.unstubAllGlobals());

  /** A hall with these cases, where each claim goes as told: done, refused for a reason, or done and the answer lost. */
  function hallWith(ids: readonly string[], ends: Readonly<Record<string, string>>) {
    const held = new Map<string, string>();
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string, { headers }: { headers: Record<string, string> }) => {
      const caseId = /cases\/(\w+)\/claim/.exec(url)?.[1];
      if (caseId === undefined) {
        const items = ids.map((id) => ({ caseId: id, handler: held.has(id) ? { id: 'wang' } : undefined }));
        return Response.json({ items: url.includes('state=submitted') ? items : [] });
      }
      const key = headers['idempotency-key'] ?? '';
      asked.push(caseId);
      const end = ends[caseId] ?? 'done';
      if (held.get(caseId) === key) return Response.json({});
      if (end !== 'done' && end !== 'lost') {
        const type = `urn:banshi:problem:${end}`;
        return Response.json({ type, detail: { zh: '', en: '' } }, { status: end === 'too-busy' ? 500 : 409 });
      }
      held.set(caseId, key);
      return end === 'lost' ? new Response('', { status: 504 }) : Response.json({});
    });
    return { held, asked };
  }

  it('is asked for again when the answer was lost: one press takes one case', async () => {
    const { held, asked } = hallWith(['A', 'B'], { A: 'lost' });
    const claiming: Claiming = {};
    await expect(nextCase(officer, 'press', claiming)).rejects.toMatchObject({ code: 'offline' });
    expect(await nextCase(officer, 'press', claiming)).toEqual({ caseId: 'A', state: 'submitted' });
    expect([...held.keys()]).toEqual(['A']);
    expect(asked).toEqual(['A', 'A']);
    // The next press is for the next case.
    expect(await nextCase(officer, 'another', claiming)).toEqual({ caseId: 'B', state: 'submitted' });
  });

  it('is the one after those that somebody else has, is at, or that are gone from here', async () => {
    const ends = { A: 'already-claimed', B: 'conflict', C: 'wrong-state', D: 'not-found' };
    const { asked } = hallWith(['A', 'B', 'C', 'D', 'E'], ends);
    expect(await nextCase(officer, 'press', {})).toEqual({ caseId: 'E', state: 'submitted' });
    expect(asked).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('is not sought further when the hall fails: that is said', async () => {
    const { asked } = hallWith(['A', 'B'], { A: 'too-busy' });
    await expect(nextCase(officer, 'press', {})).rejects.toMatchObject({ code: 'too-busy' });
    expect(asked).toEqual(['A']);
    expect(await nextCase({ id: 'zhao', roles: ['approver'] }, 'press', {})).toBeUndefined();
  });
});

describe('what this browser keeps of how somebody works', () => {
  it('is there as long as the page when the browser has no room, and stops nobody', () => {
    const full = tab(3);
    expect(() => keep('wang', [{ name: '先办', query: '?urgent=true' }], full)).not.toThrow();
    expect(() => setOwnTemplates('wang', 'refuse', ['请向街道办申请。'], full)).not.toThrow();
    expect(() => keepGuide(false, full)).not.toThrow();
    expect([savedBy('wang', full), ownTemplates('wang', 'refuse', full), guideIsOpen(full)]).toEqual([[], [], true]);
  });
  it('whether the guide is folded says nothing else', () => {
    const box = tab();
    expect(guideIsOpen(box)).toBe(true);
    keepGuide(false, box);
    expect([guideIsOpen(box), box.length, box.key(0)]).toEqual([false, 1, 'banshi.desk.guide']);
    keepGuide(true, box);
    expect([guideIsOpen(box), box.length]).toEqual([true, 0]);
  });
});

describe('a key of the desk', () => {
  const press = {
    repeat: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    isComposing: false,
  };
  it('acts once however long it is held, and moves as long as it is held', () => {
    expect(keyOf({ ...press, key: 'A' })).toBe('a');
    for (const { key } of Object.values(actionForms)) expect(keyOf({ ...press, key, repeat: true })).toBeUndefined();
    for (const key of ['n', '?', 'i', 'm']) expect(keyOf({ ...press, key, repeat: true })).toBeUndefined();
    for (const key of ['j', 'k']) expect(keyOf({ ...press, key, repeat: true })).toBe(key);
  });
  it('with Ctrl or ⌘ Enter sends the form, once', () => {
    const enter = { ...press, key: 'Enter' };
    expect([isSend({ ...enter, ctrlKey: true }), isSend({ ...enter, metaKey: true })]).toEqual([true, true]);
    for (const other of ['repeat', 'altKey', 'defaultPrevented', 'isComposing'])
      expect(isSend({ ...enter, ctrlKey: true, [other]: true })).toBe(false);
    expect([isSend(enter), isSend({ ...enter, ctrlKey: true, key: 'a' })]).toEqual([false, false]);
  });
  it('is not the browser\u2019s, nor an input method\u2019s, nor one that was taken', () => {
    for (const taken of ['ctrlKey', 'metaKey', 'altKey', 'defaultPrevented', 'isComposing'])
      expect(keyOf({ ...press, key: 'a', [taken]: true })).toBeUndefined();
  });
});
