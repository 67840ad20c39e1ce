/** Providers as a model: what was really paid and really went back, and calls that may fail before or after they had their effect. */
import type { Order, Refund } from '../../shared/payments/order.ts';
import { type ProviderApi, ProviderFailed, RefundRefused } from '../../shared/payments/provider-api.ts';
import type { ProviderPort } from '../../shared/payments/provider-port.ts';
import type { Notice, Provider } from '../../shared/payments/words.ts';
import { agency } from './money-hall.ts';

export interface ModelPayment {
  readonly provider: Provider;
  readonly orderNo: string;
  readonly transactionId: string;
  readonly amount: number;
}

export interface ModelRefund {
  readonly provider: Provider;
  readonly refundNo: string;
  readonly orderNo: string;
  readonly transactionId: string;
  readonly amount: number;
  status: 'processing' | 'success' | 'abnormal' | 'closed';
  /** How often the provider was told of it. */
  told: number;
}

export interface ModelProvider {
  readonly payments: ModelPayment[];
  readonly refunds: Map<string, ModelRefund>;
  /** What the next calls meet. */
  readonly faults: ('none' | 'before' | 'after' | 'refused')[];
  readonly port: ProviderPort;
}

const base = { agency, currency: 'CNY', needsQuery: false } as const;

export const refundNotice = (one: ModelRefund): Notice | undefined =>
  one.status === 'processing'
    ? undefined
    : {
        ...base,
        provider: one.provider,
        noticeId: `query-${one.refundNo}-${one.status}`,
        kind: 'refund',
        effect: `${one.provider}#${one.refundNo}#${one.status}`,
        orderNo: one.orderNo,
        transactionId: one.transactionId,
        amount: one.amount,
        refund: { refundNo: one.refundNo, status: one.status, cumulative: false },
      };

export function modelProvider(): ModelProvider {
  const model: ModelProvider = {
    payments: [],
    refunds: new Map(),
    faults: [],
    port: {
      of: async (_agency, provider) => apiOf(model, provider),
      taken: async () => ['wechat-pay', 'alipay', 'unionpay'],
    },
  };
  return model;
}

function apiOf(model: ModelProvider, provider: Provider): ProviderApi {
  const met = async <T>(effect: () => T): Promise<T> => {
    const fault = model.faults.shift() ?? 'none';
    if (fault === 'refused') throw new RefundRefused('NOT_ENOUGH');
    if (fault === 'before') throw new ProviderFailed('no answer');
    const result = effect();
    if (fault === 'after') throw new ProviderFailed('answer lost');
    return result;
  };
  const paid = ({ orderNo }: Order) =>
    model.payments.find((one) => one.provider === provider && one.orderNo === orderNo);
  return {
    checkout: async () => ({ kind: 'qr', code: 'model' }),
    query: (order) =>
      met((): Notice | undefined => {
        const found = paid(order);
        if (found === undefined) return undefined;
        const { transactionId, amount, orderNo } = found;
        const effect = `${provider}#${transactionId}#PAID`;
        return {
          ...base,
          provider,
          kind: 'payment',
          noticeId: `query-${transactionId}`,
          effect,
          orderNo,
          transactionId,
          amount,
        };
      }),
    close: (order) => met(() => paid(order) === undefined),
    refund: (order, refund) =>
      met(() => {
        take(model, provider, order, refund);
        return undefined;
      }),
    queryRefund: (_order, { refundNo }) =>
      met(() => {
        const found = model.refunds.get(refundNo);
        return found === undefined ? undefined : refundNotice(found);
      }),
    bill: async () => undefined,
  };
}

/** The same number again is the same refund; more than was paid is refused. */
function take(model: ModelProvider, provider: Provider, order: Order, refund: Refund): void {
  const known = model.refunds.get(refund.refundNo);
  if (known !== undefined) {
    known.told += 1;
    return;
  }
  const { transactionId = '', amount = 0 } = order.payment ?? {};
  const gone = [...model.refunds.values()].filter(
    (one) => one.transactionId === transactionId && one.status !== 'closed',
  );
  if (gone.reduce((sum, one) => sum + one.amount, 0) + refund.amount > amount)
    throw new ProviderFailed('more than was paid');
  const { refundNo } = refund;
  const of = { provider, refundNo, orderNo: order.orderNo, transactionId, amount: refund.amount };
  model.refunds.set(refundNo, { ...of, status: 'processing', told: 1 });
}
