/**
 * The keys of one agency's merchant accounts, as its two secrets hold them: with the first a callback is verified, with the
 * second requests are signed. The public callback function can read the first alone, so whoever broke into it could move no money.
 */
import * as z from 'zod';
import { creditCode } from '../base/words.ts';

const pem = z.string().startsWith('-----BEGIN ');

const wechatPayKeys = z.strictObject({
  mchid: z.string().regex(/^\d{8,32}$/),
  appid: z.string().min(1).max(32),
  /** The APIv3 key and, while it is being changed, the one before. */
  apiV3Keys: z.array(z.string().length(32)).min(1).max(2),
  /** Platform certificates by serial number and public keys by `PUB_KEY_ID_…`: during a migration both sign. */
  platformKeys: z.array(z.strictObject({ id: z.string(), pem, retired: z.boolean().default(false) })).min(1),
});
export type WechatPayKeys = z.infer<typeof wechatPayKeys>;

const alipayKeys = z.strictObject({
  appId: z.string().regex(/^\d{1,32}$/),
  sellerId: z.string().regex(/^\d{1,32}$/),
  publicKey: pem,
});
export type AlipayKeys = z.infer<typeof alipayKeys>;

const unionpayKeys = z.strictObject({
  merId: z.string().regex(/^\d{15}$/),
  trust: z.strictObject({
    /** Certificates believed as they are. */
    pinned: z.array(pem).default([]),
    /** Authorities that issue UnionPay's certificates. */
    authorities: z.array(pem).default([]),
    company: z.string().default('中国银联股份有限公司'),
  }),
});
export type UnionpayKeys = z.infer<typeof unionpayKeys>;

/** What verifies: public keys, and WeChat's APIv3 key, which only opens what WeChat sealed. */
export const callbackKeys = z.strictObject({
  agency: creditCode,
  wechatPay: wechatPayKeys.optional(),
  alipay: alipayKeys.optional(),
  unionpay: unionpayKeys.optional(),
});
export type CallbackKeys = z.infer<typeof callbackKeys>;

/** What signs, and where to: a simulator and the providers themselves differ in this alone. */
export const signingKeys = z.strictObject({
  agency: creditCode,
  wechatPay: z.strictObject({ serial: z.string(), privateKey: pem, api: z.url() }).optional(),
  alipay: z.strictObject({ privateKey: pem, gateway: z.url() }).optional(),
  unionpay: z
    .strictObject({
      certId: z.string(),
      privateKey: pem,
      front: z.url(),
      back: z.url(),
      query: z.url(),
      files: z.url(),
    })
    .optional(),
});
export type SigningKeys = z.infer<typeof signingKeys>;
