/**
 * The merchants' verifying keys in memory: read once, read again when a key is named that we do not know, and never more often
 * than the bound says, whatever strangers name.
 *
 * An unknown key is first looked for anew (a provider may have changed its key a minute ago); if it is still unknown the
 * provider is told to come again, and the name is remembered as unknown for a while, so that a flood costs nothing.
 */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { AlipayMerchant } from './alipay.ts';
import type { CallbackKeys } from './merchant-keys.ts';
import { trustOf, type UnionpayMerchant, type UnionpayTrust } from './unionpay.ts';
import type { WechatMerchant } from './wechat-pay.ts';
import { type Refusal, refuse, refuseWithAlarm } from './words.ts';

export interface KeyringLimits {
  readonly refreshesPerMinute: number;
  /** Milliseconds for which an unknown name stays unknown. */
  readonly unknownFor: number;
  /** Milliseconds after which keys are read again although nothing was missing: a retired key is noticed. */
  readonly maxAge: number;
}

export const usualLimits: KeyringLimits = { refreshesPerMinute: 6, unknownFor: 300_000, maxAge: 600_000 };
const mostUnknown = 2000;

export interface WechatFound {
  readonly key: KeyObject;
  readonly merchants: readonly WechatMerchant[];
}
export interface AlipayFound {
  readonly key: KeyObject;
  readonly merchant: AlipayMerchant;
}
export interface UnionpayFound {
  readonly merchant: UnionpayMerchant;
  readonly trust: UnionpayTrust;
}

interface Entry<T> {
  readonly found: T | Refusal;
}

interface Keys {
  readonly readAt: number;
  readonly wechat: ReadonlyMap<string, Entry<WechatFound>>;
  readonly alipay: ReadonlyMap<string, Entry<AlipayFound>>;
  readonly unionpay: ReadonlyMap<string, Entry<UnionpayFound>>;
}

export type Keyring = ReturnType<typeof createKeyring>;

/** @param read all merchants' keys, as they now are. Times are milliseconds. */
export function createKeyring(read: () => Promise<readonly CallbackKeys[]>, limits: KeyringLimits = usualLimits) {
  let keys: Keys | undefined;
  let reading: Promise<Keys> | undefined;
  let refreshes: number[] = [];
  const unknown = new Map<string, number>();

  return {
    /** @param serial of a platform certificate, or `PUB_KEY_ID_…` */
    wechat: (serial: string, now: number): Promise<WechatFound | Refusal> => find('wechat', serial, now),
    alipay: (appId: string, now: number): Promise<AlipayFound | Refusal> => find('alipay', appId, now),
    unionpay: (merId: string, now: number): Promise<UnionpayFound | Refusal> => find('unionpay', merId, now),
    /** Reads the keys again if the bound allows it. @returns whether it did */
    refresh,
  };

  async function find<K extends 'wechat' | 'alipay' | 'unionpay'>(
    kind: K,
    id: string,
    now: number,
  ): Promise<(K extends 'wechat' ? WechatFound : K extends 'alipay' ? AlipayFound : UnionpayFound) | Refusal>;
  async function find(kind: 'wechat' | 'alipay' | 'unionpay', id: string, now: number): Promise<object> {
    const known = (await current(now))[kind].get(id);
    if (known !== undefined) return known.found;
    const name = `${kind} ${id}`;
    if ((unknown.get(name) ?? 0) > now) return refuse('unknown-key');
    const refreshed = await refresh(now);
    const found = keys?.[kind].get(id);
    if (found !== undefined) return found.found;
    remember(name, now);
    return refreshed ? { answer: 'retry', reason: 'unknown-key', alarm: true } : refuse('unknown-key');
  }

  async function current(now: number): Promise<Keys> {
    if (keys === undefined) return load(now);
    if (now - keys.readAt > limits.maxAge) await refresh(now);
    return keys;
  }

  async function refresh(now: number): Promise<boolean> {
    if (reading !== undefined) return reading.then(() => true);
    refreshes = refreshes.filter((at) => now - at < 60_000);
    if (refreshes.length >= limits.refreshesPerMinute) return false;
    refreshes.push(now);
    await load(now);
    return true;
  }

  function load(now: number): Promise<Keys> {
    reading ??= read()
      .then((all) => {
        keys = keysOf(all, now);
        return keys;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  function remember(name: string, now: number): void {
    if (unknown.size >= mostUnknown) unknown.clear();
    unknown.set(name, now + limits.unknownFor);
  }
}

function keysOf(all: readonly CallbackKeys[], readAt: number): Keys {
  const wechat = new Map<string, Entry<WechatFound>>();
  const alipay = new Map<string, Entry<AlipayFound>>();
  const unionpay = new Map<string, Entry<UnionpayFound>>();
  for (const { agency, ...merchant } of all) {
    for (const { id, pem, retired } of merchant.wechatPay?.platformKeys ?? []) {
      wechat.set(id, { found: wechatFound(wechat.get(id), { ...merchant.wechatPay, agency }, pem, retired, readAt) });
    }
    if (merchant.alipay !== undefined) {
      const found = { key: createPublicKey(merchant.alipay.publicKey), merchant: { ...merchant.alipay, agency } };
      alipay.set(merchant.alipay.appId, { found });
    }
    if (merchant.unionpay !== undefined) {
      const found = { merchant: { ...merchant.unionpay, agency }, trust: trustOf(merchant.unionpay) };
      unionpay.set(merchant.unionpay.merId, { found });
    }
  }
  return { readAt, wechat, alipay, unionpay };
}

/** One platform key may sign for several merchants; a retired or expired one for nobody. */
function wechatFound(
  before: Entry<WechatFound> | undefined,
  merchant: Partial<WechatMerchant> & { agency: string },
  pem: string,
  retired: boolean,
  now: number,
): WechatFound | Refusal {
  const { mchid, appid, apiV3Keys, platformKeys, agency } = merchant;
  const isCertificate = pem.includes('BEGIN CERTIFICATE');
  const certificate = isCertificate ? new X509Certificate(pem) : undefined;
  const expired = certificate !== undefined && Date.parse(certificate.validTo) < now;
  if (retired || expired) return refuseWithAlarm('retired-key');
  if (mchid === undefined || appid === undefined || apiV3Keys === undefined || platformKeys === undefined)
    return refuse('unknown-key');
  const others = before !== undefined && 'merchants' in before.found ? before.found.merchants : [];
  const key = certificate?.publicKey ?? createPublicKey(pem);
  return { key, merchants: [...others, { agency, mchid, appid, apiV3Keys, platformKeys }] };
}
