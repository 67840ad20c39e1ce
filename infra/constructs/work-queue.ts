import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnQueuePolicy, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { BacklogAlarm } from './backlog-alarm.ts';
import type { Hall } from './foundation.ts';
import type { HallFunction } from './hall-function.ts';

export interface WorkQueueProps {
  readonly hall: Hall;
  /** As operators say it: `agency-jobs`. Also the start of its section in the runbook. */
  readonly name: string;
  readonly consumer: HallFunction;
  /** Messages handed over at once, at most. */
  readonly batchSize: number;
  /** Consumers at work at once, at most (2 to 1000). */
  readonly maxConcurrency: number;
  /** What it means to a person when a message lies in the dead-letter queue. */
  readonly errorImpact: string;
  /** A message older than this means that the consumer does not keep up. */
  readonly lateAfter: Duration;
}

/** Amazon's advice for Lambda consumers: a message stays hidden for six of its consumer's timeouts. */
const timeoutsHidden = 6;
const tries = 5;

/**
 * A queue with its one consumer. A message is tried five times, alone when others of its batch succeed, and then set aside
 * for two weeks, where an alarm tells of it.
 */
export class WorkQueue extends Construct {
  readonly name: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { hall, name, consumer } = props;
    this.name = name;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', hall);
    this.queue = hallQueue(this, 'Queue', hall, {
      visibilityTimeout: Duration.seconds(timeoutsHidden * consumer.timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: tries },
    });
    consumer.may(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], [this.queue.queueArn]);
    new EventSourceMapping(this, 'Source', {
      target: consumer.live,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize,
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
    const every = { statistic: 'Maximum', period: Duration.minutes(1) };
    new BacklogAlarm(this, 'Backlog', {
      hall,
      name,
      setAside: this.deadLetters.metricApproximateNumberOfMessagesVisible(every),
      setAsideImpact: props.errorImpact,
      oldest: this.queue.metricApproximateAgeOfOldestMessage(every),
      lateAfter: props.lateAfter.toSeconds(),
      lateImpact: `The queue is ${props.lateAfter.toMinutes()} minutes behind: what people sent waits unseen.`,
    });
  }
}

/** A queue for what could not be done: kept two weeks, the longest SQS keeps anything. */
export function deadLetterQueue(scope: Construct, id: string, hall: Hall): Queue {
  const queue = hallQueue(scope, id, hall, { retentionPeriod: Duration.days(14) });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'This is a dead-letter queue itself; an alarm on its depth is what stands behind it.',
  });
  return queue;
}

/** Encrypted, and under the stack's one policy against calls without TLS. */
function hallQueue(scope: Construct, id: string, hall: Hall, props: QueueProps): Queue {
  const queue = new Queue(scope, id, {
    ...props,
    removalPolicy: hall.removalPolicy,
    ...(hall.key
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: hall.key }
      : { encryption: QueueEncryption.SQS_MANAGED }),
  });
  onlyOverTls(queue);
  return queue;
}

/** What `enforceSSL` of CDK says of one queue, said once of all: a policy for each would be a resource for each. */
function onlyOverTls(queue: Queue): void {
  const stack = Stack.of(queue);
  const name = 'QueuesOnlyOverTls';
  const made = stack.node.tryFindChild(name);
  if (made instanceof CfnQueuePolicy) {
    made.queues = [...made.queues, queue.queueUrl];
    return;
  }
  const statement = new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['sqs:*'],
    // A queue's policy speaks of that queue only.
    resources: ['*'],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  new CfnQueuePolicy(stack, name, {
    queues: [queue.queueUrl],
    policyDocument: new PolicyDocument({ statements: [statement] }),
  });
}
