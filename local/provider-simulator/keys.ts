/** The simulator's own keys, one set per agency: both halves, so that it can play provider and hand the hall its secrets. */
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import * as z from 'zod';
import { makeCertificate } from './certificate.ts';

const pair = z.strictObject({ publicKey: z.string(), privateKey: z.string() });

export const merchant = z.strictObject({
  agency: z.string(),
  wechatPay: z.strictObject({
    mchid: z.string(),
    appid: z.string(),
    apiV3Key: z.string().length(32),
    /** The one before, while the hall may still use it. */
    previousApiV3Key: z.string().length(32).optional(),
    /** Notices come signed by either at random: a platform certificate, and the public key that follows it. */
    platform: z.array(z.strictObject({ serial: z.string(), pem: z.string(), privateKey: z.string() })).min(1),
    merchantSerial: z.string(),
    merchantKey: pair,
  }),
  alipay: z.strictObject({ appId: z.string(), sellerId: z.string(), platform: pair, appKey: pair }),
  unionpay: z.strictObject({
    merId: z.string(),
    certificate: z.string(),
    privateKey: z.string(),
    authority: z.string(),
    certId: z.string(),
    merchantKey: pair,
  }),
});
export type SimulatedMerchant = z.infer<typeof merchant>;

export const unionpayName = '041@8310000000083040@中国银联股份有限公司@00016495';
const authorityName = '模拟金融认证中心';

export function makePair(): z.infer<typeof pair> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Numbers that stay the same for the same agency. */
function digits(agency: string, purpose: string, length: number): string {
  const hash = createHash('sha256').update(`${purpose} ${agency}`).digest('hex');
  return `1${BigInt(`0x${hash}`)
    .toString()
    .slice(0, length - 1)}`;
}

const day = 86_400_000;

/** A platform certificate of WeChat Pay, five years long, and its key. */
export function wechatCertificate(
  serial: string,
  from = new Date(Date.now() - day),
  to = new Date(Date.now() + 1825 * day),
) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = 'Tenpay.com simulator';
  const fields = { commonName: name, issuerName: name, serial: BigInt(`0x${serial}`), notBefore: from, notAfter: to };
  const pem = makeCertificate({ ...fields, publicKey, issuerKey: privateKey });
  return { serial, pem, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** UnionPay's signing certificate, issued by an authority of the simulator's own. */
export function unionpayCertificate(commonName = unionpayName, notAfter = new Date(Date.now() + 1825 * day)) {
  const authority = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const dates = { notBefore: new Date(Date.now() - 900 * day), notAfter };
  const root = {
    ...dates,
    notAfter: new Date(Date.now() + 3650 * day),
    commonName: authorityName,
    issuerName: authorityName,
  };
  const issuerKey = authority.privateKey;
  return {
    authority: makeCertificate({ ...root, serial: 1n, publicKey: authority.publicKey, issuerKey }),
    authorityKey: issuerKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: makeCertificate({
      ...dates,
      commonName,
      issuerName: authorityName,
      serial: 2n,
      publicKey: signing.publicKey,
      issuerKey,
    }),
    privateKey: signing.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export function makeMerchant(agency: string): SimulatedMerchant {
  const platformKey = makePair();
  const { authority, certificate, privateKey } = unionpayCertificate();
  return {
    agency,
    wechatPay: {
      mchid: digits(agency, 'mchid', 10),
      appid: `wx${createHash('sha256').update(agency).digest('hex').slice(0, 16)}`,
      apiV3Key: createHash('sha256').update(platformKey.privateKey).digest('hex').slice(0, 32),
      platform: [
        wechatCertificate(
          createHash('sha256').update(`serial ${agency}`).digest('hex').slice(0, 40).toUpperCase().replace(/^./, '5'),
        ),
        {
          serial: `PUB_KEY_ID_0${digits(agency, 'public key', 27)}`,
          pem: platformKey.publicKey,
          privateKey: platformKey.privateKey,
        },
      ],
      merchantSerial: createHash('sha256').update(`merchant ${agency}`).digest('hex').slice(0, 40).toUpperCase(),
      merchantKey: makePair(),
    },
    alipay: {
      appId: digits(agency, 'app', 16),
      sellerId: digits(agency, 'seller', 16),
      platform: makePair(),
      appKey: makePair(),
    },
    unionpay: {
      merId: digits(agency, 'unionpay', 15),
      certificate,
      privateKey,
      authority,
      certId: digits(agency, 'certificate', 20),
      merchantKey: makePair(),
    },
  };
}

/** What the hall's two secrets of this agency hold. @param base address of the simulator */
export function secretsOf({ agency, wechatPay, alipay, unionpay }: SimulatedMerchant, base: string) {
  const previous = wechatPay.previousApiV3Key === undefined ? [] : [wechatPay.previousApiV3Key];
  const callback = {
    agency,
    wechatPay: {
      mchid: wechatPay.mchid,
      appid: wechatPay.appid,
      apiV3Keys: [wechatPay.apiV3Key, ...previous],
      platformKeys: wechatPay.platform.map(({ serial, pem }) => ({ id: serial, pem, retired: false })),
    },
    alipay: { appId: alipay.appId, sellerId: alipay.sellerId, publicKey: alipay.platform.publicKey },
    unionpay: {
      merId: unionpay.merId,
      trust: { pinned: [], authorities: [unionpay.authority], company: '中国银联股份有限公司' },
    },
  };
  const signing = {
    agency,
    wechatPay: {
      serial: wechatPay.merchantSerial,
      privateKey: wechatPay.merchantKey.privateKey,
      api: `${base}/wechat-pay`,
    },
    alipay: { privateKey: alipay.appKey.privateKey, gateway: `${base}/alipay/gateway.do` },
    unionpay: {
      certId: unionpay.certId,
      privateKey: unionpay.merchantKey.privateKey,
      front: `${base}/unionpay/frontTransReq.do`,
      back: `${base}/unionpay/backTransReq.do`,
      query: `${base}/unionpay/queryTrans.do`,
      files: `${base}/unionpay/fileTransaction.do`,
    },
  };
  return { callback, signing };
}

export const privateKeyOf = (pem: string) => createPrivateKey(pem);
