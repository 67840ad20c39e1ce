/** What people are told: the table of everyone's inbox, and the function that writes it. */
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { env } from '../../functions/notices/env.ts';
import type { Booking } from './booking.ts';
import type { CaseData } from './case-data.ts';
import type { Hall } from './foundation.ts';
import { HallFunction } from './hall-function.ts';
import { HallTable } from './hall-table.ts';
import { WorkQueue } from './work-queue.ts';

export interface NoticesProps {
  readonly hall: Hall;
  readonly data: CaseData;
  readonly booking: Booking;
}

export class Notices extends Construct {
  readonly table: HallTable<never>;
  readonly work: WorkQueue;

  constructor(scope: Construct, id: string, { hall, data, booking }: NoticesProps) {
    super(scope, id);
    this.table = new HallTable(this, 'Table', {
      hall,
      name: 'notices',
      lists: [],
      shown: [],
      outbox: false,
      inventedContent: 'notices to invented people',
      throttledImpact: 'The table of notices turns calls away: people are told late, and their inbox does not open.',
    });
    const teller = new HallFunction(this, 'Teller', {
      hall,
      name: 'notices',
      timeout: Duration.seconds(30),
      memoryMegabytes: hall.environment.memoryMegabytes.worker,
      errorImpact: 'Nobody is told: decisions, offered numbers and reminders do not reach the inbox.',
      env,
      variables: {
        NOTICES_TABLE: this.table.tableName,
        CASES_TABLE: data.table.tableName,
        BOOKING_TABLE: booking.table.tableName,
      },
    });
    teller.may(['dynamodb:PutItem'], [this.table.tableArn]);
    // Of a case what its lists show, and nothing that anybody wrote.
    teller.may(['dynamodb:GetItem'], [data.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CASE#*'] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['PK', 'SK', 'summary'] },
    });
    teller.may(['dynamodb:BatchGetItem', 'dynamodb:Query'], [booking.table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['APPOINTMENT#*', 'ASKED#*', 'PERSON#*'] },
    });
    this.work = new WorkQueue(this, 'Work', {
      hall,
      name: 'notices',
      consumer: teller,
      batchSize: 10,
      maxConcurrency: 20,
      errorImpact: 'Somebody was not told of a decision, an offered number or a reminder.',
      lateAfter: Duration.minutes(5),
    });
  }
}
