import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Hall } from './foundation.ts';
import { HallAlarm } from './hall-alarm.ts';

const indexNames = ['byAgency', 'byPayer', 'byClock'] as const;
export type MoneyIndex = (typeof indexNames)[number];

export interface MerchantSecrets {
  readonly agency: string;
  /** Verifies callbacks (shared/payments/merchant-keys.ts). */
  readonly callback: Secret;
  /** Signs requests. */
  readonly signing: Secret;
}

/** Where money is kept account of: the payments table, and for each agency the two secrets with its merchants' keys. */
export class MoneyData extends Construct {
  readonly table: TableV2;
  readonly merchants: readonly MerchantSecrets[];

  constructor(scope: Construct, id: string, hall: Hall) {
    super(scope, id);
    this.table = this.makeTable(hall);
    this.merchants = hall.environment.merchants.map((agency) => ({
      agency,
      callback: this.makeSecret(hall, agency, 'callback'),
      signing: this.makeSecret(hall, agency, 'signing'),
    }));
  }

  indexArn(name: MoneyIndex): string {
    return `${this.table.tableArn}/index/${name}`;
  }

  private makeTable(hall: Hall): TableV2 {
    const { environment, key } = hall;
    const table = new TableV2(this, 'Payments', {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      globalSecondaryIndexes: indexNames.map((indexName, position) => ({
        indexName,
        partitionKey: { name: `GSI${position + 1}PK`, type: AttributeType.STRING },
        sortKey: { name: `GSI${position + 1}SK`, type: AttributeType.STRING },
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: ['summary', 'leg'],
      })),
      timeToLiveAttribute: 'expiresAt',
      dynamoStream: StreamViewType.NEW_IMAGE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: environment.pointInTimeRecovery },
      deletionProtection: environment.keepData,
      removalPolicy: hall.removalPolicy,
      ...(key && { encryption: TableEncryptionV2.customerManagedKey(key) }),
    });
    if (!environment.pointInTimeRecovery) {
      Validations.of(table).acknowledge({
        id: 'AwsSolutions-DDB3',
        reason: `${environment.name} holds play money only and is thrown away; staging and prod have point-in-time recovery.`,
      });
    }
    new HallAlarm(this, 'WritesThrottled', {
      hall,
      metric: table.metric('WriteThrottleEvents', { statistic: 'Sum', period: Duration.minutes(1) }),
      threshold: 10,
      periods: 3,
      impact: 'The table of payments turns calls away: providers are asked to come again, payers wait.',
      runbook: 'payments-throttled',
    });
    return table;
  }

  /** Made empty: the agency's keys are put in by hand (docs/deploy.md), until which nothing is verified or signed. */
  private makeSecret(hall: Hall, agency: string, kind: 'callback' | 'signing'): Secret {
    const secret = new Secret(this, `${kind}-${agency}`, {
      description: `Merchant keys ${kind} ${agency}`,
      removalPolicy: hall.removalPolicy,
      ...(hall.key && { encryptionKey: hall.key }),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: "The provider's console makes these keys; they are changed there and here, with both in force meanwhile.",
    });
    return secret;
  }
}
