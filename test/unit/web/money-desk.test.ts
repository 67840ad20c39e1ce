/** What the finance desk decides without a page: addresses, the graph of an order, forms. */
import { describe, expect, it } from 'vitest';
import { orderStates } from '../../../shared/payments/order-graph.ts';
import { mayHappen } from '../../../shared/payments/order-transitions.ts';
import type { DeskOrder } from '../../../web/src/base/api-answers.ts';
import { nextOf, passedBy, places } from '../../../web/src/desk/money/life.ts';
import { bodyOf, mostOf, type Owed, wrongOf } from '../../../web/src/desk/money/order-forms.ts';
import { deskOf, mayAct, needsAgency, placeOf } from '../../../web/src/desk/money/places.ts';

const officer = { id: 'finance-tan', name: '谭明', kind: 'natural', roles: ['finance'], agency: 'A' } as const;
const auditor = { id: 'auditor-wu', name: '吴清', kind: 'natural', roles: ['auditor'], agency: undefined } as const;

describe('addresses', () => {
  it("carry an auditor's agency, and never anything of an officer's", () => {
    const asked = new URLSearchParams({ agency: 'B' });
    expect(placeOf(deskOf(officer, asked), 'orders', { state: 'paid', from: '' })).toBe(
      '/desk/money/orders?state=paid',
    );
    expect(placeOf(deskOf(auditor, asked), 'days')).toBe('/desk/money/days?agency=B');
    expect(placeOf(deskOf(auditor, new URLSearchParams()), '')).toBe('/desk/money');
    expect(needsAgency(deskOf(auditor, new URLSearchParams()))).toBe(true);
    expect(needsAgency(deskOf(officer, new URLSearchParams()))).toBe(false);
    expect([mayAct(deskOf(officer, asked)), mayAct(deskOf(auditor, asked))]).toEqual([true, false]);
  });
});

describe('the graph of an order', () => {
  it('has a place of its own for every state', () => {
    expect(new Set(orderStates.map((state) => places[state].join())).size).toBe(orderStates.length);
  });

  it('offers what the table allows, and no refund that nobody takes here', () => {
    expect(nextOf('receipted')).toEqual(['refunding', 'disputed']);
    expect(nextOf('refunding')).toEqual(['partly-refunded', 'refunded', 'refund-failed']);
    expect(nextOf('created')).toEqual(['pending', 'paid', 'closed']);
    expect(nextOf('refunded')).toEqual([]);
    expect(nextOf('late-paid')).toEqual(['closed', 'refunding']);
    for (const state of orderStates) expect(nextOf(state).includes('disputed')).toBe(mayHappen('dispute', state));
  });

  const at = '2026-11-22T04:00:00.000Z';
  const told = (...types: DeskOrder['told'][number]['type'][]) => types.map((type) => ({ type, at, amount: 1 }));
  it('tells the way an order has come, each state once, its own last', () => {
    const attempts: DeskOrder['attempts'] = [{ provider: 'alipay', client: 'page', at }];
    const receipt = { code: '1', number: '2', check: '3', issuedAt: at };
    const redReceipts: DeskOrder['redReceipts'] = [];
    expect(passedBy({ redReceipts, state: 'created', attempts: [], told: told('asked') })).toEqual(['created']);
    expect(
      passedBy({ redReceipts, state: 'receipted', attempts, receipt, told: told('asked', 'silent', 'paid') }),
    ).toEqual(['created', 'pending', 'paid', 'receipted']);
    const ended = { state: 'refunded', attempts, told: told('paid', 'refund-approved', 'refunded') } as const;
    const back = { ...ended, receipt, redReceipts };
    expect(passedBy({ ...ended, redReceipts: [{ ...receipt, against: '2' }] })).toEqual(passedBy(back));
    expect(passedBy(back)).toEqual(['created', 'pending', 'paid', 'receipted', 'refunding', 'refunded']);
    expect(
      passedBy({ redReceipts, state: 'late-paid', attempts: [], stray: { reason: 'second-payment' }, told: [] }),
    ).toEqual(['late-paid']);
    const late = { state: 'late-paid', attempts, redReceipts, told: told('asked', 'closed', 'late-paid') } as const;
    expect(passedBy(late)).toEqual(['created', 'pending', 'closed', 'late-paid']);
  });
});

describe('forms', () => {
  const refund = { amount: 300 };
  const order: Owed = {
    amount: 1000,
    payment: { amount: 1000 },
    refunds: [
      { ...refund, state: 'success' },
      { ...refund, state: 'rejected' },
    ],
  };

  it('never ask back more than is left', () => {
    expect(mostOf('ask-refund', order)).toBe(700);
    expect(wrongOf('ask-refund', order, { amount: '7.00', reason: '多收' })).toEqual([]);
    expect(wrongOf('ask-refund', order, { amount: '7.01', reason: '多收' })).toEqual(['amount']);
    expect(wrongOf('ask-refund', order, { amount: '0', reason: ' ' })).toEqual(['amount', 'reason']);
    expect(wrongOf('ask-refund', order, { amount: 'abc', reason: 'x' })).toEqual(['amount']);
  });

  it('make the bodies that the calls take', () => {
    expect(bodyOf('ask-refund', { amount: '￥７.５', reason: ' 多收 ' })).toEqual({ amount: 750, reason: '多收' });
    expect(bodyOf('reduce', { amount: '1', reason: 'a', evidence: 'b' })).toEqual({
      amount: 100,
      reason: 'a',
      evidence: 'b',
    });
    expect(bodyOf('grant-ask', { amount: '1', answer: '同意' })).toEqual({ amount: 100, answer: '同意' });
    expect(bodyOf('approve', { amount: '1' })).toEqual({});
    const no = '7z9abcdefghjkmnpqrstvwxyz0';
    expect(wrongOf('match', order, { order: no })).toEqual([]);
    expect(wrongOf('match', order, { order: '123' })).toEqual(['order']);
    expect(bodyOf('match', { order: no })).toEqual({ orderNo: no.toUpperCase() });
  });
});
