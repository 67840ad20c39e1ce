/** The functions that work on cases, what each may do, and the queues between them (docs/decisions/0002). */

import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { env as backofficeEnv } from '../../functions/backoffice/env.ts';
import { env as catalogueDeskEnv } from '../../functions/catalogue-desk/env.ts';
import { env as citizenEnv } from '../../functions/citizen/env.ts';
import { env as clockEnv } from '../../functions/clock/env.ts';
import { env as documentsEnv } from '../../functions/documents/env.ts';
import { env as intakeEnv } from '../../functions/intake/env.ts';
import { env as officerEnv } from '../../functions/officer/env.ts';
import { env as relayEnv } from '../../functions/relay/env.ts';
import { env as scanEnv } from '../../functions/scan/env.ts';
import { env as statisticsEnv } from '../../functions/statistics/env.ts';
import type { Booking } from './booking.ts';
import type { CaseData, IndexName } from './case-data.ts';
import type { Hall } from './foundation.ts';
import { HallFunction } from './hall-function.ts';
import type { MoneyWork } from './money-work.ts';
import type { Notices } from './notices.ts';
import { dueExport, movedMaterial, newEvent, newMoneyEvent, newNotice, Outbox } from './outbox.ts';
import { WorkQueue } from './work-queue.ts';

export interface CaseWorkProps {
  readonly hall: Hall;
  readonly data: CaseData;
  readonly hallUrl: string;
  readonly money: MoneyWork;
  readonly booking: Booking;
  readonly notices: Notices;
}

export class CaseWork extends Construct {
  readonly citizen: HallFunction;
  readonly officer: HallFunction;
  readonly catalogueDesk: HallFunction;
  readonly backoffice: HallFunction;
  readonly queues: readonly WorkQueue[];
  private readonly props: CaseWorkProps;

  constructor(scope: Construct, id: string, props: CaseWorkProps) {
    super(scope, id);
    this.props = props;
    this.citizen = this.makeCitizen();
    this.officer = this.makeOfficer();
    this.catalogueDesk = this.makeCatalogueDesk();
    this.backoffice = this.makeBackoffice();
    const jobs = this.makeJobs();
    const scans = this.makeScans();
    const documents = this.makeDocuments();
    this.queues = [jobs, scans, documents, ...props.money.queues, props.notices.work];
    this.makeClock();
    this.relayTo(jobs, scans, documents);
    this.makeStatistics();
  }

  private makeCitizen(): HallFunction {
    const { files } = this.props.data;
    const citizen = new HallFunction(this, 'Citizen', {
      ...this.api,
      name: 'citizen',
      errorImpact: 'Citizens cannot draft, submit or follow their applications.',
      env: citizenEnv,
      variables: { ...this.tableAndFiles, ...this.secret, NOTICES_TABLE: this.props.notices.table.tableName },
    });
    citizen.may(['dynamodb:Query', 'dynamodb:UpdateItem'], [this.props.notices.table.tableArn]);
    this.mayWorkOnCases(citizen, ['dynamodb:DeleteItem'], ['byApplicant', 'jobs']);
    this.mayUseFieldKey(citizen);
    citizen.mayUseFiles(['s3:PutObject'], files, ['quarantine']);
    citizen.mayUseFiles(['s3:GetObject'], files, ['quarantine', 'materials', 'documents']);
    return citizen;
  }

  private makeOfficer(): HallFunction {
    const officer = new HallFunction(this, 'Officer', {
      ...this.api,
      name: 'officer',
      errorImpact: 'Officers cannot see or handle cases, while the clocks of the law run on.',
      env: officerEnv,
      variables: { ...this.tableAndFiles, ...this.secret },
    });
    this.mayWorkOnCases(officer, [], ['byAgency', 'byHandler', 'attention']);
    this.mayUseFieldKey(officer);
    officer.mayUseFiles(['s3:GetObject'], this.props.data.files, ['materials', 'documents', 'exports']);
    return officer;
  }

  /** Where agencies change their items: no case, no answer and no file is within its reach. */
  private makeCatalogueDesk(): HallFunction {
    const desk = new HallFunction(this, 'CatalogueDesk', {
      ...this.api,
      name: 'catalogue-desk',
      errorImpact: 'Agencies cannot propose or approve new versions of their items; what is in force stays so.',
      env: catalogueDeskEnv,
      variables: this.tableName,
    });
    const { tableArn } = this.props.data.table;
    const own = ['AGENCYITEMS#*', 'CATALOGUE', 'IDEMPOTENCY#*', 'ITEM#*'];
    desk.may(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': own },
    });
    return desk;
  }

  private makeBackoffice(): HallFunction {
    const backoffice = new HallFunction(this, 'Backoffice', {
      ...this.api,
      name: 'backoffice',
      errorImpact: "Agencies' own systems cannot fetch or finish their jobs.",
      env: backofficeEnv,
      variables: { ...this.tableAndFiles, ...this.secret },
    });
    this.mayWorkOnCases(backoffice, [], ['jobs']);
    this.mayUseFieldKey(backoffice);
    backoffice.mayUseFiles(['s3:GetObject'], this.props.data.files, ['materials']);
    return backoffice;
  }

  private makeJobs(): WorkQueue {
    const intake = new HallFunction(this, 'Intake', {
      ...this.worker(30),
      name: 'intake',
      errorImpact: 'Submitted applications do not reach the inbox of their agency.',
      env: intakeEnv,
      variables: { ...this.tableName, ...this.secret },
    });
    this.mayWorkOnCases(intake);
    this.mayUseFieldKey(intake);
    return new WorkQueue(this, 'AgencyJobs', {
      hall: this.props.hall,
      name: 'agency-jobs',
      consumer: intake,
      batchSize: 10,
      maxConcurrency: 20,
      errorImpact: 'A submitted application lies outside the inbox of its agency, and its clock runs.',
      lateAfter: Duration.minutes(5),
    });
  }

  private makeScans(): WorkQueue {
    const { table, files } = this.props.data;
    const scan = new HallFunction(this, 'Scan', {
      ...this.worker(60),
      name: 'scan',
      errorImpact: 'Uploaded files stay in quarantine: nobody can submit with them.',
      env: scanEnv,
      variables: this.tableAndFiles,
    });
    scan.may(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'], [table.tableArn]);
    scan.mayUseFiles(['s3:DeleteObject', 's3:GetObject'], files, ['quarantine']);
    scan.mayUseFiles(['s3:DeleteObject', 's3:PutObject'], files, ['materials']);
    return new WorkQueue(this, 'MaterialScan', {
      hall: this.props.hall,
      name: 'material-scan',
      consumer: scan,
      batchSize: 1,
      maxConcurrency: 20,
      errorImpact: 'A file that someone uploaded could not be scanned; its application waits.',
      lateAfter: Duration.minutes(5),
    });
  }

  private makeDocuments(): WorkQueue {
    const documents = new HallFunction(this, 'Documents', {
      ...this.worker(60),
      name: 'documents',
      errorImpact: 'Decisions are made, but their documents are not written and cannot be delivered.',
      env: documentsEnv,
      variables: { ...this.tableAndFiles, ...this.secret, HALL_URL: this.props.hallUrl },
    });
    // Papers one by one; exports by the list of cases filed, noting who had them.
    this.mayWorkOnCases(documents, ['dynamodb:BatchWriteItem'], ['byAgency']);
    this.mayUseFieldKey(documents);
    documents.mayUseFiles(['s3:GetObject', 's3:PutObject'], this.props.data.files, ['documents']);
    documents.mayUseFiles(['s3:PutObject'], this.props.data.files, ['exports']);
    return new WorkQueue(this, 'DocumentWork', {
      hall: this.props.hall,
      name: 'documents',
      consumer: documents,
      batchSize: 1,
      maxConcurrency: 10,
      errorImpact: 'A decision has no document; the applicant waits for it, and its day of delivery comes nearer.',
      lateAfter: Duration.minutes(15),
    });
  }

  /** Time itself: every minute, whatever has come due. */
  private makeClock(): void {
    const clock = new HallFunction(this, 'Clock', {
      ...this.worker(55),
      name: 'clock',
      errorImpact:
        'The periods of the law end unnoticed: nothing is accepted by silence, lapses or is escalated. Nobody is reminded of a doctor.',
      env: clockEnv,
      variables: { ...this.tableName, ...this.secret, ...this.props.booking.asking(this.props.hall) },
    });
    this.mayWorkOnCases(clock, [], ['timers']);
    this.mayUseFieldKey(clock);
    this.props.booking.maySweep(clock);
    new Rule(this, 'EveryMinute', {
      description: 'Banshi: fires the timers of the law and of appointments',
      schedule: Schedule.rate(Duration.minutes(1)),
      // A minute that failed is made good by the next one.
      targets: ['fire', 'bookings'].map(
        (task) => new LambdaTarget(clock.live, { event: RuleTargetInput.fromObject({ task }), retryAttempts: 0 }),
      ),
    });
  }

  private relayTo(jobs: WorkQueue, scans: WorkQueue, documents: WorkQueue): void {
    const { hall, data, money, booking, notices } = this.props;
    const relay = new HallFunction(this, 'Relay', {
      ...this.worker(30),
      name: 'relay',
      errorImpact: 'Nothing moves on: submissions, files and decisions are stored but not passed to the next step.',
      env: relayEnv,
      variables: {
        AGENCY_JOBS_QUEUE_URL: jobs.queue.queueUrl,
        MATERIAL_SCAN_QUEUE_URL: scans.queue.queueUrl,
        DOCUMENTS_QUEUE_URL: documents.queue.queueUrl,
        SETTLEMENT_QUEUE_URL: money.settlements.queue.queueUrl,
        RECEIPTS_QUEUE_URL: money.receipts.queue.queueUrl,
        CASE_FEES_QUEUE_URL: money.caseFees.queue.queueUrl,
        NOTICES_QUEUE_URL: notices.work.queue.queueUrl,
      },
    });
    relay.may(
      ['sqs:SendMessage'],
      [jobs, scans, documents, ...money.queues, notices.work].map(({ queue }) => queue.queueArn),
    );
    new Outbox(this, 'Outbox', { hall, table: data.table, relay, filters: [newEvent, movedMaterial, dueExport] });
    new Outbox(this, 'MoneyOutbox', { hall, table: money.table, relay, filters: [newNotice, newMoneyEvent] });
    new Outbox(this, 'BookingOutbox', { hall, table: booking.table, relay, filters: [newEvent] });
  }

  /** Counts what happens to cases. It reads records and its own counts, and nothing that a person wrote. */
  private makeStatistics(): void {
    const { hall, data } = this.props;
    const { tableArn } = data.table;
    const statistics = new HallFunction(this, 'Statistics', {
      ...this.worker(60),
      name: 'statistics',
      errorImpact: 'Figures of agencies and items stand still; cases themselves go on.',
      env: statisticsEnv,
      variables: this.tableName,
    });
    const ownRows = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['STATS#*'] } };
    statistics.may(['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [tableArn], ownRows);
    statistics.may(['dynamodb:Query'], [tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CASE#*'] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['PK', 'SK', 'event'] },
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    });
    new Outbox(this, 'Counting', {
      hall,
      table: data.table,
      relay: statistics,
      filters: [newEvent],
      lateImpact: 'Figures of agencies and items are five minutes behind.',
      setAsideImpact: 'Some events were not counted; the next event of the same case makes it good.',
      runbook: 'statistics',
    });
  }

  /** Reads and writes cases by key, in transactions, and lists them by these indexes. Nobody scans. */
  private mayWorkOnCases(who: HallFunction, more: readonly string[] = [], indexes: readonly IndexName[] = []): void {
    const { table } = this.props.data;
    const byKey = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'].map(
      (it) => `dynamodb:${it}`,
    );
    who.may([...byKey, ...more], [table.tableArn]);
    who.may(['dynamodb:Query'], [table.tableArn, ...indexes.map((name) => table.indexArn(name))]);
  }

  private mayUseFieldKey(who: HallFunction): void {
    who.may(['secretsmanager:GetSecretValue'], [this.props.data.fieldKey.secretArn]);
  }

  private get tableName() {
    return { CASES_TABLE: this.props.data.table.tableName };
  }

  private get tableAndFiles() {
    return { ...this.tableName, FILES_BUCKET: this.props.data.files.bucketName };
  }

  private get secret() {
    return { FIELD_KEY_SECRET: this.props.data.fieldKey.secretArn };
  }

  /** An API's function ends before the API gives up on it after 29 seconds. */
  private get api() {
    const { hall } = this.props;
    return { hall, timeout: Duration.seconds(28), memoryMegabytes: hall.environment.memoryMegabytes.api };
  }

  private worker(seconds: number) {
    const { hall } = this.props;
    return { hall, timeout: Duration.seconds(seconds), memoryMegabytes: hall.environment.memoryMegabytes.worker };
  }
}
