import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EnvironmentError, environmentNames, environmentOf } from '../../infra/environments.ts';
import { prodCnResources } from '../../infra/prod-cn-resources.ts';
import { bookingTable } from '../support/booking.ts';
import { type Resource, type Template, templateOf, templatesOfAll } from './template.ts';

const tableSchema = z.object({
  Replicas: z.tuple([
    z.object({
      PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }),
      DeletionProtectionEnabled: z.boolean().default(false),
      SSESpecification: z.unknown().optional(),
    }),
  ]),
  StreamSpecification: z.object({ StreamViewType: z.literal('NEW_IMAGE') }),
  TimeToLiveSpecification: z.object({ AttributeName: z.literal('expiresAt'), Enabled: z.literal(true) }),
  GlobalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: z.array(z.object({ AttributeName: z.string() })),
      Projection: z.union([
        z.object({ ProjectionType: z.literal('INCLUDE'), NonKeyAttributes: z.tuple([z.literal('summary')]) }),
        z.object({ ProjectionType: z.literal('KEYS_ONLY') }),
      ]),
    }),
  ),
});

function tableOf(template: Template, name: string): Resource {
  const found = template.ofType('AWS::DynamoDB::GlobalTable').filter(({ id }) => id.startsWith(name));
  const [table] = found;
  if (table === undefined || found.length > 1) throw new Error(`${found.length} tables ${name}`);
  return table;
}

describe.each(['DataCases', 'BookingTable'])('the table %s', (name) => {
  it.each([
    ['dev', { restorable: false, kept: false, ownKey: false }],
    ['staging', { restorable: true, kept: false, ownKey: true }],
    ['prod', { restorable: true, kept: true, ownKey: true }],
    ['prod-cn', { restorable: true, kept: true, ownKey: true }],
  ] as const)('of %s is protected as the environment says', async (environment, wanted) => {
    const table = tableOf(await templateOf(environment), name);
    const [replica] = tableSchema.parse(table.properties).Replicas;
    expect({
      restorable: replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
      kept: replica.DeletionProtectionEnabled,
      ownKey: replica.SSESpecification !== undefined,
    }).toEqual(wanted);
    expect(table.deletionPolicy).toBe(wanted.kept ? 'Retain' : 'Delete');
  });
});

describe('lists', () => {
  it.each(environmentNames)('of %s has the lists of the cases room', async (environment) => {
    const table = tableOf(await templateOf(environment), 'DataCases');
    const indexes = tableSchema
      .parse(table.properties)
      .GlobalSecondaryIndexes.map(({ IndexName, KeySchema }) => [
        IndexName,
        ...KeySchema.map((it) => it.AttributeName),
      ]);
    expect(indexes).toEqual([
      ['byApplicant', 'GSI1PK', 'GSI1SK'],
      ['byAgency', 'GSI2PK', 'GSI2SK'],
      ['byHandler', 'GSI3PK', 'GSI3SK'],
      ['jobs', 'GSI4PK', 'GSI4SK'],
      ['timers', 'GSI5PK', 'GSI5SK'],
      ['attention', 'GSI6PK', 'GSI6SK'],
    ]);
  });

  it.each(environmentNames)('of %s: appointments have three', async (environment) => {
    const { properties } = tableOf(await templateOf(environment), 'BookingTable');
    const indexes = tableSchema.parse(properties).GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
    expect(indexes).toEqual(bookingTable.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName));
  });
});

describe('files, key and secret', () => {
  it.each(['prod', 'prod-cn'] as const)('outlive the stack in %s', async (environment) => {
    const template = await templateOf(environment);
    const kept = ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::SQS::Queue'];
    for (const { id, deletionPolicy } of kept.flatMap((type) => template.ofType(type)))
      expect(deletionPolicy, id).toMatch(/^Retain/);
  });

  it.each(environmentNames)('buckets of %s are closed to the public and to calls without TLS', async (environment) => {
    const template = await templateOf(environment);
    const policies = JSON.stringify(template.ofType('AWS::S3::BucketPolicy').map(({ properties }) => properties));
    for (const { id, properties } of template.ofType('AWS::S3::Bucket')) {
      expect(Object.values(z.record(z.string(), z.boolean()).parse(properties.PublicAccessBlockConfiguration))).toEqual(
        [true, true, true, true],
      );
      expect(properties.BucketEncryption, id).toBeDefined();
      expect(policies).toContain(`"Bucket":{"Ref":"${id}"}`);
    }
  });
});

/** A stack holds 500; docs/decisions/0014 says what the rest is kept for. */
it('every environment stays below its budget of 300 resources', async () => {
  for (const [environment, { resources }] of await templatesOfAll()) {
    console.log(`${environment}: ${resources.length} resources`);
    expect(resources.length, environment).toBeLessThan(300);
  }
});

it('prod-cn uses nothing that those regions lack', async () => {
  const types = new Set((await templateOf('prod-cn')).resources.map(({ type }) => type));
  expect([...types].filter((type) => !prodCnResources.includes(type))).toEqual([]);
  expect(prodCnResources.filter((type) => !types.has(type))).toEqual([]);
});

describe('an environment that cannot be had is told in one sentence', () => {
  it.each([
    [undefined, {}, 'No environment was named: say -c env= and one of dev, staging, prod, prod-cn.'],
    ['production', {}, 'There is no environment "production": say -c env= and one of dev, staging, prod, prod-cn.'],
    [
      'prod',
      { issuer: 'https://elsewhere.example' },
      'Only dev takes issuer from the command line; prod has its own in infra/environments.ts.',
    ],
    ['dev', { issuer: 'not an address' }, 'Environment dev is not right: issuer: Invalid URL.'],
    [
      'dev',
      { publicUrl: 'http://localhost:3000/' },
      'Environment dev is not right: publicUrl: must not end with a slash.',
    ],
  ])('%j with %j', (name, overrides, message) => {
    expect(() => environmentOf(name, overrides)).toThrow(new EnvironmentError(message));
  });

  it('and dev takes its issuer and address from the command line', () => {
    const overrides = { issuer: 'http://localhost:9000/oidc', publicUrl: 'http://localhost:9000' };
    expect(environmentOf('dev', overrides)).toMatchObject({ name: 'dev', ...overrides });
  });
});
