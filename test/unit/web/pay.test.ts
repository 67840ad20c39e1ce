/** What the payment pages decide without a page: ways that fit a device, where an order stands, what a request lacks. */
import { describe, expect, it } from 'vitest';
import type { OrderView } from '../../../web/src/base/api-answers.ts';
import { fileFault } from '../../../web/src/hall/pay/evidence.ts';
import { faultsOf } from '../../../web/src/hall/pay/reduce-faults.ts';
import { isToPay, moves, standingOf, toldState } from '../../../web/src/hall/pay/standing.ts';
import { deviceOf, h5Address, waysFor } from '../../../web/src/hall/pay/ways.ts';

const all = ['wechat-pay', 'alipay', 'unionpay'] as const;
const android = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36';
const clients = (agent: string, touch = false, width = 1440) =>
  waysFor(all, deviceOf(agent, touch, width)).map(({ provider, client }) => `${provider} ${client}`);

describe('ways to pay', () => {
  it('are apps on a phone, codes and pages on a desk', () => {
    expect(clients(android, true, 360)).toEqual(['wechat-pay h5', 'alipay wap', 'unionpay form']);
    expect(clients(windows)).toEqual(['wechat-pay native', 'alipay page', 'unionpay form']);
    expect(clients(windows, true, 1440)).toEqual(['wechat-pay native', 'alipay page', 'unionpay form']);
    expect(clients(windows, true, 412)).toContain('wechat-pay h5');
  });

  it('are none inside WeChat, and Alipay alone inside Alipay', () => {
    expect(clients(`${android} MicroMessenger/8.0`, true, 360)).toEqual([]);
    expect(clients(`${android} AlipayClient/10.5`, true, 360)).toEqual(['alipay wap']);
  });

  it('are only those that the agency takes', () => {
    expect(waysFor(['unionpay'], deviceOf(windows, false, 1440)).map(({ provider }) => provider)).toEqual(['unionpay']);
  });

  it('come back from WeChat to the order', () => {
    const back = 'https://hall.example.cn/orders/7Z9ABC';
    expect(h5Address('https://wx.example/pay?prepay_id=wx1', back)).toBe(
      'https://wx.example/pay?prepay_id=wx1&redirect_url=https%3A%2F%2Fhall.example.cn%2Forders%2F7Z9ABC',
    );
    expect(new URL(h5Address('https://wx.example/pay', back)).searchParams.get('redirect_url')).toBe(back);
  });
});

const now = new Date('2026-11-22T04:00:00.000Z');
const order = (fields: Partial<OrderView> = {}): OrderView => ({
  orderNo: '7Z9ABCDEFGHJKMNPQRSTVWXYZ0',
  version: 1,
  state: 'created',
  agency: '11440100DEM000065L',
  title: { zh: '护照', en: 'Passport' },
  items: [],
  amount: 12_000,
  createdAt: '2026-11-22T03:00:00.000Z',
  updatedAt: '2026-11-22T03:00:00.000Z',
  expiresAt: '2026-11-29T03:00:00.000Z',
  reductions: [],
  asks: [],
  ways: [...all],
  refunds: [],
  redReceipts: [],
  refunded: 0,
  ...fields,
});
const payment = { provider: 'alipay', amount: 12_000, at: '2026-11-22T03:30:00.000Z' } as const;
const begun = { provider: 'alipay', client: 'wap', at: '2026-11-22T03:30:00.000Z' } as const;
const receipt = { code: '44010626', number: '1', check: 'a', issuedAt: '2026-11-22T03:31:00.000Z' };
const ask: OrderView['asks'][number] = {
  askNo: 1,
  ground: 'student',
  statement: 'x',
  files: [],
  state: 'asked',
  askedAt: payment.at,
};

describe('where an order stands', () => {
  it.each([
    ['choose', order()],
    ['waiting', order({ state: 'pending', begun })],
    ['asking', order({ asks: [ask] })],
    ['choose', order({ asks: [{ ...ask, state: 'rejected' }] })],
    ['paid', order({ state: 'paid', payment })],
    ['paid', order({ state: 'receipted', payment, receipt })],
    ['paid', order({ state: 'partly-refunded', payment, receipt, refunded: 100 })],
    ['paid', order({ state: 'refunded', payment, refunded: 12_000, redReceipts: [{ ...receipt, against: '0' }] })],
    ['back', order({ state: 'refunded', payment, refunded: 12_000, closedFor: 'expired' })],
    ['back', order({ state: 'late-paid', payment })],
    ['back', order({ state: 'refunded', payment, stray: { reason: 'second-payment' }, refunded: 12_000 })],
    ['closed', order({ state: 'closed', closedFor: 'expired' })],
    ['closed', order({ state: 'created', expiresAt: '2026-11-22T03:59:59.000Z' })],
  ] as const)('%s', (standing, one) => {
    expect(standingOf(one, now)).toBe(standing);
  });

  it('is looked at again only while something moves', () => {
    expect(moves(order(), now)).toBe(false);
    expect(moves(order({ state: 'pending', begun }), now)).toBe(true);
    expect(moves(order({ state: 'paid', payment }), now)).toBe(true);
    expect(moves(order({ state: 'receipted', payment, receipt }), now)).toBe(false);
    expect(moves(order({ state: 'refunding', payment, receipt }), now)).toBe(true);
    expect(moves(order({ state: 'partly-refunded', payment, receipt, refunded: 100 }), now)).toBe(true);
    const anew = { ...receipt, amount: 11_900 };
    expect(moves(order({ state: 'partly-refunded', payment, receipt: anew, refunded: 100 }), now)).toBe(false);
    expect(moves(order({ state: 'refunded', payment, refunded: 12_000 }), now)).toBe(false);
    expect(moves(order({ state: 'closed' }), now)).toBe(false);
  });

  it('is expired at its last second, and told so', () => {
    const over = order({ expiresAt: now.toISOString() });
    expect([isToPay(over, now), toldState(over, now).word]).toEqual([false, 'state-expired']);
    expect([isToPay(order(), now), toldState(order(), now).word]).toEqual([true, 'state-created']);
    expect(toldState(order({ state: 'closed', expiresAt: now.toISOString() }), now).word).toBe('state-closed');
  });
});

describe('a request to pay less', () => {
  const full = { ground: 'student', statement: '学生', name: '学生证', number: '1', files: [] } as const;
  const file = { type: 'application/pdf', size: 1000 };

  it('needs a ground, words, and something to show', () => {
    expect(faultsOf(full)).toEqual([]);
    const bare = faultsOf({ statement: ' ', name: '', number: '', files: [] }).map(({ field }) => field);
    expect(bare).toEqual(['ground', 'statement', 'files']);
    expect(faultsOf({ ...full, number: '' }).map(({ word }) => word)).toEqual(['reduce-number-missing']);
    expect(faultsOf({ ...full, name: ' ' }).map(({ word }) => word)).toEqual(['reduce-name-missing']);
  });

  it('takes at most five files of the three kinds, none empty, none too large', () => {
    expect(fileFault([file])).toBeUndefined();
    expect(fileFault(Array.from({ length: 6 }, () => file))).toBe('many');
    expect(fileFault([file, { ...file, type: 'text/html' }])).toBe('type');
    expect(fileFault([{ ...file, size: 5_000_001 }])).toBe('size');
    expect(fileFault([{ ...file, size: 0 }])).toBe('size');
  });
});
