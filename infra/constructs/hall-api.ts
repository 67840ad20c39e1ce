import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ApiFunction } from '../../shared/base/route.ts';
import type { Hall } from './foundation.ts';
import { gatewayRoutes } from './gateway-routes.ts';
import { HallAlarm } from './hall-alarm.ts';
import type { HallFunction } from './hall-function.ts';
import { retention } from './retention.ts';

/**
 * The one HTTP API: the calls of `shared/base/routes.ts`, each to its function, signed in unless the table says public;
 * everything else to the pages.
 */
export class HallApi extends Construct {
  readonly http: HttpApi;
  /** Address people see, without a slash at its end. */
  readonly hallUrl: string;
  private readonly signedIn: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, hall: Hall) {
    super(scope, id);
    const { environment } = hall;
    this.http = new HttpApi(this, 'Http', {
      apiName: `banshi-${environment.name}`,
      description: 'The hall: its API under /v1, its pages everywhere else',
      createDefaultStage: false,
      // Behind a domain of its own the API has no second address; CloudFront needs the first.
      disableExecuteApiEndpoint: environment.front?.kind === 'domain',
    });
    this.hallUrl = environment.publicUrl ?? this.http.apiEndpoint;
    this.signedIn = new HttpJwtAuthorizer('SignedIn', environment.issuer, { jwtAudience: [environment.audience] });
    this.addStage(hall);
    new HallAlarm(this, 'ServerErrors', {
      hall,
      metric: this.http.metricServerError({ statistic: 'Sum', period: Duration.minutes(1) }),
      threshold: 5,
      periods: 2,
      impact: 'Calls end in a server error: people see "something went wrong on our side".',
      runbook: 'api-server-errors',
    });
  }

  /** Sends the function its rows of the route table. */
  serve(name: ApiFunction, target: HallFunction): void {
    const integration = integrationOf(target);
    for (const route of gatewayRoutes().filter((it) => it.function === name)) {
      const [method, path] = methodAndPath(route.key);
      const made = this.http.addRoutes({
        path,
        methods: [method],
        integration,
        ...(!route.public && { authorizer: this.signedIn }),
      });
      if (route.public)
        acknowledgePublic(made, 'The route table says that anyone may make this call, signed in or not.');
    }
  }

  /** Every method of a provider's callback address: what is no POST is told so by the function that guards it. */
  serveCallbacks(target: HallFunction): void {
    const integration = integrationOf(target);
    const made = this.http.addRoutes({ path: '/callbacks/{provider}', methods: [HttpMethod.ANY], integration });
    acknowledgePublic(made, 'Payment providers cannot sign in; every callback is verified by its signature.');
  }

  /** Sends everything else to the pages, which also say what is not there. */
  servePages(target: HallFunction): void {
    const made = new HttpRoute(this, 'Pages', {
      httpApi: this.http,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrationOf(target),
    });
    acknowledgePublic([made], 'Pages are the same for everyone; one must be able to read them in order to sign in.');
  }

  private addStage({ environment }: Hall): void {
    const log = new LogGroup(this, 'AccessLog', {
      retention: retention[environment.logRetentionDays],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.http,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: environment.throttle.rate, burstLimit: environment.throttle.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: accessLine },
    });
    if (environment.front?.kind === 'domain') this.addDomain(stage, environment.front.certificateArn);
  }

  private addDomain(stage: HttpStage, certificateArn: string): void {
    const domainName = new DomainName(this, 'Domain', {
      domainName: new URL(this.hallUrl).hostname,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
    });
    new ApiMapping(this, 'Mapping', { api: this.http, domainName, stage });
  }
}

/** The route, never the path or the query: those hold case ids and what people search for. No address of a person either. */
const accessLine = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    route: '$context.routeKey',
    status: '$context.status',
    responseBytes: '$context.responseLength',
    responseMs: '$context.responseLatency',
    functionMs: '$context.integrationLatency',
    functionStatus: '$context.integrationStatus',
    error: '$context.error.responseType',
    signInError: '$context.authorizer.error',
  }),
);

/** One permission for the whole API instead of one for each route: a function's policy has room for about forty. */
const integrationOf = (target: HallFunction): HttpLambdaIntegration =>
  new HttpLambdaIntegration(target.name, target.live, { scopePermissionToRoute: false });

const methods: Readonly<Record<string, HttpMethod>> = {
  ANY: HttpMethod.ANY,
  GET: HttpMethod.GET,
  POST: HttpMethod.POST,
  PUT: HttpMethod.PUT,
  DELETE: HttpMethod.DELETE,
};

function methodAndPath(key: string): [HttpMethod, string] {
  const [verb = '', path = ''] = key.split(' ');
  const method = methods[verb];
  if (method === undefined) throw new Error(`Route ${key}: the API has no method ${verb}.`);
  return [method, path];
}

function acknowledgePublic(made: HttpRoute[], reason: string): void {
  for (const route of made) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
}
