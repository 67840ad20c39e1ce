/** The HTTP API of the stack: routes a request, checks its token, calls the function, answers what it answered. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { type Authorizer, jwtAuthorizer } from './authorizer.ts';
import type { HallFunction } from './functions.ts';
import { decodedPath, type Response, toEvent, toResponse } from './http-event.ts';
import { type RoutePattern, routeTable } from './http-routes.ts';
import type { Stack } from './stack.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** API Gateway's limits of a request's bytes and of an answer's milliseconds; Lambda's of what goes in and what comes out. */
const limits = { request: 10_485_760, payload: 6_291_556, time: 29_000 } as const;

interface Route extends RoutePattern {
  readonly target: HallFunction;
  readonly authorizer: Authorizer | undefined;
  readonly scopes: readonly string[];
}

/**
 * @param functionFor the function an ARN names
 * @param warn told what a person should know of: an answer that is too large, a function without a response
 * @throws Error naming a route whose integration or authorizer is not of a kind this host runs
 */
export function httpApi(
  stack: Stack,
  functionFor: (arn: string) => HallFunction | undefined,
  warn: (sentence: string) => void,
  clockShift = 0,
): HttpHandler {
  const find = routeTable(routesOf(stack, functionFor));
  const apiId = stack.ofType('AWS::ApiGatewayV2::Api')[0]?.ref ?? '';
  const stage = stack.ofType('AWS::ApiGatewayV2::Stage')[0]?.ref ?? '$default';

  async function answer(request: IncomingMessage): Promise<Response> {
    const body = await readBody(request);
    if (body === 'too large' || (body?.length ?? 0) > limits.payload) return message(413, 'Request Entity Too Large');
    const path = decodedPath(request.url ?? '/');
    const match = path === undefined ? undefined : find(request.method ?? 'GET', path);
    if (path === undefined) return message(400, 'Bad Request');
    if (match === undefined) return message(404, 'Not Found');
    const { route, parameters } = match;
    const verdict = await route.authorizer?.(request, route.scopes);
    if (verdict !== undefined && verdict.status !== 200) {
      const headers = { 'www-authenticate': verdict.challenge };
      return message(verdict.status, verdict.status === 401 ? 'Unauthorized' : 'Forbidden', headers);
    }
    const event = toEvent({
      request,
      body,
      routeKey: route.routeKey,
      parameters,
      claims: verdict?.claims,
      apiId,
      stage,
    });
    return invoke(route, event);
  }

  async function invoke({ target, routeKey }: Route, event: unknown): Promise<Response> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), limits.time);
    try {
      const result = await Promise.race([target.invoke(event), late.promise]);
      if (result === 'late') return message(503, 'Service Unavailable');
      const response = result.length > limits.payload ? undefined : toResponse(result);
      if (response === undefined)
        warn(`${routeKey}: 函数的应答不合格或过大 · the function's answer is malformed or above 6 MB.`);
      return response ?? message(500, 'Internal Server Error');
    } catch {
      // The function's own log and the terminal have told why.
      return message(500, 'Internal Server Error');
    } finally {
      clearTimeout(timer);
    }
  }

  return async (request, response) => {
    const { status, headers, body } = await answer(request);
    const bodyless = request.method === 'HEAD' || status === 204 || status === 304;
    response.writeHead(status, {
      ...headers,
      'apigw-requestid': randomUUID(),
      // A training hall says what time it is there: pages count down by it.
      ...(clockShift === 0 ? {} : { date: new Date(Date.now() + clockShift).toUTCString() }),
      ...(bodyless ? {} : { 'content-length': String(body.length) }),
    });
    response.end(bodyless ? undefined : body);
  };
}

const routeProperties = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.string().default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
});
const integrationProperties = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

function routesOf(stack: Stack, functionFor: (arn: string) => HallFunction | undefined): Route[] {
  const authorizers = new Map(
    stack.ofType('AWS::ApiGatewayV2::Authorizer').map(({ ref, properties }) => [ref, jwtAuthorizer(properties)]),
  );
  const targets = new Map(
    stack.ofType('AWS::ApiGatewayV2::Integration').map(({ ref, properties }) => {
      const integration = integrationProperties.safeParse(properties);
      return [`integrations/${ref}`, integration.success ? functionFor(integration.data.IntegrationUri) : undefined];
    }),
  );
  return stack.ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => {
    const {
      RouteKey,
      Target,
      AuthorizationType,
      AuthorizerId = '',
      AuthorizationScopes,
    } = routeProperties.parse(properties);
    const target = targets.get(Target);
    if (target === undefined) throw new Error(`Route ${RouteKey} leads to no function with payload format 2.0.`);
    const authorizer = AuthorizationType === 'JWT' ? authorizers.get(AuthorizerId) : undefined;
    if (AuthorizationType !== 'NONE' && authorizer === undefined) {
      throw new Error(
        `Route ${RouteKey} has an authorizer of type ${AuthorizationType}, which this host does not run.`,
      );
    }
    return { routeKey: RouteKey, target, authorizer, scopes: AuthorizationScopes };
  });
}

/** Reads to the end even what is too much, so that the caller hears the answer instead of a broken connection. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined | 'too large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= limits.request) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (length > limits.request) return 'too large';
  return length === 0 ? undefined : Buffer.concat(chunks);
}

function message(status: number, text: string, headers: Record<string, string> = {}): Response {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message: text })),
  };
}
