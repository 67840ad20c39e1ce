/**
 * The providers' side of the three protocols: seals and signs notices and answers, checks requests. Written from the providers'
 * documents, and sharing nothing with the hall's own code, so that one's mistake does not hide the other's.
 */
import { createCipheriv, createHash, type KeyObject, randomBytes, sign, verify } from 'node:crypto';

export interface WechatSigner {
  /** Serial of the platform certificate, or `PUB_KEY_ID_…`. */
  readonly serial: string;
  readonly privateKey: KeyObject;
}

export interface SignedMessage {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Signs a body as WeChat Pay signs notices and answers. @param now seconds */
export function signWechat(
  body: string,
  { serial, privateKey }: WechatSigner,
  now: number,
  probe = false,
): SignedMessage {
  const nonce = randomBytes(16).toString('hex');
  const signature = sign('RSA-SHA256', Buffer.from(`${now}\n${nonce}\n${body}\n`), privateKey).toString('base64');
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'Wechatpay-Serial': serial,
      'Wechatpay-Timestamp': String(now),
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Signature': probe ? `WECHATPAY/SIGNTEST/${signature.slice(19)}` : signature,
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    },
  };
}

export interface WechatEvent {
  readonly id: string;
  readonly type: string;
  readonly originalType: string;
  readonly resource: unknown;
  readonly createdAt: string;
}

/** A notice's body, its resource sealed under the merchant's APIv3 key. */
export function sealWechat(event: WechatEvent, apiV3Key: string): string {
  const nonce = randomBytes(6).toString('hex');
  const associated = event.originalType;
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce)).setAAD(
    Buffer.from(associated),
  );
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(event.resource), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return JSON.stringify({
    id: event.id,
    create_time: event.createdAt,
    resource_type: 'encrypt-resource',
    event_type: event.type,
    summary: '通知',
    resource: {
      original_type: event.originalType,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: associated,
      nonce,
    },
  });
}

/** Parts of a merchant's `Authorization`. */
export function readAuthorization(header: string): Record<string, string> {
  return Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
}

/** Does a merchant's signature of a request hold? */
export function wechatRequestHolds(
  request: { method: string; path: string; body: string },
  header: string,
  key: KeyObject,
): boolean {
  const { timestamp, nonce_str: nonce, signature } = readAuthorization(header);
  if (!header.startsWith('WECHATPAY2-SHA256-RSA2048 ') || signature === undefined) return false;
  const text = [request.method, request.path, timestamp, nonce, request.body, ''].join('\n');
  return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

const joined = (fields: Record<string, string>, without: readonly string[]): string =>
  Object.keys(fields)
    .filter((key) => !without.includes(key))
    .sort()
    .map((key) => `${key}=${fields[key]}`)
    .join('&');

/** An Alipay notice as a form post's body. */
export function signAlipayNotice(fields: Record<string, string>, key: KeyObject): string {
  const all = { ...fields, charset: 'utf-8', version: '1.0' };
  const signature = sign('RSA-SHA256', Buffer.from(joined(all, ['sign', 'sign_type'])), key).toString('base64');
  return new URLSearchParams({ ...all, sign_type: 'RSA2', sign: signature }).toString();
}

/** Does an app's signature of a request to the gateway hold? Requests sign `sign_type` too. */
export const alipayRequestHolds = (fields: Record<string, string>, key: KeyObject): boolean =>
  verify('RSA-SHA256', Buffer.from(joined(fields, ['sign'])), key, Buffer.from(fields.sign ?? '', 'base64'));

/** An answer of the gateway: the signature covers the response object's own text. */
export function signAlipayAnswer(method: string, response: object, key: KeyObject): string {
  const text = JSON.stringify(response);
  const signature = sign('RSA-SHA256', Buffer.from(text), key).toString('base64');
  return `{"${method.replaceAll('.', '_')}_response":${text},"sign":${JSON.stringify(signature)}}`;
}

const doubled = (fields: Record<string, string>): Buffer =>
  Buffer.from(
    createHash('sha256')
      .update(joined(fields, ['signature']))
      .digest('hex'),
  );

/** A UnionPay notice or answer with its certificate and signature. */
export function signUnionpay(
  fields: Record<string, string>,
  certificate: string,
  key: KeyObject,
): Record<string, string> {
  const all = { ...fields, version: '5.1.0', encoding: 'utf-8', signMethod: '01', signPubKeyCert: certificate };
  return { ...all, signature: sign('RSA-SHA256', doubled(all), key).toString('base64') };
}

export const unionpayRequestHolds = (fields: Record<string, string>, key: KeyObject): boolean =>
  verify('RSA-SHA256', doubled(fields), key, Buffer.from(fields.signature ?? '', 'base64'));
