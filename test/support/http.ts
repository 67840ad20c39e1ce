/** HTTP API events (payload 2.0) as API Gateway makes them, for handlers called directly. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export interface EventParts {
  readonly routeKey: string;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly base64?: boolean;
  readonly claims?: Record<string, string>;
  readonly sourceIp?: string;
}

export function httpEvent({
  routeKey,
  params = {},
  query = {},
  headers = {},
  body,
  base64,
  claims,
  sourceIp = '127.0.0.1',
}: EventParts): APIGatewayProxyEventV2 {
  const [method = 'GET', template = '/'] = routeKey.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name);
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' };
  const requestContext = {
    accountId: '000000000000',
    apiId: 'test',
    domainName: 'localhost',
    domainPrefix: 'test',
    http,
    requestId: 'request-1',
    routeKey,
    stage: '$default',
    time: '13/Feb/2026:01:30:00 +0000',
    timeEpoch: 1,
    ...(claims === undefined
      ? {}
      : { authorizer: { principalId: '', integrationLatency: 0, jwt: { claims, scopes: [] } } }),
  };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json', ...headers },
    queryStringParameters: query,
    pathParameters: params,
    requestContext,
    isBase64Encoded: base64 ?? false,
    ...(body === undefined ? {} : { body }),
  };
}

/** The parsed JSON body of an answer. */
export function bodyOf(result: APIGatewayProxyStructuredResultV2): unknown {
  return result.body === undefined ? undefined : JSON.parse(result.body);
}
