/** Checks AWS Signature Version 4, in a header or in the query of a presigned URL, against this machine's one key pair. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Credentials } from './keys.ts';

/** Why a request is refused, in the words S3 uses. */
export interface Refusal {
  readonly code:
    | 'AccessDenied'
    | 'SignatureDoesNotMatch'
    | 'RequestTimeTooSkewed'
    | 'AuthorizationQueryParametersError';
  readonly message: string;
}

interface Signature {
  /** `20260213/ap-southeast-1/s3/aws4_request` */
  readonly scope: string;
  readonly accessKeyId: string;
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payloadHash: string;
  /** Seconds a presigned URL is good for; undefined for a signature in a header. */
  readonly expires: number | undefined;
}

/**
 * @param body where the service signs it and it is at hand; S3 signs a hash that the caller states
 * @returns undefined when the signature is good
 */
export function checkSignature(
  request: IncomingMessage,
  credentials: Credentials,
  now: Date,
  body?: Buffer,
): Refusal | undefined {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const parameters = query
    .split('&')
    .filter((part) => part !== '')
    .map(decodePair);
  const signature = fromQuery(parameters) ?? fromHeader(request, body);
  if (signature === undefined) return { code: 'AccessDenied', message: 'Access Denied' };
  const signedAt = instantOf(signature.date);
  const untimely = isUntimely(signature, signedAt, now);
  if (untimely !== undefined) return untimely;
  const unsigned = Object.keys(request.headers).find(
    (name) => name.startsWith('x-amz-') && !signature.signedHeaders.includes(name),
  );
  if (unsigned !== undefined) {
    return {
      code: 'AccessDenied',
      message: `There were headers present in the request which were not signed: ${unsigned}`,
    };
  }
  const canonical = [
    request.method,
    path
      .split('/')
      .map((segment) => encode(decode(segment)))
      .join('/'),
    parameters
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...signature.signedHeaders.map((name) => `${name}:${headerOf(request, name)}`),
    '',
    signature.signedHeaders.join(';'),
    signature.payloadHash,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', signature.date, signature.scope, sha256(canonical)].join('\n');
  const key = [...signature.scope.split('/')].reduce<Buffer | string>(hmac, `AWS4${credentials.secretAccessKey}`);
  const expected = hmac(key, toSign).toString('hex');
  const matches =
    signature.accessKeyId === credentials.accessKeyId &&
    expected.length === signature.signature.length &&
    timingSafeEqual(Buffer.from(expected), Buffer.from(signature.signature));
  if (matches) return undefined;
  return {
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
  };
}

function fromQuery(parameters: readonly (readonly [string, string])[]): Signature | undefined {
  const given = new Map(parameters);
  const signature = given.get('X-Amz-Signature');
  if (signature === undefined) return undefined;
  const [accessKeyId = '', ...scope] = (given.get('X-Amz-Credential') ?? '').split('/');
  return {
    accessKeyId,
    scope: scope.join('/'),
    date: given.get('X-Amz-Date') ?? '',
    signedHeaders: (given.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature,
    payloadHash: given.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    expires: Number(given.get('X-Amz-Expires') ?? Number.NaN),
  };
}

function fromHeader(request: IncomingMessage, body: Buffer | undefined): Signature | undefined {
  const found = /Credential=([^/]+)\/([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)/.exec(
    request.headers.authorization ?? '',
  );
  if (found === null) return undefined;
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = found;
  return {
    accessKeyId,
    scope,
    date: headerOf(request, 'x-amz-date'),
    signedHeaders: signedHeaders.split(';'),
    signature,
    payloadHash: body === undefined ? headerOf(request, 'x-amz-content-sha256') : sha256(body),
    expires: undefined,
  };
}

function isUntimely({ expires }: Signature, signedAt: number, now: Date): Refusal | undefined {
  const age = (now.getTime() - signedAt) / 1000;
  if (expires === undefined) {
    if (Math.abs(age) <= 900) return undefined;
    return {
      code: 'RequestTimeTooSkewed',
      message: 'The difference between the request time and the current time is too large.',
    };
  }
  if (!(expires > 0 && expires <= 604_800) || Number.isNaN(signedAt)) {
    return { code: 'AuthorizationQueryParametersError', message: 'X-Amz-Expires must be between 1 and 604800 seconds' };
  }
  if (age > expires) return { code: 'AccessDenied', message: 'Request has expired' };
  return age < -900 ? { code: 'AccessDenied', message: 'Request is not valid yet' } : undefined;
}

/** `20260213T013000Z` in milliseconds; NaN for anything else. */
function instantOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

const headerOf = ({ headers }: IncomingMessage, name: string): string =>
  [headers[name] ?? ''].flat().join(',').trim().replace(/\s+/g, ' ');

function decodePair(part: string): [string, string] {
  const [name = '', value = ''] = part.split('=', 2);
  return [decode(name), decode(value)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
