/** The callback function and settlement on an embedded engine, and a provider that signs what a test asks for. */
import { createPrivateKey } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { makeHandler as makeCallbacks } from '../../functions/callbacks/callbacks.ts';
import { makeHandler as makeClock } from '../../functions/money-clock/clock.ts';
import { makeHandler as makeSettlement } from '../../functions/settlement/settlement.ts';
import { makeMerchant, type SimulatedMerchant, secretsOf } from '../../local/provider-simulator/keys.ts';
import { sealWechat, signAlipayNotice, signUnionpay, signWechat } from '../../local/provider-simulator/signing.ts';
import type { Instant } from '../../shared/base/words.ts';
import { createInboxStore, type Received } from '../../shared/payments/inbox-store.ts';
import { createKeyring, type KeyringLimits, usualLimits } from '../../shared/payments/keyring.ts';
import { balancesOf, type Leg } from '../../shared/payments/ledger.ts';
import { type CallbackKeys, callbackKeys } from '../../shared/payments/merchant-keys.ts';
import type { MoneyEvent } from '../../shared/payments/money-event.ts';
import type { Order } from '../../shared/payments/order.ts';
import { createPaymentsStore, type PaymentsStore } from '../../shared/payments/payments-store.ts';
import type { ProviderApi } from '../../shared/payments/provider-api.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import { createReconciliationStore } from '../../shared/payments/reconciliation-store.ts';
import { type Notice, orderNoOfNotice, type Provider, yuanOf } from '../../shared/payments/words.ts';
import type { Engines } from './engines.ts';
import { httpEvent } from './http.ts';
import { createPaymentsTable } from './payments-table.ts';
import { failedIds, sqsEvent } from './queue-events.ts';

export const agency = '11440100DEM0001533';
export const theMerchant = makeMerchant(agency);
export const otherMerchant = makeMerchant('11440100DEM000225U');
export const startOfTests = Date.parse('2026-11-22T04:00:00.000Z');

export interface Post {
  readonly body: string;
  readonly headers: Record<string, string>;
}

export interface MoneyHall {
  readonly table: string;
  readonly store: PaymentsStore;
  /** Milliseconds. */
  now: number;
  /** The keys that the secrets hold now; a test may change them. */
  keys: CallbackKeys[];
  keyReads: number;
  /** The same instant as text. */
  iso(): Instant;
  /** What the providers answer when they are asked; the order's payment, by its number, or by that and when it was begun. */
  readonly atProvider: Map<string, Notice>;
  /** Calls the function as API Gateway does. */
  post(
    provider: Provider,
    post: Post,
    parts?: { base64?: boolean; rawBody?: string; method?: string },
  ): Promise<APIGatewayProxyStructuredResultV2>;
  /** Lets settlement work off what the inbox has taken. @returns ids that it gave back */
  settle(): Promise<string[]>;
  /** Hands on what orders have told settlement, each at least once. @returns how many were given back */
  relay(): Promise<number>;
  rows(): Promise<Record<string, unknown>[]>;
  legs(): Promise<Leg[]>;
  balances(): Promise<Record<string, number>>;
  order(fields?: Partial<Order>): Promise<Order>;
  get(orderNo: string): Promise<Order | undefined>;
  /** A minute of the clock: silence is broken, what has run out is closed. */
  tick(): Promise<void>;
  /** Every order, strays among them. */
  allOrders(): Promise<Order[]>;
  /** Strays: money that fits no order. */
  strays(): Promise<Order[]>;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let serial = 0;
export const newOrderNo = (): string => {
  serial += 1;
  const tail = Array.from({ length: 6 }, (_, at) => alphabet[Math.floor(serial / 32 ** at) % 32]).join('');
  return `TEST${'0'.repeat(16)}${tail}`;
};

export interface MoneyHallOptions {
  readonly documents?: DynamoDBDocumentClient;
  readonly dynamodb?: DynamoDBClient;
  readonly limits?: KeyringLimits;
  /** Whom settlement and the clock ask; without it `atProvider` answers. */
  readonly providers?: ProviderPort;
}

export async function moneyHall(engines: Engines, options: MoneyHallOptions = {}): Promise<MoneyHall> {
  const table = await createPaymentsTable(engines);
  const store = createPaymentsStore(options.documents ?? engines.documents, table);
  const inbox = createInboxStore(options.dynamodb ?? engines.dynamodb, table);
  const waiting = new Map<string, Received>();
  const relayed = new Set<string>();
  const hall: MoneyHall = {
    table,
    store,
    now: startOfTests,
    keys: [theMerchant, otherMerchant].map((one) => callbackKeys.parse(secretsOf(one, 'http://localhost:1').callback)),
    keyReads: 0,
    iso: () => new Date(hall.now).toISOString(),
    atProvider: new Map(),
    async post(provider, { body, headers }, { base64 = false, rawBody, method = 'POST' } = {}) {
      const event = httpEvent({
        routeKey: `${method} /callbacks/{provider}`,
        params: { provider },
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body: rawBody ?? (base64 ? Buffer.from(body).toString('base64') : body),
        base64,
      });
      return callbacks(event);
    },
    async settle() {
      const batch = [...waiting];
      const messages = batch.map(([, { notice }]) => {
        const { provider, noticeId } = notice;
        return {
          ...{ kind: 'notice', eventId: `${provider}-${noticeId}`, provider, noticeId },
          orderNo: orderNoOfNotice(notice),
        };
      });
      const failed = new Set(failedIds(await settlement(sqsEvent('settlement', messages))));
      for (const [index, [key]] of batch.entries()) if (!failed.has(`m${index}`)) waiting.delete(key);
      return [...failed];
    },
    async relay() {
      const events = (await hall.rows()).flatMap(({ SK, event }) =>
        String(SK).startsWith('MONEY#') ? [event as MoneyEvent] : [],
      );
      const due = events.filter(({ eventId, type }) => type === 'refund-approved' && !relayed.has(eventId));
      const messages = due.map((event) => ({ kind: 'money', ...event }));
      const failed = new Set(failedIds(await settlement(sqsEvent('settlement', messages))));
      for (const [index, { eventId }] of due.entries()) if (!failed.has(`m${index}`)) relayed.add(eventId);
      return failed.size;
    },
    async rows() {
      const found: Record<string, unknown>[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await engines.documents.send(
          new ScanCommand({
            TableName: table,
            ConsistentRead: true,
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        );
        found.push(...(page.Items ?? []));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return found;
    },
    async legs() {
      return (await hall.rows()).flatMap((row) => (row.leg === undefined ? [] : [row.leg as Leg]));
    },
    async balances() {
      const { balances, total } = balancesOf(await hall.legs());
      if (total !== 0) throw new Error(`ledger sums to ${total}`);
      return Object.fromEntries([...balances].filter(([, amount]) => amount !== 0));
    },
    async order(fields = {}) {
      const made = orderWith(fields, new Date(hall.now).toISOString());
      await store.commit({ orders: [made], now: made.createdAt });
      return made;
    },
    get: (orderNo) => store.find(orderNo),
    tick: () => clock({ task: 'silence' }),
    async allOrders() {
      return (await hall.rows()).flatMap(({ SK, order }) =>
        SK === 'ORDER' && order !== undefined ? [order as Order] : [],
      );
    },
    async strays() {
      return (await hall.allOrders()).filter(({ stray }) => stray !== undefined);
    },
  };
  const callbacks = makeCallbacks({
    inbox: {
      async record(received) {
        waiting.set(`${received.notice.provider} ${received.notice.noticeId}`, received);
        return inbox.record(received);
      },
    },
    keyring: createKeyring(async () => {
      hall.keyReads += 1;
      return hall.keys;
    }, options.limits ?? usualLimits),
    clock: () => hall.now,
  });
  const api: ProviderApi = {
    checkout: async () => ({ kind: 'qr', code: 'test' }),
    query: async (order, _now, sentAt) =>
      hall.atProvider.get(`${order.orderNo} ${sentAt}`) ?? hall.atProvider.get(order.orderNo),
    close: async () => true,
    refund: async () => undefined,
    queryRefund: async (_order, refund) => hall.atProvider.get(refund.refundNo),
    bill: async () => undefined,
  };
  const providers = options.providers ?? {
    of: async () => api,
    taken: async () => ['wechat-pay' as const, 'alipay' as const, 'unionpay' as const],
  };
  const settlement = makeSettlement({
    store,
    providers,
    clock: hall.iso,
  });
  const clock = makeClock({
    store,
    reconciliation: createReconciliationStore(engines.documents, table),
    providers,
    agencies: [agency],
    clock: hall.iso,
  });
  return hall;
}

export function orderWith(fields: Partial<Order>, at: Instant): Order {
  return {
    orderNo: newOrderNo(),
    version: 1,
    state: 'created',
    agency,
    payer: { id: 'zhang-wei', name: '张伟' },
    title: { zh: '驾驶证工本费', en: 'Driving licence' },
    items: [
      {
        name: { zh: '工本费', en: 'Production' },
        basis: { zh: '发改价格〔2004〕2831号', en: 'NDRC 2004 No. 2831' },
        amount: 1000,
      },
    ],
    amount: 1000,
    currency: 'CNY',
    reductions: [],
    asks: [],
    beforeDecision: false,
    createdAt: at,
    updatedAt: at,
    expiresAt: new Date(Date.parse(at) + 7_200_000).toISOString(),
    attempts: [],
    refunds: [],
    redReceipts: [],
    checks: 0,
    ...fields,
  };
}

let transactions = 0;
export const newTransaction = (): string => {
  transactions += 1;
  return `42000000${String(transactions).padStart(20, '0')}`;
};

interface WechatParts {
  readonly orderNo: string;
  readonly transactionId?: string;
  readonly id?: string;
  readonly total?: number;
  readonly currency?: string;
  readonly tradeState?: string;
  readonly type?: string;
  readonly originalType?: string;
  readonly mchid?: string;
  readonly appid?: string;
  readonly apiV3Key?: string;
  readonly at?: number;
  readonly key?: number;
  readonly merchant?: SimulatedMerchant;
  readonly resource?: object;
  readonly probe?: boolean;
}

/** A WeChat Pay notice of a payment. */
export function wechatPaid(hall: MoneyHall, parts: WechatParts): Post {
  const { merchant = theMerchant, transactionId = newTransaction(), type = 'TRANSACTION.SUCCESS' } = parts;
  const at = parts.at ?? Math.floor(hall.now / 1000);
  const resource = parts.resource ?? {
    mchid: parts.mchid ?? merchant.wechatPay.mchid,
    appid: parts.appid ?? merchant.wechatPay.appid,
    out_trade_no: parts.orderNo,
    transaction_id: transactionId,
    trade_type: 'JSAPI',
    trade_state: parts.tradeState ?? 'SUCCESS',
    success_time: '2026-11-22T12:00:00+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total: parts.total ?? 1000, payer_total: 900, currency: parts.currency ?? 'CNY', payer_currency: 'CNY' },
  };
  const event = {
    id: parts.id ?? `notice-${transactionId}`,
    type,
    originalType: parts.originalType ?? (type.startsWith('REFUND') ? 'refund' : 'transaction'),
    resource,
    createdAt: '2026-11-22T12:00:00+08:00',
  };
  return signedByWechat(sealWechat(event, parts.apiV3Key ?? merchant.wechatPay.apiV3Key), at, parts);
}

/** Signs any body as WeChat Pay would. */
export function signedByWechat(
  body: string,
  at: number,
  {
    merchant = theMerchant,
    key = 0,
    probe = false,
  }: { merchant?: SimulatedMerchant; key?: number; probe?: boolean } = {},
): Post {
  const platform = merchant.wechatPay.platform[key];
  if (platform === undefined) throw new Error('no such platform key');
  return signWechat(body, { serial: platform.serial, privateKey: createPrivateKey(platform.privateKey) }, at, probe);
}

export function wechatRefunded(
  hall: MoneyHall,
  order: Order,
  refund: {
    refundNo: string;
    amount: number;
    status?: 'SUCCESS' | 'ABNORMAL' | 'CLOSED';
    id?: string;
    transactionId?: string;
  },
): Post {
  const { status = 'SUCCESS', refundNo, amount } = refund;
  const refundId = `5030000${refundNo.slice(-10).replace(/\D/g, '7')}`;
  return wechatPaid(hall, {
    orderNo: order.orderNo,
    type: `REFUND.${status}`,
    id: refund.id ?? `refund-${refundNo}-${status}`,
    resource: {
      mchid: theMerchant.wechatPay.mchid,
      out_trade_no: order.payment?.providerOrderNo ?? order.orderNo,
      transaction_id: refund.transactionId ?? order.payment?.transactionId ?? '1',
      out_refund_no: refundNo,
      refund_id: refundId,
      refund_status: status,
      success_time: '2026-11-22T12:30:00+08:00',
      user_received_account: '招商银行信用卡0403',
      amount: { total: order.amount, refund: amount, payer_total: order.amount, payer_refund: amount },
    },
  });
}

/** Fields of an Alipay notice of a payment. */
export function alipayFields(orderNo: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    notify_id: `2026112200222${newTransaction()}`,
    notify_type: 'trade_status_sync',
    notify_time: '2026-11-22 12:00:01',
    app_id: theMerchant.alipay.appId,
    auth_app_id: theMerchant.alipay.appId,
    seller_id: theMerchant.alipay.sellerId,
    buyer_id: '2088102534368455',
    buyer_logon_id: 'xud***@126.com',
    out_trade_no: orderNo,
    trade_no: `20261122220014${newTransaction().slice(-14)}`,
    trade_status: 'TRADE_SUCCESS',
    total_amount: yuanOf(1000),
    receipt_amount: yuanOf(1000),
    subject: '政务服务缴费',
    gmt_create: '2026-11-22 11:59:00',
    gmt_payment: '2026-11-22 12:00:00',
    ...more,
  };
}

export const formHeaders = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

export function alipayPost(fields: Record<string, string>, merchant = theMerchant): Post {
  return {
    headers: formHeaders,
    body: signAlipayNotice(fields, createPrivateKey(merchant.alipay.platform.privateKey)),
  };
}

export function unionpayFields(orderNo: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    accessType: '0',
    bizType: '000201',
    merId: theMerchant.unionpay.merId,
    orderId: orderNo,
    queryId: newTransaction().slice(-21),
    txnType: '01',
    txnSubType: '01',
    txnAmt: '1000',
    currencyCode: '156',
    txnTime: '20261122120000',
    respCode: '00',
    respMsg: 'success',
    settleAmt: '1000',
    settleDate: '1122',
    traceNo: '067402',
    traceTime: '1122120000',
    accNo: '6216***********0018',
    ...more,
  };
}

export function unionpayPost(
  fields: Record<string, string>,
  { certificate, privateKey }: { certificate: string; privateKey: string } = theMerchant.unionpay,
): Post {
  return {
    headers: formHeaders,
    body: new URLSearchParams(signUnionpay(fields, certificate, createPrivateKey(privateKey))).toString(),
  };
}
