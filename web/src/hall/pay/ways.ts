/** Which ways of paying fit the device in hand, and what each asks of the provider. Pure. */
import type { OrderView } from '../../base/api-answers.ts';

export type Provider = OrderView['ways'][number];
type Client = NonNullable<OrderView['begun']>['client'];

export interface Device {
  /** A phone pays in its own apps; anything else shows a code or goes to a page. */
  readonly phone: boolean;
  /** The browser inside an app, which lets nobody else be paid. */
  readonly inside: 'wechat' | 'alipay' | undefined;
}

export interface Way {
  readonly provider: Provider;
  readonly client: Client;
  readonly how: 'how-qr' | 'how-wechat-app' | 'how-alipay-app' | 'how-page' | 'how-form';
}

/** @param agent the browser's name of itself @param touch the main pointer is a finger @param width of the screen, in CSS pixels */
export function deviceOf(agent: string, touch: boolean, width: number): Device {
  const inside = /MicroMessenger/i.test(agent) ? 'wechat' : /AlipayClient/i.test(agent) ? 'alipay' : undefined;
  return { phone: inside !== undefined || /Mobi|Android|iPhone/i.test(agent) || (touch && width < 600), inside };
}

/**
 * In WeChat's own browser its H5 payment is refused and the others are blocked: nothing fits, and the page says to open a
 * browser. In Alipay's, only Alipay fits.
 */
export function waysFor(taken: readonly Provider[], { phone, inside }: Device): Way[] {
  if (inside === 'wechat') return [];
  const fitting = inside === 'alipay' ? taken.filter((provider) => provider === 'alipay') : taken;
  return fitting.map((provider) => (phone ? onPhone : onDesk)[provider]);
}

const onPhone: Readonly<Record<Provider, Way>> = {
  'wechat-pay': { provider: 'wechat-pay', client: 'h5', how: 'how-wechat-app' },
  alipay: { provider: 'alipay', client: 'wap', how: 'how-alipay-app' },
  unionpay: { provider: 'unionpay', client: 'form', how: 'how-form' },
};

const onDesk: Readonly<Record<Provider, Way>> = {
  'wechat-pay': { provider: 'wechat-pay', client: 'native', how: 'how-qr' },
  alipay: { provider: 'alipay', client: 'page', how: 'how-page' },
  unionpay: { provider: 'unionpay', client: 'form', how: 'how-form' },
};

/** WeChat's H5 page comes back to where it is told in its address. @param back address of the order's page */
export function h5Address(url: string, back: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}redirect_url=${encodeURIComponent(back)}`;
}
