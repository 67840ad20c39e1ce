/** The functions of the payments room, what each may do, the queues between them and their clock. */
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { env as callbacksEnv } from '../../functions/callbacks/env.ts';
import { env as checkoutEnv } from '../../functions/checkout/env.ts';
import { env as feesEnv } from '../../functions/fees/env.ts';
import { env as clockEnv } from '../../functions/money-clock/env.ts';
import { env as deskEnv } from '../../functions/money-desk/env.ts';
import { env as receiptsEnv } from '../../functions/receipts/env.ts';
import { env as settlementEnv } from '../../functions/settlement/env.ts';
import type { Booking } from './booking.ts';
import type { CaseData } from './case-data.ts';
import type { Hall } from './foundation.ts';
import { HallAlarm } from './hall-alarm.ts';
import { HallFunction, logOf } from './hall-function.ts';
import type { MoneyData, MoneyIndex } from './money-data.ts';
import { WorkQueue } from './work-queue.ts';

export interface MoneyWorkProps {
  readonly hall: Hall;
  readonly data: CaseData;
  readonly money: MoneyData;
  readonly hallUrl: string;
  readonly booking: Booking;
}

export class MoneyWork extends Construct {
  readonly callbacks: HallFunction;
  readonly checkout: HallFunction;
  readonly desk: HallFunction;
  readonly settlements: WorkQueue;
  readonly receipts: WorkQueue;
  readonly caseFees: WorkQueue;
  private readonly props: MoneyWorkProps;

  constructor(scope: Construct, id: string, props: MoneyWorkProps) {
    super(scope, id);
    this.props = props;
    this.callbacks = this.makeCallbacks();
    this.checkout = this.makeCheckout();
    this.desk = this.makeDesk();
    this.settlements = this.makeSettlement();
    this.receipts = this.makeReceipts();
    this.caseFees = this.makeFees();
    this.makeClock();
    this.ringByOutcries();
  }

  /** Lines by which the room calls for a person: keys that are not ours, money in suspense, more refunded than was paid. */
  private ringByOutcries(): void {
    const { hall } = this.props;
    const outcries = new MetricFilter(this, 'Outcries', {
      logGroup: logOf(this, hall),
      filterPattern: FilterPattern.anyTerm('CALLBACK_ALARM', 'MONEY_ALARM'),
      metricNamespace: 'Banshi',
      metricName: `${hall.environment.name}-money-outcries`,
      metricValue: '1',
    });
    new HallAlarm(this, 'Outcry', {
      hall,
      metric: outcries.metric({ statistic: 'Sum', period: Duration.minutes(1) }),
      threshold: 1,
      impact:
        'Somebody’s money needs a person: it fits no order, or a provider’s message is signed by keys that are not ours.',
      runbook: 'money-outcries',
    });
  }

  get table() {
    return this.props.money.table;
  }

  get queues(): readonly WorkQueue[] {
    return [this.settlements, this.receipts, this.caseFees];
  }

  /** Variables of a function of another room that asks for money (shared/payments/asking.ts); `PAYEES` are the agencies with accounts. */
  get asking() {
    return {
      ...this.tableName,
      PAYEES: Stack.of(this).toJsonString(this.props.money.merchants.map(({ agency }) => agency)),
    };
  }

  /** It may make and change orders and say so in the outbox; of notices, transfers and days it sees nothing. */
  letAsk(who: HallFunction): void {
    who.may(['dynamodb:GetItem', 'dynamodb:PutItem'], [this.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['ORDER#*'] },
    });
  }

  /** It may add a notice to the inbox and read what verifies one, and nothing else at all. */
  private makeCallbacks(): HallFunction {
    const { hall, money } = this.props;
    const callbacks = new HallFunction(this, 'Callbacks', {
      hall,
      timeout: Duration.seconds(5),
      memoryMegabytes: hall.environment.memoryMegabytes.api,
      name: 'callbacks',
      errorImpact: 'Payments are made, but their notices are not taken: orders stay unpaid until we ask ourselves.',
      env: callbacksEnv,
      variables: {
        ...this.tableName,
        CALLBACK_KEY_SECRETS: Stack.of(this).toJsonString(money.merchants.map(({ callback }) => callback.secretArn)),
      },
    });
    callbacks.may(['dynamodb:PutItem'], [this.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['NOTICE#*'] },
    });
    this.mayRead(callbacks, ['callback']);
    return callbacks;
  }

  private makeCheckout(): HallFunction {
    const { hall, data } = this.props;
    const checkout = new HallFunction(this, 'Checkout', {
      hall,
      timeout: Duration.seconds(28),
      memoryMegabytes: hall.environment.memoryMegabytes.api,
      name: 'checkout',
      errorImpact: 'Nobody can pay: fees stay unpaid, and cases that wait for them wait.',
      env: checkoutEnv,
      variables: {
        ...this.tableName,
        CASES_TABLE: data.table.tableName,
        ...this.merchants,
        FILES_BUCKET: data.files.bucketName,
        BEHIND_EDGE: hall.environment.front?.kind === 'edge' ? 'yes' : 'no',
      },
    });
    this.mayWorkOnOrders(checkout, ['byPayer']);
    // What an agent was given: of cases it sees nothing.
    checkout.may(['dynamodb:Query'], [data.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['AGENT#*'] },
    });
    this.mayRead(checkout, ['callback', 'signing']);
    checkout.mayUseFiles(['s3:GetObject'], data.files, ['receipts', 'quarantine/orders', 'evidence']);
    checkout.mayUseFiles(['s3:PutObject'], data.files, ['quarantine/orders', 'evidence']);
    return checkout;
  }

  private makeDesk(): HallFunction {
    const { hall, data } = this.props;
    const desk = new HallFunction(this, 'Desk', {
      hall,
      timeout: Duration.seconds(28),
      memoryMegabytes: hall.environment.memoryMegabytes.api,
      name: 'money-desk',
      errorImpact: 'Finance officers cannot see orders, approve refunds or sign a day off.',
      env: deskEnv,
      variables: { ...this.tableName, FILES_BUCKET: data.files.bucketName },
    });
    desk.mayUseFiles(['s3:GetObject'], data.files, ['evidence']);
    this.mayWorkOnOrders(desk, ['byAgency', 'byPayer']);
    return desk;
  }

  private makeSettlement(): WorkQueue {
    const { hall } = this.props;
    const settlement = new HallFunction(this, 'Settlement', {
      ...this.worker(30),
      name: 'settlement',
      errorImpact: 'Payments have arrived, but their orders are not marked paid; approved refunds are not sent.',
      env: settlementEnv,
      variables: { ...this.tableName, ...this.merchants },
    });
    this.mayWorkOnOrders(settlement);
    settlement.may(['dynamodb:DeleteItem'], [this.table.tableArn]);
    this.mayRead(settlement, ['callback', 'signing']);
    return new WorkQueue(this, 'Settlements', {
      hall,
      name: 'settlement',
      consumer: settlement,
      batchSize: 10,
      maxConcurrency: 20,
      errorImpact: 'A payment that was made has not been settled; the payer sees an unpaid order.',
      lateAfter: Duration.minutes(5),
    });
  }

  private makeReceipts(): WorkQueue {
    const { hall, data, hallUrl } = this.props;
    const receipts = new HallFunction(this, 'Receipts', {
      ...this.worker(60),
      name: 'receipts',
      errorImpact: 'Paid orders get no e-receipt.',
      env: receiptsEnv,
      variables: { ...this.tableName, FILES_BUCKET: data.files.bucketName, HALL_URL: hallUrl },
    });
    this.mayWorkOnOrders(receipts);
    receipts.mayUseFiles(['s3:PutObject'], data.files, ['receipts']);
    return new WorkQueue(this, 'ReceiptWork', {
      hall,
      name: 'receipts',
      consumer: receipts,
      batchSize: 1,
      maxConcurrency: 10,
      errorImpact: 'Somebody has paid and has no e-receipt.',
      lateAfter: Duration.minutes(15),
    });
  }

  private makeFees(): WorkQueue {
    const { hall, data, booking } = this.props;
    const fees = new HallFunction(this, 'Fees', {
      ...this.worker(30),
      name: 'fees',
      errorImpact: 'Accepted cases and held numbers do not ask for their fee, and paid ones do not go on.',
      env: feesEnv,
      variables: {
        ...this.tableName,
        CASES_TABLE: data.table.tableName,
        FIELD_KEY_SECRET: data.fieldKey.secretArn,
        ...booking.asking(hall),
      },
    });
    booking.maySettle(fees);
    this.mayWorkOnOrders(fees);
    fees.may(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], [data.table.tableArn]);
    fees.may(['secretsmanager:GetSecretValue'], [data.fieldKey.secretArn]);
    return new WorkQueue(this, 'CaseFees', {
      hall,
      name: 'case-fees',
      consumer: fees,
      batchSize: 10,
      maxConcurrency: 20,
      errorImpact: 'A case waits for a fee that was not asked for, or was paid.',
      lateAfter: Duration.minutes(5),
    });
  }

  private makeClock(): void {
    const clock = new HallFunction(this, 'Clock', {
      ...this.worker(300),
      name: 'money-clock',
      errorImpact: 'Payments without a notice are not found, orders do not run out, days are not reconciled.',
      env: clockEnv,
      variables: { ...this.tableName, ...this.merchants },
    });
    this.mayWorkOnOrders(clock, ['byAgency', 'byClock']);
    clock.may(['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem'], [this.table.tableArn]);
    this.mayRead(clock, ['callback', 'signing']);
    const fire = (task: string) => new LambdaFunction(clock.live, { event: RuleTargetInput.fromObject({ task }) });
    new Rule(this, 'Silence', { schedule: Schedule.rate(Duration.minutes(1)), targets: [fire('silence')] });
    // Bills are there after ten in the morning, Beijing time; twice, as one may come late.
    new Rule(this, 'Bills', { schedule: Schedule.cron({ minute: '30', hour: '2,6' }), targets: [fire('bills')] });
  }

  private mayWorkOnOrders(who: HallFunction, indexes: readonly MoneyIndex[] = []): void {
    const byKey = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'].map(
      (it) => `dynamodb:${it}`,
    );
    who.may(byKey, [this.table.tableArn]);
    who.may(['dynamodb:Query'], [this.table.tableArn, ...indexes.map((name) => this.table.indexArn(name))]);
  }

  private mayRead(who: HallFunction, kinds: readonly ('callback' | 'signing')[]): void {
    const secrets = this.props.money.merchants.flatMap((merchant) => kinds.map((kind) => merchant[kind].secretArn));
    if (secrets.length > 0) who.may(['secretsmanager:GetSecretValue'], secrets);
  }

  private get tableName() {
    return { PAYMENTS_TABLE: this.table.tableName };
  }

  private get merchants() {
    const told = this.props.money.merchants.map(({ agency, callback, signing }) => ({
      agency,
      callback: callback.secretArn,
      signing: signing.secretArn,
    }));
    return { MERCHANT_SECRETS: Stack.of(this).toJsonString(told), HALL_URL: this.props.hallUrl };
  }

  private worker(seconds: number) {
    const { hall } = this.props;
    return { hall, timeout: Duration.seconds(seconds), memoryMegabytes: hall.environment.memoryMegabytes.worker };
  }
}
