/** What every construct of the hall stands on: the environment, its key, and whom alarms tell. */
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';

export interface Hall {
  readonly environment: Environment;
  /** The hall's own key, where the environment has one; without it, the services' keys encrypt. */
  readonly key: IKey | undefined;
  /** Whom an alarm tells; nobody in `dev`, where one looks at the console. */
  readonly alarmAction: IAlarmAction | undefined;
  /** What becomes of data when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** Makes the key and the alarms' topic, as the environment asks. */
export class Foundation extends Construct implements Hall {
  readonly environment: Environment;
  readonly key: Key | undefined;
  readonly alarmAction: IAlarmAction | undefined;
  readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    this.environment = environment;
    this.removalPolicy = environment.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = environment.customerKey
      ? new Key(this, 'Key', {
          description: `Banshi ${environment.name}: the table, the files, the queues and the secret of the hall`,
          enableKeyRotation: true,
          removalPolicy: this.removalPolicy,
        })
      : undefined;
    this.alarmAction = this.makeAlarmAction();
  }

  private makeAlarmAction(): IAlarmAction | undefined {
    const target = this.environment.alarmTarget;
    if (target === undefined) return undefined;
    if (target.kind === 'topic') return new SnsAction(Topic.fromTopicArn(this, 'Alarms', target.topicArn));
    const topic = new Topic(this, 'Alarms', {
      displayName: `Banshi ${this.environment.name} alarms`,
      enforceSSL: true,
      ...(this.key && { masterKey: this.key }),
    });
    topic.addSubscription(new EmailSubscription(target.address));
    this.key?.grant(new ServicePrincipal('cloudwatch.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    return new SnsAction(topic);
  }
}
