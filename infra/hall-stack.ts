/** Everything one environment of the hall is made of. Nothing else lists it again: all three hosts run this stack. */
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { env as operationsEnv } from '../functions/operations/env.ts';
import { env as publicEnv } from '../functions/public/env.ts';
import { env as webEnv } from '../functions/web/env.ts';
import { Booking } from './constructs/booking.ts';
import { CaseData } from './constructs/case-data.ts';
import { CaseWork } from './constructs/case-work.ts';
import { Edge } from './constructs/edge.ts';
import { Foundation } from './constructs/foundation.ts';
import { HallApi } from './constructs/hall-api.ts';
import { HallFunction } from './constructs/hall-function.ts';
import { MoneyData } from './constructs/money-data.ts';
import { MoneyWork } from './constructs/money-work.ts';
import { Notices } from './constructs/notices.ts';
import type { Environment } from './environments.ts';

export class HallStack extends Stack {
  constructor(scope: Construct, environment: Environment) {
    const { name, region, account, keepData } = environment;
    super(scope, `banshi-${name}`, {
      description: `Banshi, the online government service hall: ${name}`,
      env: { region, ...(account && { account }) },
      terminationProtection: keepData,
      tags: { hall: name },
    });
    const hall = new Foundation(this, 'Hall', environment);
    const api = new HallApi(this, 'Api', hall);
    const data = new CaseData(this, 'Data', { hall, hallUrl: api.hallUrl });
    const moneyData = new MoneyData(this, 'MoneyData', hall);
    const booking = new Booking(this, 'Booking', { hall, fieldKey: data.fieldKey, hallUrl: api.hallUrl });
    const money = new MoneyWork(this, 'Money', { hall, data, money: moneyData, booking, hallUrl: api.hallUrl });
    const notices = new Notices(this, 'Notices', { hall, data, booking });
    const work = new CaseWork(this, 'Work', { hall, data, money, booking, notices, hallUrl: api.hallUrl });

    const small = { hall, timeout: Duration.seconds(10), memoryMegabytes: environment.memoryMegabytes.api };
    const web = new HallFunction(this, 'Web', {
      ...small,
      name: 'web',
      errorImpact: 'The pages do not open: nobody reaches the hall by browser.',
      env: webEnv,
      variables: {
        HALL_ISSUER: environment.issuer,
        HALL_CLIENT_ID: environment.clientId,
        HALL_ENVIRONMENT: environment.name,
        CASES_TABLE: data.table.tableName,
        HALL_MEDIA_URL: environment.media.url,
      },
    });
    // What agencies published since the catalogue was built (docs/decisions/0016); it lies where cases lie, and no more of it is open.
    web.may(['dynamodb:GetItem', 'dynamodb:Query'], [data.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CATALOGUE', 'ITEM#*'] },
    });
    const anyone = new HallFunction(this, 'Public', {
      ...small,
      name: 'public',
      errorImpact: 'People cannot search services, read guides or verify a document.',
      env: publicEnv,
      variables: { CASES_TABLE: data.table.tableName },
    });
    anyone.may(['dynamodb:GetItem'], [data.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['DOCUMENT#*'] },
    });
    // What agencies published since the catalogue was built (docs/decisions/0016).
    anyone.may(['dynamodb:GetItem', 'dynamodb:Query'], [data.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CATALOGUE', 'ITEM#*'] },
    });
    // The record of a case, and nothing else of it.
    anyone.may(['dynamodb:Query'], [data.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CASE#*'] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['PK', 'SK', 'event', 'chain'] },
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    });
    const operations = new HallFunction(this, 'Operations', {
      ...small,
      name: 'operations',
      errorImpact: 'Operators cannot see the queues.',
      env: operationsEnv,
      variables: {
        WORK_QUEUES: this.toJsonString(
          work.queues.map(({ name, queue, deadLetters }) => ({
            name,
            url: queue.queueUrl,
            deadLetterUrl: deadLetters.queueUrl,
          })),
        ),
        CASES_TABLE: data.table.tableName,
      },
    });
    const deadLetters = work.queues.map(({ deadLetters: { queueArn } }) => queueArn);
    const workQueues = work.queues.map(({ queue: { queueArn } }) => queueArn);
    operations.may(['sqs:GetQueueAttributes'], [...workQueues, ...deadLetters]);
    operations.may(['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'], deadLetters);
    operations.may(['sqs:SendMessage'], workQueues);
    // Events of a case, to be sent again; and when time will do something to it.
    operations.may(['dynamodb:Query'], [data.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CASE#*'] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['PK', 'SK', 'event', 'chain'] },
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    });
    operations.may(['dynamodb:Query'], [data.table.indexArn('timers')]);

    api.serve('public', anyone);
    api.serve('citizen', work.citizen);
    api.serve('officer', work.officer);
    api.serve('catalogue-desk', work.catalogueDesk);
    api.serve('backoffice', work.backoffice);
    api.serve('operations', operations);
    for (const name of ['booking', 'booking-desk', 'fhir'] as const) api.serve(name, booking.functions[name]);
    api.serve('checkout', money.checkout);
    api.serve('money-desk', money.desk);
    api.serveCallbacks(money.callbacks);
    api.servePages(web);
    if (environment.front?.kind === 'edge') {
      const { certificateArn, webAclArn } = environment.front;
      new Edge(this, 'Edge', { hall, http: api.http, hallUrl: api.hallUrl, certificateArn, webAclArn });
    }
    new CfnOutput(this, 'HallUrl', { value: api.hallUrl, description: 'Address people see' });
    new CfnOutput(this, 'ApiId', { value: api.http.apiId });
  }
}
