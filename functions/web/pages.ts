/** Answers a page's request from the built site: path to file, revalidation, security headers. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { Problem, problemAnswer } from '../../shared/base/problems.ts';
import type { env } from './env.ts';
import { securityHeaders } from './security.ts';
import { etagOf, type Site, type SiteFile } from './site.ts';

/** What of an HTTP API event (payload 2.0) the pages look at. */
export type PageRequest = Pick<APIGatewayProxyEventV2, 'rawPath' | 'headers'> & {
  readonly requestContext: { readonly http: { readonly method: string } };
};

interface Deps {
  readonly site: Site;
  readonly env: z.infer<typeof env>;
}

export const makeHandler = ({ site, env }: Deps) => {
  const everywhere = securityHeaders(env.HALL_ISSUER);
  const visiting = securityHeaders(env.HALL_ISSUER, env.HALL_MEDIA_URL);
  const config = configFile(env);
  return async (event: PageRequest): Promise<APIGatewayProxyStructuredResultV2> => {
    const { method } = event.requestContext.http;
    const path = event.rawPath;
    const security = visitPages.test(path) ? visiting : everywhere;
    if (method === 'POST' && cameBack.test(path)) return seeOther(path, security);
    if (apiPrefixes.test(path)) return refused(new Problem('not-found'), security);
    if (method !== 'GET' && method !== 'HEAD') return refused(new Problem('method-not-allowed'), security);
    const file = path === '/config.json' ? config : site.file(pageFor(path), event.headers['accept-encoding'] ?? '');
    if (file === undefined) return refused(new Problem('not-found'), security);
    return answer(file, event.headers['if-none-match'], method, security);
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

/** The two pages from which a video visit is held: the patient's and the doctor's. */
const visitPages = /^\/(booking\/appointments|desk\/clinic\/visits)\/[0-9A-Z]{26}\/room$/;

/** The file that answers a path. Pages are drawn in the browser, so every page of an application is its one document. */
function pageFor(path: string): string {
  if (path.startsWith('/assets/') || /\.[a-z0-9]+$/i.test(path)) return path;
  return path === '/desk' || path.startsWith('/desk/') ? '/desk.html' : '/index.html';
}

function answer(file: SiteFile, ifNoneMatch: string | undefined, method: string, security: Record<string, string>) {
  const headers = {
    ...security,
    etag: file.etag,
    'cache-control': file.immutable ? 'public,max-age=31536000,immutable' : 'no-cache',
    vary: 'accept-encoding',
  };
  if (matches(ifNoneMatch, file.etag)) return { statusCode: 304, headers };
  return {
    statusCode: 200,
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
