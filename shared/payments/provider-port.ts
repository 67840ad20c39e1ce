/**
 * The port to the payment providers: what the hall asks of them, in words of its own. Answers are believed only when their
 * signature holds, as notices are. Where a merchant's requests go is part of its keys: a simulator differs from the provider in that alone.
 */
import { randomBytes } from 'node:crypto';
import type { AlipayMerchant } from './alipay.ts';
import { alipayApi } from './alipay-port.ts';
import type { CallbackKeys, SigningKeys } from './merchant-keys.ts';
import type { ProviderApi, Surroundings } from './provider-api.ts';
import type { UnionpayMerchant } from './unionpay.ts';
import { unionpayApi } from './unionpay-port.ts';
import type { WechatMerchant } from './wechat-pay.ts';
import { wechatPayApi } from './wechat-pay-port.ts';
import type { Provider } from './words.ts';

export interface MerchantAccess {
  readonly callback: CallbackKeys;
  readonly signing: SigningKeys;
}

export type ProviderPort = ReturnType<typeof createProviderPort>;

/** @param access an agency's merchant accounts; undefined when it has none */
export function createProviderPort(
  access: (agency: string) => Promise<MerchantAccess | undefined>,
  hallUrl: string,
  nonce: () => string = () => randomBytes(16).toString('hex'),
) {
  return {
    /** The agency's account with a provider; undefined when it has none. */
    async of(agency: string, provider: Provider): Promise<ProviderApi | undefined> {
      const found = await access(agency);
      return found === undefined ? undefined : apiOf(found, provider, { hallUrl, nonce });
    },
    /** Providers that an agency takes money by. */
    async taken(agency: string): Promise<Provider[]> {
      const callback = (await access(agency))?.callback;
      return [
        ...(callback?.wechatPay === undefined ? [] : (['wechat-pay'] as const)),
        ...(callback?.alipay === undefined ? [] : (['alipay'] as const)),
        ...(callback?.unionpay === undefined ? [] : (['unionpay'] as const)),
      ];
    },
  };
}

function apiOf(
  { callback, signing }: MerchantAccess,
  provider: Provider,
  around: Surroundings,
): ProviderApi | undefined {
  const { agency } = callback;
  switch (provider) {
    case 'wechat-pay': {
      if (callback.wechatPay === undefined || signing.wechatPay === undefined) return undefined;
      const merchant: WechatMerchant = { ...callback.wechatPay, agency };
      return wechatPayApi(merchant, signing.wechatPay, around);
    }
    case 'alipay': {
      if (callback.alipay === undefined || signing.alipay === undefined) return undefined;
      const merchant: AlipayMerchant = { ...callback.alipay, agency };
      return alipayApi(merchant, signing.alipay, around);
    }
    case 'unionpay': {
      if (callback.unionpay === undefined || signing.unionpay === undefined) return undefined;
      const merchant: UnionpayMerchant = { ...callback.unionpay, agency };
      return unionpayApi(merchant, signing.unionpay, around);
    }
  }
}
