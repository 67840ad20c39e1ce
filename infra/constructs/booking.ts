import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { env as bookingEnv } from '../../functions/booking/env.ts';
import { env as deskEnv } from '../../functions/booking-desk/env.ts';
import { env as fhirEnv } from '../../functions/fhir/env.ts';
import type { Hall } from './foundation.ts';
import { HallFunction } from './hall-function.ts';
import { HallTable } from './hall-table.ts';

/** Lists of appointments (shared/booking/booking-store.ts): a patient's, a session's, and what has come due. */
const indexNames = ['byPatient', 'bySession', 'byDue'] as const;

export interface BookingProps {
  readonly hall: Hall;
  /** Key of field encryption and of person hashes. */
  readonly fieldKey: Secret;
  /** Address people see: the FHIR façade's links lead there. */
  readonly hallUrl: string;
}

/** The room that books doctors: its table, and the functions of patients, of the clinic's desk and of FHIR. */
export class Booking extends Construct {
  readonly table: HallTable<(typeof indexNames)[number]>;
  readonly functions: Readonly<Record<'booking' | 'booking-desk' | 'fhir', HallFunction>>;

  constructor(scope: Construct, id: string, { hall, fieldKey, hallUrl }: BookingProps) {
    super(scope, id);
    this.table = new HallTable(this, 'Table', {
      hall,
      name: 'booking',
      lists: indexNames,
      shown: ['summary'],
      inventedContent: 'invented appointments',
      throttledImpact: 'The table of appointments turns calls away: people at the rush are told to try again.',
    });
    const api = {
      hall,
      timeout: Duration.seconds(28),
      memoryMegabytes: hall.environment.memoryMegabytes.api,
      variables: { ...this.asking(hall), FIELD_KEY_SECRET: fieldKey.secretArn },
    };
    const mediaKey = this.makeMediaKey(hall);
    const visits = {
      ...api,
      variables: {
        ...api.variables,
        MEDIA_PROVIDER: hall.environment.media.provider,
        MEDIA_URL: hall.environment.media.url,
        MEDIA_KEY_SECRET: mediaKey.secretArn,
      },
    };
    this.functions = {
      booking: new HallFunction(this, 'Citizen', {
        ...visits,
        name: 'booking',
        errorImpact: 'Nobody can find, book or give back a doctor’s number.',
        env: bookingEnv,
      }),
      'booking-desk': new HallFunction(this, 'Desk', {
        ...visits,
        name: 'booking-desk',
        errorImpact: 'Reception and doctors cannot check in, call or see their patients.',
        env: deskEnv,
      }),
      fhir: new HallFunction(this, 'Fhir', {
        ...api,
        variables: { ...api.variables, HALL_URL: hallUrl },
        name: 'fhir',
        errorImpact: 'Hospitals and other systems cannot read or book by FHIR.',
        env: fhirEnv,
      }),
    };
    for (const who of Object.values(this.functions)) this.mayBook(who, fieldKey);
    for (const who of [this.functions.booking, this.functions['booking-desk']]) {
      who.may(['secretsmanager:GetSecretValue'], [mediaKey.secretArn]);
      if (hall.environment.media.provider === 'chime') this.mayOpenMeetings(who);
    }
  }

  /** The table, and who takes money online. */
  asking({ environment }: Hall) {
    return { BOOKING_TABLE: this.table.tableName, PAYEES: JSON.stringify(environment.merchants) };
  }

  /** A payment makes a hold a booking, and reads what else became of an appointment. */
  maySettle(who: HallFunction): void {
    who.may(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], [this.table.tableArn]);
  }

  /** Time ends holds and waiting, reminds and marks who did not come; it reads no patient's sealed fields. */
  maySweep(who: HallFunction): void {
    const byKey = ['BatchGetItem', 'DeleteItem', 'PutItem'].map((it) => `dynamodb:${it}`);
    who.may([...byKey], [this.table.tableArn]);
    who.may(['dynamodb:Query'], [this.table.tableArn, this.table.indexArn('byDue')]);
  }

  /** Reads and writes by key, in transactions, and lists by index. Deletes are of what frees a number. Nobody scans. */
  private mayBook(who: HallFunction, fieldKey: Secret): void {
    const byKey = ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'].map((it) => `dynamodb:${it}`);
    who.may(byKey, [this.table.tableArn]);
    who.may(['dynamodb:Query'], [this.table.tableArn, ...indexNames.map((name) => this.table.indexArn(name))]);
    who.may(['secretsmanager:GetSecretValue'], [fieldKey.secretArn]);
  }

  /** Meetings are made by the call itself: none of them can be named beforehand. */
  private mayOpenMeetings(who: HallFunction): void {
    const { partition, account } = Stack.of(this);
    who.may(['chime:CreateMeeting', 'chime:CreateAttendee'], [`arn:${partition}:chime::${account}:meeting/*`]);
    Validations.of(who.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:chime::${account}:meeting/*]`,
      reason: 'A meeting gets its id from the call that makes it.',
    });
  }

  private makeMediaKey(hall: Hall): Secret {
    const secret = new Secret(this, 'MediaKey', {
      description: 'Signs the way into video rooms; the provider of the rooms is told the same',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: hall.removalPolicy,
      ...(hall.key && { encryptionKey: hall.key }),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The provider of the rooms must be told of a new key at the same time: it is changed by hand, by the runbook.',
    });
    return secret;
  }
}
