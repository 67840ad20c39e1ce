import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { gatewayRoutes, prefixes } from '../../infra/constructs/gateway-routes.ts';
import { environmentNames } from '../../infra/environments.ts';
import { routeTable } from '../../local/http-routes.ts';
import type { Route } from '../../shared/base/route.ts';
import { routes } from '../../shared/base/routes.ts';
import { idsIn, type Template, templateOf } from './template.ts';

const routeSchema = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.enum(['JWT', 'NONE']),
  AuthorizerId: z.unknown().optional(),
  Target: z.unknown(),
});

/** `{ 'GET /v1/items': ['NONE', 'public'], … }` of the template. */
function routesIn(template: Template): Record<string, [string, string]> {
  const rows = template.ofType('AWS::ApiGatewayV2::Route').map(({ properties }): [string, [string, string]] => {
    const route = routeSchema.parse(properties);
    expect(route.AuthorizerId !== undefined).toBe(route.AuthorizationType === 'JWT');
    return [route.RouteKey, [route.AuthorizationType, functionBehind(template, route.Target)]];
  });
  return Object.fromEntries(rows);
}

function functionBehind(template: Template, target: unknown): string {
  const integration = template.resources.find(({ id }) => idsIn(target).includes(id));
  const alias = template.resources.find(({ id }) => idsIn(integration?.properties.IntegrationUri).includes(id));
  expect(alias?.properties.Name).toBe('live');
  const target2 = template.resources.find(({ id }) => idsIn(alias?.properties.FunctionName).includes(id));
  return String(target2?.properties.Description).replace('Banshi: ', '');
}

const table: Record<string, Route> = routes;

describe.each(environmentNames)('the API of %s', (environment) => {
  it('sends every row of the table to its function, signed in unless it is public; and all else to the pages', async () => {
    const gateway = routesIn(await templateOf(environment));
    const find = routeTable(Object.keys(gateway).map((routeKey) => ({ routeKey })));
    for (const [key, route] of Object.entries(table)) {
      const [method = '', path = ''] = key.split(' ');
      const found = find(method, path.replaceAll(/\{\w+\}/g, 'x'))?.route.routeKey ?? '';
      expect([key, gateway[found]]).toEqual([key, [route.roles === 'public' ? 'NONE' : 'JWT', route.function]]);
    }
    expect(gateway['ANY /callbacks/{provider}']).toEqual(['NONE', 'callbacks']);
    expect(gateway.$default).toEqual(['NONE', 'web']);
    expect(Object.keys(gateway)).toHaveLength(gatewayRoutes().length + 2);
  });

  it('leaves no call without a sign-in that the table does not call public', async () => {
    const open = Object.entries(routesIn(await templateOf(environment))).filter(([, [kind]]) => kind === 'NONE');
    const rows = Object.entries(table).filter(([, { roles }]) => roles === 'public');
    const prefixOf = (key: string) => key.replace(/^ANY /, '').replace('/{proxy+}', '');
    for (const [key] of open.filter(([, [, name]]) => name !== 'web' && name !== 'callbacks')) {
      const below = rows.filter(([row]) => row === key || row.split(' ')[1]?.startsWith(prefixOf(key)));
      expect(below, key).not.toEqual([]);
    }
    for (const { path } of prefixes.filter((it) => it.public))
      expect(
        Object.entries(table).filter(([key, { roles }]) => key.includes(` ${path}`) && roles !== 'public'),
      ).toEqual([]);
  });

  it('asks one permission of each function it calls', async () => {
    const template = await templateOf(environment);
    const permissions = template
      .ofType('AWS::Lambda::Permission')
      .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com');
    const targets = permissions.map(({ properties }) => JSON.stringify(properties.FunctionName));
    expect(new Set(targets).size).toBe(targets.length);
    // Those of the table, the pages, and the payment providers' callbacks.
    expect(targets).toHaveLength(new Set(Object.values(table).map((route) => route.function)).size + 2);
  });

  it('checks issuer and audience', async () => {
    const authorizer = (await templateOf(environment)).theOne('AWS::ApiGatewayV2::Authorizer');
    expect(authorizer.properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: ['banshi-api'], Issuer: expect.stringMatching(/^https?:\/\//) },
    });
  });

  it('limits the rate, and logs routes but no path, query or address of a person', async () => {
    const stage = (await templateOf(environment)).theOne('AWS::ApiGatewayV2::Stage');
    const { Format } = z.object({ Format: z.string() }).parse(stage.properties.AccessLogSettings);
    expect(Object.values(z.record(z.string(), z.string()).parse(JSON.parse(Format)))).toContain('$context.routeKey');
    expect(Format).not.toMatch(/\$context\.(path|identity|http|authorizer\.claims)|query|sourceIp/i);
    const limits = z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() });
    const { ThrottlingRateLimit, ThrottlingBurstLimit } = limits.parse(stage.properties.DefaultRouteSettings);
    expect(ThrottlingRateLimit).toBeGreaterThan(0);
    expect(ThrottlingBurstLimit).toBeGreaterThanOrEqual(ThrottlingRateLimit);
  });
});

describe('the edge', () => {
  it('keeps what is free at the doctors’ as long as the answer itself says, and no longer', async () => {
    const policy = (await templateOf('prod')).theOne('AWS::CloudFront::CachePolicy');
    expect(policy.properties.CachePolicyConfig).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 0,
      ParametersInCacheKeyAndForwardedToOrigin: {
        QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['from', 'days'] },
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
      },
    });
  });

  it('stands before prod: TLS 1.2, everything but hashed files and availability uncached', async () => {
    const distribution = (await templateOf('prod')).theOne('AWS::CloudFront::Distribution');
    const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    expect(distribution.properties.DistributionConfig).toMatchObject({
      Aliases: ['hall.banshi.example'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
      DefaultCacheBehavior: { CachePolicyId: cachingDisabled, ViewerProtocolPolicy: 'redirect-to-https' },
      CacheBehaviors: [
        { PathPattern: '/assets/*' },
        { PathPattern: '/fhir/availability/*' },
        { PathPattern: '/v1/booking/hospitals' },
        { PathPattern: '/v1/booking/departments/*' },
        { PathPattern: '/v1/booking/sessions/*' },
      ],
      Logging: expect.anything(),
    });
  });

  it.each(['dev', 'staging', 'prod-cn'] as const)('does not in %s', async (environment) => {
    expect((await templateOf(environment)).ofType('AWS::CloudFront::Distribution')).toEqual([]);
  });

  it('is a domain of its own in prod-cn, and the only way in', async () => {
    const template = await templateOf('prod-cn');
    expect(template.theOne('AWS::ApiGatewayV2::DomainName').properties.DomainName).toBe('hall.banshi-cn.example');
    expect(template.theOne('AWS::ApiGatewayV2::Api').properties.DisableExecuteApiEndpoint).toBe(true);
  });
});
