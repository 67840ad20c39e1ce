import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { environmentNames } from '../../infra/environments.ts';
import { functionNames } from '../../infra/function-names.ts';
import { grantsOf, idsIn, inWords, type Resource, type Template, templateOf } from './template.ts';

const functionSchema = z.object({
  Description: z.string(),
  Runtime: z.literal('nodejs24.x'),
  Handler: z.literal('index.handler'),
  Role: z.unknown(),
  LoggingConfig: z.object({ LogGroup: z.unknown() }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  Architectures: z.array(z.string()),
  Timeout: z.number(),
});

/** The functions of a template by the name that their description says. */
function functionsOf(
  template: Template,
): Map<string, { resource: Resource; properties: z.infer<typeof functionSchema> }> {
  return new Map(
    template.ofType('AWS::Lambda::Function').map((resource) => {
      const properties = functionSchema.parse(resource.properties);
      return [properties.Description.replace('Banshi: ', ''), { resource, properties }];
    }),
  );
}

function functionOf(template: Template, name: string) {
  const found = functionsOf(template).get(name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
}

const envModule = z.object({ env: z.instanceof(z.ZodObject) });

describe.each(environmentNames)('functions of %s', (environment) => {
  it('are exactly those of the house, each with its built bundle', async () => {
    const template = await templateOf(environment);
    expect([...functionsOf(template).keys()].sort()).toEqual([...functionNames].sort());
    for (const name of functionNames) expect(existsSync(`dist/functions/${name}/index.mjs`), name).toBe(true);
  });

  it.each(functionNames)('%s reads the environment that the stack sets', async (name) => {
    const { properties } = functionOf(await templateOf(environment), name);
    const { env } = envModule.parse(await import(`../../functions/${name}/env.ts`));
    expect(Object.keys(properties.Environment.Variables).sort()).toEqual(Object.keys(env.shape).sort());
    // Time travels on a developer's machine only.
    expect(Object.keys(properties.Environment.Variables).filter((key) => key.includes('CLOCK'))).toEqual([]);
  });

  it.each(functionNames)('%s writes to the log of its room, which is not kept for ever', async (name) => {
    const template = await templateOf(environment);
    const { properties } = functionOf(template, name);
    const [groupId] = idsIn(properties.LoggingConfig.LogGroup);
    const group = template.resources.find(({ id }) => id === groupId);
    expect(group?.type).toBe('AWS::Logs::LogGroup');
    expect(group?.properties.RetentionInDays).toBe({ dev: 7, staging: 30, prod: 365, 'prod-cn': 365 }[environment]);
  });

  it.each(functionNames)('%s has an alarm on the errors of what is live, which says what they mean', async (name) => {
    const template = await templateOf(environment);
    const { resource } = functionOf(template, name);
    const alarms = template
      .ofType('AWS::CloudWatch::Alarm')
      .filter(
        ({ properties }) => properties.MetricName === 'Errors' && idsIn(properties.Dimensions).includes(resource.id),
      )
      .filter(({ properties }) => !JSON.stringify(properties.Dimensions).includes('ExecutedVersion'));
    expect(alarms).toHaveLength(1);
    expect(JSON.stringify(alarms[0]?.properties.Dimensions)).toContain(':live');
    expect(alarms[0]?.properties.AlarmDescription).toMatch(/^[A-Z].{20,}\. See docs\/runbook\.md#[a-z-]+$/);
  });
});

it.each(environmentNames)('an alarm of %s rings when the money room calls for a person', async (environment) => {
  const template = await templateOf(environment);
  const { properties: filter } = template.theOne('AWS::Logs::MetricFilter');
  expect(filter.FilterPattern).toBe('?"CALLBACK_ALARM" ?"MONEY_ALARM"');
  const { properties } = functionOf(template, 'settlement');
  expect(idsIn(filter.LogGroupName)).toEqual(idsIn(properties.LoggingConfig.LogGroup));
  const name = `${environment}-money-outcries`;
  expect(filter.MetricTransformations).toMatchObject([{ MetricNamespace: 'Banshi', MetricName: name }]);
  const alarms = template.ofType('AWS::CloudWatch::Alarm').filter((it) => it.properties.MetricName === name);
  expect(alarms).toHaveLength(1);
});

describe('grants', () => {
  const cases = 'DataCases';
  const byKey = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
    (action) => `dynamodb:${action} ${cases}`,
  );
  const index = (name: string) => `dynamodb:Query ${cases}/index/${name}`;
  const secret = 'secretsmanager:GetSecretValue DataFieldKey';
  const payments = 'MoneyDataPayments';
  const moneyByKey = byKey.map((line) => line.replace(cases, payments));
  const moneyIndex = (name: string) => `dynamodb:Query ${payments}/index/${name}`;
  const takers = ['11440100DEM0001533', '11440100DEM000065L', '12440100DEMH00001T'];
  const keysOf = (kind: string) => takers.map((agency) => `secretsmanager:GetSecretValue MoneyData${kind}${agency}`);
  const consumeMoney = (queue: string) => consume(queue).map((line) => line.replace('Work', 'Money'));
  const log = (room: 'Work' | 'Money' | 'Booking' | 'Notices' | '') => [
    `logs:CreateLogStream ${room}Log`,
    `logs:PutLogEvents ${room}Log`,
  ];
  const consume = (queue: string) =>
    ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} Work${queue}Queue`);

  const leading = (...keys: string[]) =>
    JSON.stringify({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } });
  const mediaKey = 'secretsmanager:GetSecretValue BookingMediaKey';
  const booking = [
    ...['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action} BookingTable`),
    ...['byPatient', 'bySession', 'byDue'].map((name) => `dynamodb:Query BookingTable/index/${name}`),
    secret,
  ];

  /** Every function and all that it may do; another line is a decision, not an accident. */
  const expected: Record<(typeof functionNames)[number], string[]> = {
    web: [
      ...log(''),
      ...['GetItem', 'Query'].map((action) => `dynamodb:${action} ${cases} if ${leading('CATALOGUE', 'ITEM#*')}`),
    ],
    public: [
      ...log(''),
      `dynamodb:Query ${cases} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["CASE#*"]},"ForAllValues:StringEquals":{"dynamodb:Attributes":["PK","SK","event","chain"]},"StringEquals":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}}`,
      `dynamodb:GetItem ${cases} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["DOCUMENT#*"]}}`,
      ...['GetItem', 'Query'].map((action) => `dynamodb:${action} ${cases} if ${leading('CATALOGUE', 'ITEM#*')}`),
    ],
    'catalogue-desk': [
      ...log('Work'),
      ...['GetItem', 'PutItem', 'Query'].map(
        (action) =>
          `dynamodb:${action} ${cases} if ${leading('AGENCYITEMS#*', 'CATALOGUE', 'IDEMPOTENCY#*', 'ITEM#*')}`,
      ),
    ],
    citizen: [
      ...log('Work'),
      ...byKey,
      `dynamodb:DeleteItem ${cases}`,
      'dynamodb:Query NoticesTable',
      'dynamodb:UpdateItem NoticesTable',
      index('byApplicant'),
      index('jobs'),
      's3:PutObject DataFiles/quarantine/*',
      's3:GetObject DataFiles/quarantine/*',
      's3:GetObject DataFiles/materials/*',
      's3:GetObject DataFiles/documents/*',
      secret,
    ],
    officer: [
      ...log('Work'),
      ...byKey,
      index('byAgency'),
      index('byHandler'),
      index('attention'),
      's3:GetObject DataFiles/materials/*',
      's3:GetObject DataFiles/documents/*',
      's3:GetObject DataFiles/exports/*',
      secret,
    ],
    backoffice: [...log('Work'), ...byKey, index('jobs'), 's3:GetObject DataFiles/materials/*', secret],
    operations: [
      ...log(''),
      ...[
        ...['AgencyJobs', 'MaterialScan', 'DocumentWork'].map((queue) => `Work${queue}`),
        ...['Settlements', 'ReceiptWork', 'CaseFees'].map((queue) => `Money${queue}`),
        'NoticesWork',
      ].flatMap((queue) => [
        ...['GetQueueAttributes', 'SendMessage'].map((action) => `sqs:${action} ${queue}Queue`),
        ...['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
          (action) => `sqs:${action} ${queue}DeadLetters`,
        ),
      ]),
      index('timers'),
      `dynamodb:Query ${cases} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["CASE#*"]},"ForAllValues:StringEquals":{"dynamodb:Attributes":["PK","SK","event","chain"]},"StringEquals":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}}`,
    ],
    relay: [
      ...log('Work'),
      ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action} ${cases}.StreamArn`,
      ),
      ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action} ${payments}.StreamArn`,
      ),
      ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action} BookingTable.StreamArn`,
      ),
      'sqs:SendMessage NoticesWorkQueue',
      'sqs:SendMessage WorkBookingOutboxDeadLetters',
      'sqs:SendMessage MoneySettlementsQueue',
      'sqs:SendMessage MoneyReceiptWorkQueue',
      'sqs:SendMessage MoneyCaseFeesQueue',
      'sqs:SendMessage WorkMoneyOutboxDeadLetters',
      'sqs:SendMessage WorkAgencyJobsQueue',
      'sqs:SendMessage WorkMaterialScanQueue',
      'sqs:SendMessage WorkDocumentWorkQueue',
      'sqs:SendMessage WorkOutboxDeadLetters',
    ],
    intake: [...log('Work'), ...byKey, secret, ...consume('AgencyJobs')],
    scan: [
      ...log('Work'),
      `dynamodb:DeleteItem ${cases}`,
      `dynamodb:GetItem ${cases}`,
      `dynamodb:UpdateItem ${cases}`,
      's3:GetObject DataFiles/quarantine/*',
      's3:DeleteObject DataFiles/quarantine/*',
      's3:DeleteObject DataFiles/materials/*',
      's3:PutObject DataFiles/materials/*',
      ...consume('MaterialScan'),
    ],
    clock: [
      ...log('Work'),
      ...byKey,
      index('timers'),
      secret,
      ...['BatchGetItem', 'DeleteItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action} BookingTable`),
      'dynamodb:Query BookingTable/index/byDue',
    ],
    notices: [
      ...log('Notices'),
      'dynamodb:PutItem NoticesTable',
      `dynamodb:GetItem ${cases} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["CASE#*"]},"ForAllValues:StringEquals":{"dynamodb:Attributes":["PK","SK","summary"]}}`,
      ...['BatchGetItem', 'Query'].map(
        (action) =>
          `dynamodb:${action} BookingTable if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["APPOINTMENT#*","ASKED#*","PERSON#*"]}}`,
      ),
      ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} NoticesWorkQueue`),
    ],
    statistics: [
      ...log('Work'),
      ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action} ${cases}.StreamArn`,
      ),
      ...['BatchGetItem', 'PutItem', 'UpdateItem'].map(
        (action) => `dynamodb:${action} ${cases} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["STATS#*"]}}`,
      ),
      `dynamodb:Query ${cases} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["CASE#*"]},"ForAllValues:StringEquals":{"dynamodb:Attributes":["PK","SK","event"]},"StringEquals":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}}`,
      'sqs:SendMessage WorkCountingDeadLetters',
    ],
    documents: [
      ...log('Work'),
      ...byKey,
      `dynamodb:BatchWriteItem ${cases}`,
      index('byAgency'),
      's3:PutObject DataFiles/exports/*',
      's3:GetObject DataFiles/documents/*',
      's3:PutObject DataFiles/documents/*',
      secret,
      ...consume('DocumentWork'),
    ],
    booking: [...log('Booking'), ...booking, mediaKey],
    'booking-desk': [...log('Booking'), ...booking, mediaKey],
    fhir: [...log('Booking'), ...booking],
    callbacks: [
      ...log('Money'),
      `dynamodb:PutItem ${payments} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["NOTICE#*"]}}`,
      ...keysOf('callback'),
    ],
    checkout: [
      ...log('Money'),
      ...moneyByKey,
      moneyIndex('byPayer'),
      `dynamodb:Query ${cases} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["AGENT#*"]}}`,
      ...keysOf('callback'),
      ...keysOf('signing'),
      's3:GetObject DataFiles/receipts/*',
      's3:GetObject DataFiles/quarantine/orders/*',
      's3:GetObject DataFiles/evidence/*',
      's3:PutObject DataFiles/quarantine/orders/*',
      's3:PutObject DataFiles/evidence/*',
    ],
    settlement: [
      ...log('Money'),
      ...moneyByKey,
      `dynamodb:DeleteItem ${payments}`,
      ...keysOf('callback'),
      ...keysOf('signing'),
      ...consumeMoney('Settlements'),
    ],
    receipts: [...log('Money'), ...moneyByKey, 's3:PutObject DataFiles/receipts/*', ...consumeMoney('ReceiptWork')],
    fees: [
      ...log('Money'),
      ...moneyByKey,
      `dynamodb:BatchGetItem ${cases}`,
      `dynamodb:PutItem ${cases}`,
      'dynamodb:BatchGetItem BookingTable',
      'dynamodb:PutItem BookingTable',
      secret,
      ...consumeMoney('CaseFees'),
    ],
    'money-desk': [
      ...log('Money'),
      ...moneyByKey,
      moneyIndex('byAgency'),
      moneyIndex('byPayer'),
      's3:GetObject DataFiles/evidence/*',
    ],
    'money-clock': [
      ...log('Money'),
      ...moneyByKey,
      moneyIndex('byAgency'),
      moneyIndex('byClock'),
      `dynamodb:BatchWriteItem ${payments}`,
      `dynamodb:DeleteItem ${payments}`,
      ...keysOf('callback'),
      ...keysOf('signing'),
    ],
  };

  it.each(functionNames)('%s may do exactly this', async (name) => {
    const template = await templateOf('dev');
    const { properties } = functionOf(template, name);
    expect(grantsOf(template, idsIn(properties.Role)[0] ?? '')).toEqual([...expected[name]].sort());
  });

  it.each(functionNames)(
    '%s may do the same in prod, and use the key only through the services it uses',
    async (name) => {
      const template = await templateOf('prod');
      const grants = grantsOf(template, idsIn(functionOf(template, name).properties.Role)[0] ?? '');
      const [keyUse, others] = [
        grants.filter((it) => it.startsWith('kms:')),
        grants.filter((it) => !it.startsWith('kms:')),
      ];
      expect(others).toEqual([...expected[name]].sort());
      const services = new Set(others.map((it) => it.split(':', 1)[0]));
      for (const line of keyUse) {
        const [, service = 'none'] = /kms:ViaService.*?"([a-z0-9]+)\./.exec(line) ?? [];
        expect(line).toMatch(/^kms:[A-Za-z]+ HallKey if /);
        expect(services).toContain(service);
      }
      const encrypted = others.some((it) => /^(dynamodb|s3|secretsmanager):|^sqs:(Send|Receive)/.test(it));
      expect(keyUse.length > 0).toBe(encrypted);
    },
  );

  it.each(environmentNames)('nobody in %s may do everything, or anything to everything', async (environment) => {
    const template = await templateOf(environment);
    for (const role of template.ofType('AWS::IAM::Role')) {
      expect(role.properties.ManagedPolicyArns, role.id).toBeUndefined();
      for (const line of grantsOf(template, role.id)) expect(line).not.toMatch(/^\S*\*\S* | \*( |$)/);
    }
  });
});

describe('canary', () => {
  const alarmSchema = z.object({
    Metrics: z.array(
      z.object({
        Id: z.string(),
        Expression: z.string().optional(),
        ReturnData: z.boolean(),
        MetricStat: z.object({ Metric: z.object({ MetricName: z.string(), Dimensions: z.unknown() }) }).optional(),
      }),
    ),
  });

  it.each(functionNames)('%s is rolled back by errors of new versions alone, its own among them', async (name) => {
    const template = await templateOf('prod');
    const { resource } = functionOf(template, name);
    const aliases = template.ofType('AWS::Lambda::Alias').filter((it) => idsIn(it.properties).includes(resource.id));
    const [group, ...more] = template
      .ofType('AWS::CodeDeploy::DeploymentGroup')
      .filter(({ id }) => aliases.some((alias) => alias.waitsFor.includes(id)));
    expect([aliases.length, more]).toEqual([1, []]);
    expect(inWords(group?.properties.DeploymentConfigName)).toContain('Canary10Percent5Minutes');
    const [alarm, ...others] = template.resources.filter(
      ({ id, type }) => type === 'AWS::CloudWatch::Alarm' && idsIn(group?.properties.AlarmConfiguration).includes(id),
    );
    expect(others).toEqual([]);
    const [sum, ...watched] = alarmSchema.parse(alarm?.properties).Metrics;
    expect(sum).toMatchObject({ ReturnData: true, Expression: watched.map(({ Id }) => `FILL(${Id}, 0)`).join(' + ') });
    for (const { MetricStat, ReturnData } of watched) {
      expect([ReturnData, MetricStat?.Metric.MetricName]).toEqual([false, 'Errors']);
      expect(JSON.stringify(MetricStat?.Metric.Dimensions)).toContain('ExecutedVersion');
    }
    expect(watched.filter(({ MetricStat }) => idsIn(MetricStat?.Metric.Dimensions).includes(resource.id))).toHaveLength(
      1,
    );
    expect(watched.length).toBeLessThanOrEqual(10);
  });

  it('is for staging and prod only: the emulator and dev know no CodeDeploy', async () => {
    const kinds = (await templateOf('dev')).resources.map(({ type }) => type);
    expect(kinds.filter((type) => type.includes('CodeDeploy'))).toEqual([]);
  });
});
