import { describe, expect, it } from 'vitest';
import { needsDocument, needsRouting } from '../../../shared/cases/permits.ts';
import { backofficeCompleted, backofficeFailed, documentIssued, route } from '../../../shared/cases/system.ts';
import {
  caseId,
  document,
  given,
  hall,
  Life,
  lifeIn,
  machine,
  monday,
  refusal,
  wang,
} from '../../support/test-case.ts';
import { automaticItem, promisedItem } from '../../support/test-item.ts';

const context = { item: promisedItem, actor: hall, now: '2026-03-02T02:00:05.000Z' };
const checks = [
  { code: 'adult', passed: true },
  { code: 'files', passed: false },
];

describe('routing', () => {
  it('puts a case into the inbox once, with what the checks found', () => {
    const filed = new Life(promisedItem).take('submit', wang).head;
    expect(needsRouting(filed)).toBe(true);
    const { head, events } = given(route(filed, checks, context));
    expect(head).toMatchObject({ state: 'submitted', routedAt: context.now, checks });
    expect(events[0]).toMatchObject({ type: 'routed', actor: hall, data: { checks } });
    expect(needsRouting(head)).toBe(false);
    expect(refusal(route(head, checks, context)).code).toBe('wrong-state');
  });

  it('happens again after a correction', () => {
    const life = new Life(promisedItem).take('submit', wang).take('route', hall, context.now);
    const { head } = lifeIn('correction-requested', promisedItem).take('correct', wang, '2026-03-05T02:00:00.000Z');
    expect(needsRouting({ ...head, routedAt: life.head.routedAt })).toBe(true);
    const again = given(
      route({ ...head, routedAt: life.head.routedAt }, [], { ...context, now: '2026-03-05T02:00:01.000Z' }),
    );
    expect(needsRouting(again.head)).toBe(false);
  });

  it('goes on when the desk was faster, and stops when the case has ended or was never filed', () => {
    expect(needsRouting(lifeIn('proposed', promisedItem).head)).toBe(true);
    for (const state of ['draft', 'withdrawn', 'granted', 'not-accepted'] as const) {
      expect(needsRouting(lifeIn(state, promisedItem).head)).toBe(false);
    }
  });

  it('is not needed for what the hall decided by itself', () => {
    const { head } = new Life(automaticItem).take('submit', wang);
    expect(head.state).toBe('granted');
    expect(needsRouting(head)).toBe(false);
    expect(needsDocument(head, document('decision-grant'))).toBe(true);
  });
});

describe('issuing the document', () => {
  it('is done once for a decision, of its kind', () => {
    const granted = lifeIn('granted', promisedItem).head;
    expect(needsDocument(granted, document('decision-grant'))).toBe(true);
    expect(refusal(documentIssued(granted, document('decision-denial'), context)).code).toBe('wrong-state');
    const { head, events } = given(documentIssued(granted, document('decision-grant'), context));
    expect(head).toMatchObject({ state: 'granted', documents: [document('decision-grant')] });
    expect(events[0]).toMatchObject({ type: 'document-issued', data: { number: document('decision-grant').number } });
    expect(needsDocument(head, document('decision-grant'))).toBe(false);
    expect(refusal(documentIssued(head, document('decision-grant'), context)).code).toBe('wrong-state');
  });

  it('makes a denial’s letter too', () => {
    const denied = lifeIn('denied', promisedItem).head;
    expect(refusal(documentIssued(denied, document('decision-grant'), context)).code).toBe('wrong-state');
    expect(given(documentIssued(denied, document('decision-denial'), context)).head.documents).toHaveLength(1);
  });

  it('waits for the decision', () => {
    const { head } = lifeIn('proposed', promisedItem);
    expect(needsDocument(head, document('decision-grant'))).toBe(false);
    expect(refusal(documentIssued(head, document('decision-grant'), context)).code).toBe('wrong-state');
  });
});

describe('a notice', () => {
  it('is issued once for each event, and does not stand in for the decision', () => {
    const life = lifeIn('in-review', promisedItem);
    const notice = { ...document('decision-grant'), kind: 'acceptance', about: life.head.eventCount } as const;
    const { head } = given(documentIssued(life.head, notice, context));
    expect(head.documents).toEqual([notice]);
    expect(refusal(documentIssued(head, notice, context)).code).toBe('wrong-state');
    const next = { ...notice, about: head.eventCount + 1 };
    expect(refusal(documentIssued(head, next, context)).code).toBe('wrong-state');
    expect(
      needsDocument({ ...lifeIn('granted', promisedItem).head, documents: [notice] }, document('decision-grant')),
    ).toBe(true);
  });
});

describe('a back office', () => {
  const outside = { ...context, actor: machine };

  it('reports on a case without moving it', () => {
    const { head } = lifeIn('in-review', promisedItem);
    const report = { jobId: caseId, result: 'attention', note: '地址不符', reference: 'GZ-1' } as const;
    const done = given(backofficeCompleted(head, report, outside));
    expect(done.head).toMatchObject({ state: 'in-review', clocks: head.clocks, version: head.version + 1 });
    expect(done.events[0]).toMatchObject({ type: 'backoffice-completed', actor: machine, data: report });
    const failed = given(backofficeFailed(head, { jobId: caseId, reason: '系统维护' }, outside));
    expect(failed.events[0]).toMatchObject({ type: 'backoffice-failed', data: { jobId: caseId, reason: '系统维护' } });
  });

  it('has nothing to say about a draft', () => {
    const { head } = lifeIn('draft', promisedItem, monday);
    expect(refusal(backofficeFailed(head, { jobId: caseId, reason: '系统维护' }, outside)).code).toBe('wrong-state');
  });
});
