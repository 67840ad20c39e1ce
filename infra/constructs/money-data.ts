import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Hall } from './foundation.ts';
import { HallTable } from './hall-table.ts';

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
  readonly table: HallTable<MoneyIndex>;
  readonly merchants: readonly MerchantSecrets[];

  constructor(scope: Construct, id: string, hall: Hall) {
    super(scope, id);
    this.table = new HallTable(this, 'Payments', {
      hall,
      name: 'payments',
      lists: indexNames,
      shown: ['summary', 'leg'],
      inventedContent: 'play money',
      throttledImpact: 'The table of payments turns calls away: providers are asked to come again, payers wait.',
    });
    this.merchants = hall.environment.merchants.map((agency) => ({
      agency,
      callback: this.makeSecret(hall, agency, 'callback'),
      signing: this.makeSecret(hall, agency, 'signing'),
    }));
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
