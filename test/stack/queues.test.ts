import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { environmentNames } from '../../infra/environments.ts';
import { idsIn, type Resource, type Template, templateOf } from './template.ts';

const workQueue = z.object({
  RedrivePolicy: z.object({ maxReceiveCount: z.literal(5), deadLetterTargetArn: z.unknown() }),
  VisibilityTimeout: z.number(),
});
const deadLetters = z.object({ MessageRetentionPeriod: z.literal(14 * 24 * 3600) });

const byId = (template: Template, id: string | undefined): Resource | undefined =>
  template.resources.find((it) => it.id === id);

const isWorkQueue = ({ properties }: Resource) => 'RedrivePolicy' in properties;

describe.each(environmentNames)('queues of %s', (environment) => {
  it('set aside what fails five times, for two weeks', async () => {
    const queues = (await templateOf(environment)).ofType('AWS::SQS::Queue');
    const work = queues.filter(isWorkQueue);
    expect(work).toHaveLength(7);
    for (const queue of work) {
      const { RedrivePolicy } = workQueue.parse(queue.properties);
      const target = queues.find(({ id }) => idsIn(RedrivePolicy.deadLetterTargetArn).includes(id));
      expect(() => deadLetters.parse(target?.properties)).not.toThrow();
    }
    for (const queue of queues.filter((it) => !isWorkQueue(it)))
      expect(() => deadLetters.parse(queue.properties)).not.toThrow();
  });

  it('hide a message for six timeouts of the function that has it', async () => {
    const template = await templateOf(environment);
    const mappings = template.ofType('AWS::Lambda::EventSourceMapping');
    for (const queue of template.ofType('AWS::SQS::Queue').filter(isWorkQueue)) {
      const mapping = mappings.find(({ properties }) => idsIn(properties.EventSourceArn).includes(queue.id));
      expect(mapping?.properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const alias = byId(template, idsIn(mapping?.properties.FunctionName)[0]);
      expect(alias?.properties.Name).toBe('live');
      const consumer = byId(template, idsIn(alias?.properties.FunctionName)[0]);
      expect(queue.properties.VisibilityTimeout).toBe(6 * z.number().parse(consumer?.properties.Timeout));
    }
  });

  it('are encrypted, and closed to calls without TLS', async () => {
    const template = await templateOf(environment);
    const policies = template.ofType('AWS::SQS::QueuePolicy').map(({ properties }) => JSON.stringify(properties));
    for (const { id, properties } of template.ofType('AWS::SQS::Queue')) {
      expect(properties.SqsManagedSseEnabled === true || properties.KmsMasterKeyId !== undefined, id).toBe(true);
      const own = policies.filter((policy) => policy.includes(`"${id}"`));
      expect(
        own.some((policy) => policy.includes('"aws:SecureTransport":"false"') && policy.includes('"Deny"')),
        id,
      ).toBe(true);
    }
  });

  it('have an alarm for when messages are set aside, or wait too long', async () => {
    const template = await templateOf(environment);
    const alarms = template.ofType('AWS::CloudWatch::Alarm').filter(({ properties }) => isBacklog(properties));
    const queues = template.ofType('AWS::SQS::Queue');
    const ids = (wanted: Resource[]) => wanted.map(({ id }) => id).sort();
    const watched = (name: string) => alarms.flatMap(({ properties }) => queuesWatched(properties, name)).sort();
    expect(watched('ApproximateNumberOfMessagesVisible')).toEqual(ids(queues.filter((it) => !isWorkQueue(it))));
    // The emulator that dev is deployed to as well knows no alarm on two metrics.
    const late = environment === 'dev' ? [] : ids(queues.filter(isWorkQueue));
    expect(watched('ApproximateAgeOfOldestMessage')).toEqual(late);
  });
});

const isBacklog = ({ AlarmDescription }: Resource['properties']): boolean => /-backlog$/.test(String(AlarmDescription));

const metrics = z.object({
  Metrics: z.array(
    z.object({
      Expression: z.string().optional(),
      MetricStat: z.object({ Metric: z.object({ MetricName: z.string(), Dimensions: z.unknown() }) }).optional(),
    }),
  ),
});

/** Queues whose metric of that name an alarm looks at, by itself or in its sum. */
function queuesWatched(properties: Resource['properties'], metric: string): string[] {
  if (properties.MetricName === metric) return idsIn(properties.Dimensions);
  const [sum, ...parts] = metrics.safeParse(properties).data?.Metrics ?? [];
  if (sum !== undefined)
    expect(sum.Expression).toMatch(/^IF\(FILL\(aside, 0\) >= 1, 1, 0\) \+ IF\(FILL\(oldest, 0\) >= \d+, 1, 0\)$/);
  return parts
    .filter(({ MetricStat }) => MetricStat?.Metric.MetricName === metric)
    .flatMap(({ MetricStat }) => idsIn(MetricStat?.Metric.Dimensions));
}

describe('the outbox', () => {
  it('relays new events and arrived files, splits what fails, and sets it aside', async () => {
    const template = await templateOf('prod');
    const mapping = template
      .ofType('AWS::Lambda::EventSourceMapping')
      .find(({ properties }) => JSON.stringify(properties.EventSourceArn).includes('StreamArn'));
    expect(mapping?.properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: 'TRIM_HORIZON',
    });
    const patterns = z
      .object({ Filters: z.array(z.object({ Pattern: z.string() })) })
      .parse(mapping?.properties.FilterCriteria)
      .Filters.map(({ Pattern }) => z.unknown().parse(JSON.parse(Pattern)));
    expect(patterns).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { SK: { S: [{ prefix: 'EVENT#' }] } } } },
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: {
          Keys: { SK: { S: [{ prefix: 'MATERIAL#' }] } },
          NewImage: { state: { S: ['uploaded', 'removed'] } },
        },
      },
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: { Keys: { SK: { S: ['EXPORT'] } }, NewImage: { due: { S: ['yes'] } } },
      },
    ]);
    const [failed] = idsIn(mapping?.properties.DestinationConfig);
    expect(byId(template, failed)?.type).toBe('AWS::SQS::Queue');
  });
});

it('the timers of the law are looked at every minute, wherever the hall runs', async () => {
  for (const environment of environmentNames) {
    const rules = (await templateOf(environment)).ofType('AWS::Events::Rule');
    const firing = rules.filter(({ properties }) =>
      JSON.stringify(properties.Targets).includes('{\\"task\\":\\"fire\\"}'),
    );
    expect(firing.map(({ properties }) => [properties.ScheduleExpression, properties.State])).toContainEqual([
      'rate(1 minute)',
      'ENABLED',
    ]);
  }
});

it('queues are made in one place only', () => {
  const makers = globSync('infra/**/*.ts').filter((file) =>
    /new (sqs\.)?(Cfn)?Queue\(/.test(readFileSync(file, 'utf8')),
  );
  expect(makers).toEqual(['infra/constructs/work-queue.ts']);
});
