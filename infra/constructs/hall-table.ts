import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Hall } from './foundation.ts';
import { HallAlarm } from './hall-alarm.ts';

export interface HallTableProps<Index extends string> {
  readonly hall: Hall;
  /** Lists over the table, in the order of their keys: the first has `GSI1PK` and `GSI1SK`. */
  readonly lists: readonly Index[];
  /** What a line of a list shows, of every list that is not named in `keysOnly`. */
  readonly shown: readonly string[];
  /** Lists whose reader fetches the rows themselves. */
  readonly keysOnly?: readonly Index[];
  /** False: nobody reads its stream, and it has none. */
  readonly outbox?: false;
  /** `cases`: how operators say it, and the start of its section in the runbook. */
  readonly name: string;
  /** What dev holds, which is thrown away: `invented cases`. */
  readonly inventedContent: string;
  /** What it means to a person when the table turns calls away. */
  readonly throttledImpact: string;
}

/**
 * A room's one table (docs/decisions/0002): keys `PK` and `SK`, rows that end at `expiresAt`, its stream as outbox; protected as
 * the environment says; an alarm on calls it turns away.
 */
export class HallTable<Index extends string> extends TableV2 {
  constructor(scope: Construct, id: string, props: HallTableProps<Index>) {
    const { hall } = props;
    super(scope, id, {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      globalSecondaryIndexes: props.lists.map((list, position) => listIndex(props, list, position)),
      timeToLiveAttribute: 'expiresAt',
      ...(props.outbox !== false && { dynamoStream: StreamViewType.NEW_IMAGE }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: hall.environment.pointInTimeRecovery },
      deletionProtection: hall.environment.keepData,
      removalPolicy: hall.removalPolicy,
      ...(hall.key && { encryption: TableEncryptionV2.customerManagedKey(hall.key) }),
    });
    if (!hall.environment.pointInTimeRecovery) {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-DDB3',
        reason: `${hall.environment.name} holds ${props.inventedContent} only and is thrown away; staging and prod have point-in-time recovery.`,
      });
    }
    this.alarmOnThrottling(props);
  }

  indexArn(list: Index): string {
    return `${this.tableArn}/index/${list}`;
  }

  private alarmOnThrottling({ hall, name, throttledImpact }: HallTableProps<Index>): void {
    const every = { statistic: 'Sum', period: Duration.minutes(1) };
    const [reads, writes] = [this.metric('ReadThrottleEvents', every), this.metric('WriteThrottleEvents', every)];
    const turnedAway = new MathExpression({
      expression: 'FILL(reads, 0) + FILL(writes, 0)',
      usingMetrics: { reads, writes },
      period: every.period,
      label: `${name}: calls turned away`,
    });
    new HallAlarm(this, 'Throttled', {
      hall,
      metric: hall.environment.metricMath ? turnedAway : writes,
      threshold: 10,
      periods: 3,
      impact: throttledImpact,
      runbook: `${name}-throttled`,
    });
  }
}

function listIndex<Index extends string>(
  { shown, keysOnly = [] }: HallTableProps<Index>,
  indexName: Index,
  position: number,
): GlobalSecondaryIndexPropsV2 {
  const attribute = (part: 'PK' | 'SK') => ({ name: `GSI${position + 1}${part}`, type: AttributeType.STRING });
  return {
    indexName,
    partitionKey: attribute('PK'),
    sortKey: attribute('SK'),
    ...(keysOnly.includes(indexName)
      ? { projectionType: ProjectionType.KEYS_ONLY }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...shown] }),
  };
}
