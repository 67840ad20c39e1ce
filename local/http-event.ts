/** The two shapes between an HTTP API and a function: the event of payload format 2.0, and the response it may give. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Claims } from './authorizer.ts';
import { account } from './stack.ts';

export interface Called {
  readonly request: IncomingMessage;
  /** Undefined when there was none. */
  readonly body: Buffer | undefined;
  readonly routeKey: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of the token the authorizer checked; undefined on a route without one. */
  readonly claims: Claims | undefined;
  readonly apiId: string;
  readonly stage: string;
}

/** The path as API Gateway gives it, which is decoded. @returns undefined for one that does not decode. */
export function decodedPath(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '/');
  } catch {
    return undefined;
  }
}

export function toEvent({
  request,
  body,
  routeKey,
  parameters,
  claims,
  apiId,
  stage,
}: Called): Record<string, unknown> {
  const url = request.url ?? '/';
  const path = decodedPath(url) ?? '/';
  const question = url.indexOf('?');
  const rawQueryString = question < 0 ? '' : url.slice(question + 1);
  const { cookies, headers } = headersOf(request);
  const sourceIp = request.socket.remoteAddress?.replace('::ffff:', '') ?? '127.0.0.1';
  const host = request.headers.host ?? 'localhost';
  const now = new Date();
  const isText = textual(headers['content-type']);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: {
      ...headers,
      'x-amzn-trace-id': `Root=1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': host.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(rawQueryString === '' ? {} : { queryStringParameters: queryOf(rawQueryString) }),
    requestContext: {
      accountId: account,
      apiId,
      ...(claims === undefined ? {} : { authorizer: { jwt: claims } }),
      domainName: host,
      domainPrefix: host.split(/[.:]/, 1)[0],
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage,
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    ...(body === undefined ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body !== undefined && !isText,
  };
}

/** Text and JSON arrive as they are; everything else, form posts too, arrives base64-encoded. */
function textual(contentType = 'text/plain'): boolean {
  return /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml))\s*(;|$))/i.test(contentType);
}

/** Names in small letters, repeated ones joined by commas; cookies apart. */
function headersOf({ rawHeaders }: IncomingMessage): { cookies: string[]; headers: Record<string, string> } {
  const cookies: string[] = [];
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    const value = rawHeaders[at + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/;\s*/));
    else headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return { cookies, headers };
}

function queryOf(raw: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(raw))
    query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  return query;
}

/** `13/Feb/2026:01:30:00 +0000` */
function commonLogTime(now: Date): string {
  const [, day, month, year, time] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

export interface Response {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

const structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * What a function's answer says: a response where it names a status, and otherwise JSON that is the body itself.
 * @returns undefined for an answer that names a status and is no response; API Gateway makes that a 500
 */
export function toResponse(result: string): Response | undefined {
  const value: unknown = JSON.parse(result);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : result;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const parsed = structured.safeParse(value);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const given = Object.entries(headers ?? {}).map(([name, entry]): [string, string] => [
    name.toLowerCase(),
    String(entry),
  ]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(given),
      ...(cookies == null || cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}
