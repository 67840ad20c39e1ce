/** Answers a page's request: built files as they lie, pages of the hall drawn as HTML; revalidation, security headers. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { Problem, problemAnswer } from '../../shared/base/problems.ts';
import type { PageServer } from '../../web/src/server/page.ts';
import type { DrawnPage, PageQuestion } from './drawn.ts';
import type { env } from './env.ts';
import { securityHeaders } from './security.ts';
import { etagOf, type Site, type SiteFile } from './site.ts';

/** What of an HTTP API event (payload 2.0) the pages look at. */
export type PageRequest = Pick<APIGatewayProxyEventV2, 'rawPath' | 'headers'> & {
  readonly rawQueryString?: string;
  readonly cookies?: string[];
  readonly requestContext: { readonly http: { readonly method: string } };
};

/** What draws pages; loaded when the first page is asked for, as files need none of it. */
export interface Drawing {
  readonly page: (asked: PageQuestion) => Promise<DrawnPage>;
  readonly settingsKept: PageServer['settingsKept'];
}

interface Deps {
  readonly site: Site;
  readonly env: z.infer<typeof env>;
  readonly drawing: () => Promise<Drawing>;
}

export const makeHandler = ({ site, env, drawing }: Deps) => {
  const everywhere = securityHeaders(env.HALL_ISSUER);
  const visiting = securityHeaders(env.HALL_ISSUER, env.HALL_MEDIA_URL);
  const config = configFile(env);
  const fileAt = (path: string, acceptEncoding: string) =>
    path === '/config.json' ? config : site.file(path, acceptEncoding);
  return async (event: PageRequest): Promise<APIGatewayProxyStructuredResultV2> => {
    const { method } = event.requestContext.http;
    const path = event.rawPath;
    const security = visitPages.test(path) ? visiting : everywhere;
    if (method === 'POST' && cameBack.test(path)) return seeOther(path, security);
    if (apiPrefixes.test(path)) return refused(new Problem('not-found'), security);
    if (method !== 'GET' && method !== 'HEAD') return refused(new Problem('method-not-allowed'), security);
    const acceptEncoding = event.headers['accept-encoding'] ?? '';
    const sent = { ifNoneMatch: event.headers['if-none-match'], method, security };
    if (isDesk(path) || isFile(path)) {
      const file = fileAt(isDesk(path) ? '/desk.html' : path, acceptEncoding);
      return file === undefined ? refused(new Problem('not-found'), security) : answer(file, sent);
    }
    const { page, settingsKept } = await drawing();
    const asked = {
      path,
      query: event.rawQueryString ?? '',
      cookies: event.cookies?.join('; ') ?? event.headers.cookie ?? '',
      languages: event.headers['accept-language'] ?? '',
    };
    const kept = path === '/display' ? settingsKept(asked.query, asked.cookies, asked.languages) : undefined;
    if (kept !== undefined) return sentBack(kept.back, kept.cookie, security);
    const { status, language, file } = await page({ ...asked, acceptEncoding });
    return answer(file, { ...sent, status, language });
  };
};

/** UnionPay sends the payer back with a posted form. It proves nothing and is not read: the page asks the hall. */
const cameBack = /^\/orders\/[0-9A-Z]{1,40}$/;

const seeOther = (location: string, security: Record<string, string>) => ({
  statusCode: 303,
  headers: { ...security, location, 'cache-control': 'no-store' },
});

/** Prefixes that belong to the API: an unknown address below them is a problem, not a page. */
const apiPrefixes = /^\/(v1|fhir|callbacks|open311)(\/|$)/;
const isDesk = (path: string): boolean => path === '/desk' || path.startsWith('/desk/');
const isFile = (path: string): boolean => path.startsWith('/assets/') || /\.[a-z0-9]+$/i.test(path);

/** The two pages from which a video visit is held: the patient's and the doctor's. */
const visitPages = /^\/(booking\/appointments|desk\/clinic\/visits)\/[0-9A-Z]{26}\/room$/;

interface Sent {
  readonly ifNoneMatch: string | undefined;
  readonly method: string;
  readonly security: Record<string, string>;
  readonly status?: 200 | 404;
  /** Of a page that was drawn: how it looks depends on who asks. */
  readonly language?: string;
}

function answer(file: SiteFile, { ifNoneMatch, method, security, status = 200, language }: Sent) {
  const headers = {
    ...security,
    etag: file.etag,
    'cache-control': file.immutable ? 'public,max-age=31536000,immutable' : 'no-cache',
    vary: language === undefined ? 'accept-encoding' : 'accept-encoding, accept-language, cookie',
    ...(language === undefined ? {} : { 'content-language': language }),
  };
  if (status === 200 && matches(ifNoneMatch, file.etag)) return { statusCode: 304, headers };
  return {
    statusCode: status,
    headers: {
      ...headers,
      'content-type': file.mediaType,
      ...(file.encoding === undefined ? {} : { 'content-encoding': file.encoding }),
    },
    ...(method === 'HEAD' ? { body: '' } : { body: file.body.toString('base64'), isBase64Encoded: true }),
  };
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((sent) => sent.trim() === '*' || sent.trim().replace(/^W\//, '') === etag);
}

/** After a form without script: the look is kept, and the person is where they were. */
function sentBack(to: string, cookie: string, security: Record<string, string>) {
  return {
    statusCode: 303,
    headers: { ...security, location: encodeURI(decodeURI(to)), 'cache-control': 'no-store' },
    cookies: [cookie],
  };
}

function refused(problem: Problem, security: Record<string, string>) {
  const body = problemAnswer(problem);
  return {
    statusCode: body.status,
    headers: { ...security, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

/** What the pages must know of their environment, and nothing that is a secret. */
function configFile(values: z.infer<typeof env>): SiteFile {
  const body = Buffer.from(
    JSON.stringify({
      issuer: values.HALL_ISSUER,
      clientId: values.HALL_CLIENT_ID,
      environment: values.HALL_ENVIRONMENT,
    }),
  );
  return { body, mediaType: 'application/json; charset=utf-8', etag: etagOf(body), immutable: false };
}
