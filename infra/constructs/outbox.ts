import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { BacklogAlarm } from './backlog-alarm.ts';
import type { Hall } from './foundation.ts';
import type { HallFunction } from './hall-function.ts';
import { deadLetterQueue } from './work-queue.ts';

export interface OutboxProps {
  readonly hall: Hall;
  /** Table whose stream of new images is the outbox. */
  readonly table: TableV2;
  readonly relay: HallFunction;
  /** What the relay is woken for. */
  readonly filters: readonly Record<string, unknown>[];
  /** What it means to a person when it is late, and when places of the stream were set aside. */
  readonly lateImpact?: string;
  readonly setAsideImpact?: string;
  /** Start of its section in the runbook; `relay` if not said. */
  readonly runbook?: string;
}

/**
 * The table's stream as outbox: new events of cases, and materials that have arrived, go to the relay in the order in
 * which each case wrote them. What the relay cannot pass on in ten tries is split off and its place in the stream set aside.
 */
export class Outbox extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: OutboxProps) {
    super(scope, id);
    const { hall, table, relay, filters } = props;
    const stream = table.tableStreamArn;
    if (stream === undefined) throw new Error('The outbox needs a table with a stream.');
    const deadLetters = deadLetterQueue(this, 'DeadLetters', hall);
    this.deadLetters = deadLetters;
    relay.may(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [stream],
    );
    relay.may(['sqs:SendMessage'], [deadLetters.queueArn]);
    new EventSourceMapping(this, 'Source', {
      target: relay.live,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 2,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      // CDK's own destination would grant two actions more than are used.
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
      filters: [...filters],
    });
    const every = { statistic: 'Maximum', period: Duration.minutes(1) };
    new BacklogAlarm(this, 'Backlog', {
      hall,
      name: props.runbook ?? 'relay',
      setAside: deadLetters.metricApproximateNumberOfMessagesVisible(every),
      setAsideImpact:
        props.setAsideImpact ??
        'Events of cases were not passed on: an application, a file or a decision stands still.',
      oldest: relay.live.metric('IteratorAge', every),
      lateAfter: Duration.minutes(5).toMilliseconds(),
      lateImpact:
        props.lateImpact ?? 'The outbox is five minutes behind: applications are accepted but reach no agency.',
    });
  }
}

/** An event was appended to a case. */
export const newEvent = FilterCriteria.filter({
  eventName: FilterRule.isEqual('INSERT'),
  dynamodb: { Keys: { SK: { S: FilterRule.beginsWith('EVENT#') } } },
});

/** A file lies in quarantine, to be scanned; or was taken back, to be cleared. */
export const movedMaterial = FilterCriteria.filter({
  eventName: FilterRule.or('INSERT', 'MODIFY'),
  dynamodb: {
    Keys: { SK: { S: FilterRule.beginsWith('MATERIAL#') } },
    NewImage: { state: { S: FilterRule.or('uploaded', 'removed') } },
  },
});

/** An export was asked for, or a run of it has ended and there is more. */
export const dueExport = FilterCriteria.filter({
  eventName: FilterRule.or('INSERT', 'MODIFY'),
  dynamodb: { Keys: { SK: { S: FilterRule.isEqual('EXPORT') } }, NewImage: { due: { S: FilterRule.isEqual('yes') } } },
});

/** A notice of a payment provider was recorded. */
export const newNotice = FilterCriteria.filter({
  eventName: FilterRule.isEqual('INSERT'),
  dynamodb: { Keys: { SK: { S: FilterRule.isEqual('NOTICE') } } },
});

/** Something happened to an order. */
export const newMoneyEvent = FilterCriteria.filter({
  eventName: FilterRule.isEqual('INSERT'),
  dynamodb: { Keys: { SK: { S: FilterRule.beginsWith('MONEY#') } } },
});
