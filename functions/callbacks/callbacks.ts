/**
 * Callbacks of payment providers (回调): success exactly when the verified notice is durably recorded, failure exactly when
 * it is not. Nothing is parsed, looked up or logged of a body before its signature holds; what a notice means for an order is
 * settlement's business, behind a queue.
 *
 * A public function of its own, outside the pipeline of the other calls: the raw body comes first, and the answers are bytes
 * that providers compare.
 */
import { isUtf8 } from 'node:buffer';
import { hash as digest } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { errorKeys, log } from '../../shared/base/log.ts';
import * as alipay from '../../shared/payments/alipay.ts';
import { parseForm } from '../../shared/payments/form.ts';
import type { InboxStore } from '../../shared/payments/inbox-store.ts';
import type { Keyring } from '../../shared/payments/keyring.ts';
import * as unionpay from '../../shared/payments/unionpay.ts';
import * as wechatPay from '../../shared/payments/wechat-pay.ts';
import {
  isRefusal,
  type Notice,
  notice as noticeSchema,
  type Provider,
  type Refusal,
  refuse,
  refuseWithAlarm,
} from '../../shared/payments/words.ts';

export interface CallbackDeps {
  readonly inbox: Pick<InboxStore, 'record'>;
  readonly keyring: Keyring;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

type Result = APIGatewayProxyStructuredResultV2;

export const makeHandler =
  (deps: CallbackDeps) =>
  async (event: APIGatewayProxyEventV2): Promise<Result> => {
    const door = doors[event.pathParameters?.provider ?? ''];
    if (door === undefined) return { statusCode: 404, headers: plain, body: 'not found' };
    const body = bodyOf(event, door);
    if ('status' in body) return refused(door, body.status, body.reason);
    const { provider } = door;
    try {
      const notice = await door.verify(body.bytes, event.headers, deps);
      if (isRefusal(notice)) return answerRefusal(door, notice);
      // What nobody behind could read would lie in everybody's way: its money is found by the bill.
      if (!noticeSchema.safeParse(notice).success) return answerRefusal(door, refuseWithAlarm('notice-shape'));
      return await record(deps, door, notice, body.bytes);
    } catch (error) {
      // Verified or not, it is not recorded: the provider comes again.
      log('error', 'CALLBACK_FAILED', { provider, ...errorKeys(error) });
      return answer(door, 503, door.failure);
    }
  };

async function record({ inbox, clock }: CallbackDeps, door: Door, notice: Notice, bytes: Buffer): Promise<Result> {
  const hash = digest('sha256', bytes, 'hex');
  const recorded = await inbox.record({ notice, hash, at: new Date(clock()).toISOString() });
  const { provider, agency, kind, odd } = notice;
  const keys = { provider, agency, eventType: kind };
  if (recorded === 'conflict') log('error', 'CALLBACK_CONFLICT', keys);
  else if (odd !== undefined) log('error', 'CALLBACK_ODD', { ...keys, reason: odd });
  else log('info', recorded === 'again' ? 'CALLBACK_AGAIN' : 'CALLBACK_RECORDED', keys);
  return answer(door, door.successStatus, door.success);
}

function answerRefusal(door: Door, { answer: kind, reason, alarm }: Refusal): Result {
  const { provider } = door;
  log(alarm === true ? 'error' : 'warn', alarm === true ? 'CALLBACK_ALARM' : 'CALLBACK_REFUSED', { provider, reason });
  return answer(door, kind === 'retry' ? 503 : 401, door.failure);
}

function refused(door: Door, status: number, reason: string): Result {
  log('warn', 'CALLBACK_REFUSED', { provider: door.provider, reason });
  return answer(door, status, door.failure);
}

/** How one provider's notices come in, and the very bytes it is answered. The failure never says which check failed. */
interface Door {
  readonly provider: Provider;
  readonly mediaType: RegExp;
  readonly answerType: string;
  readonly successStatus: 200 | 204;
  readonly success: string;
  readonly failure: string;
  verify(bytes: Buffer, headers: wechatPay.Headers, deps: CallbackDeps): Promise<Notice | Refusal>;
}

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } as const;

const doors: Readonly<Record<string, Door>> = {
  'wechat-pay': {
    provider: 'wechat-pay',
    mediaType: /^application\/json\s*(?:;|$)/i,
    answerType: 'application/json; charset=utf-8',
    successStatus: 204,
    success: '',
    failure: '{"code":"FAIL","message":"失败"}',
    verify: verifyWechatPay,
  },
  alipay: {
    provider: 'alipay',
    mediaType: /^application\/x-www-form-urlencoded\s*(?:;|$)/i,
    answerType: plain['content-type'],
    successStatus: 200,
    success: 'success',
    failure: 'failure',
    verify: verifyAlipay,
  },
  unionpay: {
    provider: 'unionpay',
    mediaType: /^application\/x-www-form-urlencoded\s*(?:;|$)/i,
    answerType: plain['content-type'],
    successStatus: 200,
    success: 'ok',
    failure: 'fail',
    verify: verifyUnionpay,
  },
};

function answer(door: Door, statusCode: number, body: string): Result {
  if (statusCode === 204) return { statusCode, headers: { 'cache-control': 'no-store' } };
  return { statusCode, headers: { ...plain, 'content-type': door.answerType }, body };
}

/** The longest genuine notice is a few kilobytes. */
const maxBytes = 65_536;

function bodyOf(event: APIGatewayProxyEventV2, door: Door): { bytes: Buffer } | { status: number; reason: string } {
  const { headers, requestContext, isBase64Encoded, body = '' } = event;
  if (requestContext.http.method !== 'POST') return { status: 405, reason: 'method' };
  if (!door.mediaType.test(headers['content-type'] ?? '')) return { status: 415, reason: 'media-type' };
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return { status: 400, reason: 'content-encoding' };
  if (body.length > maxBytes * 2) return { status: 413, reason: 'too-large' };
  const bytes = isBase64Encoded ? wechatPay.strictBase64(body) : Buffer.from(body, 'utf8');
  if (bytes === undefined || bytes.length === 0 || !isUtf8(bytes)) return { status: 400, reason: 'body' };
  return bytes.length > maxBytes ? { status: 413, reason: 'too-large' } : { bytes };
}

async function verifyWechatPay(bytes: Buffer, headers: wechatPay.Headers, { keyring, clock }: CallbackDeps) {
  const signed = wechatPay.signedHeaders(headers, Math.floor(clock() / 1000));
  if (isRefusal(signed)) return signed;
  const found = await keyring.wechat(signed.serial, clock());
  if (isRefusal(found)) return found;
  if (!wechatPay.signatureHolds(signed, bytes, found.key)) return refuse('signature');
  const notice = wechatPay.readNotice(bytes, found.merchants);
  const undecryptable = isRefusal(notice) && notice.answer === 'retry';
  if (!undecryptable || !(await keyring.refresh(clock()))) return notice;
  const again = await keyring.wechat(signed.serial, clock());
  return isRefusal(again) ? notice : wechatPay.readNotice(bytes, again.merchants);
}

async function verifyAlipay(bytes: Buffer, _headers: wechatPay.Headers, { keyring, clock }: CallbackDeps) {
  const form = parseForm(bytes.toString('utf8'));
  const appId = form?.get('app_id') ?? '';
  if (form === undefined || !/^\d{1,32}$/.test(appId)) return refuse('form');
  const found = await keyring.alipay(appId, clock());
  if (isRefusal(found)) return foreign(found);
  if (!alipay.signatureHolds(form, found.key)) return refuse('signature');
  return alipay.readNotice(form, found.merchant);
}

async function verifyUnionpay(bytes: Buffer, _headers: wechatPay.Headers, { keyring, clock }: CallbackDeps) {
  const form = parseForm(bytes.toString('utf8'));
  const merId = form?.get('merId') ?? '';
  if (form === undefined || !/^\d{15}$/.test(merId)) return refuse('form');
  const found = await keyring.unionpay(merId, clock());
  if (isRefusal(found)) return foreign(found);
  const key = unionpay.trustedKey(form, found.trust, clock());
  if (key === undefined) return refuse('certificate');
  if (!unionpay.signatureHolds(form, key)) return refuse('signature');
  return unionpay.readNotice(form, found.merchant);
}

/** An app or merchant that is nobody's here, even after looking again: not ours, and nothing to come back for. */
const foreign = ({ reason }: Refusal): Refusal => ({ answer: 'refuse', reason, alarm: true });
