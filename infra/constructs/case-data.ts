import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { asBucket } from './cdk-types.ts';
import type { Hall } from './foundation.ts';
import { HallTable } from './hall-table.ts';

/**
 * Lists of cases (shared/cases/case-store.ts): by applicant, by agency, by the officer who holds them, and leasable jobs; by
 * what time will do to them next; and what a supervisor has to look at.
 */
const indexNames = ['byApplicant', 'byAgency', 'byHandler', 'jobs', 'timers', 'attention'] as const;
export type IndexName = (typeof indexNames)[number];

export interface CaseDataProps {
  readonly hall: Hall;
  /** Where the pages come from; a browser may upload to and read from the bucket only there. */
  readonly hallUrl: string;
}

/** Where cases are kept: their table, the files people hand in and are given, and the secret that encrypts fields. */
export class CaseData extends Construct {
  readonly table: HallTable<IndexName>;
  readonly files: Bucket;
  readonly fieldKey: Secret;

  constructor(scope: Construct, id: string, { hall, hallUrl }: CaseDataProps) {
    super(scope, id);
    this.table = new HallTable(this, 'Cases', {
      hall,
      name: 'cases',
      lists: indexNames,
      shown: ['summary'],
      // Whoever fires a timer reads the case itself.
      keysOnly: ['timers'],
      inventedContent: 'invented cases',
      throttledImpact: 'The table of cases turns calls away: people are told to try again.',
    });
    this.files = this.makeFiles(hall, hallUrl);
    this.fieldKey = this.makeFieldKey(hall);
  }

  private makeFiles(hall: Hall, hallUrl: string): Bucket {
    const { environment, key } = hall;
    const shared = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: hall.removalPolicy,
    };
    const accessLog = environment.keepData
      ? new Bucket(this, 'FilesLog', {
          ...shared,
          encryption: BucketEncryption.S3_MANAGED,
          lifecycleRules: [{ expiration: Duration.days(environment.logRetentionDays) }],
        })
      : undefined;
    const files = new Bucket(this, 'Files', {
      ...shared,
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      ...(accessLog && { serverAccessLogsBucket: asBucket(accessLog) }),
      versioned: environment.keepData,
      cors: [
        {
          allowedOrigins: [hallUrl],
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          allowedHeaders: ['content-type', 'content-disposition', 'x-amz-*'],
          exposedHeaders: ['etag', 'x-amz-checksum-sha256'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        { prefix: 'exports/', expiration: Duration.days(7), noncurrentVersionExpiration: Duration.days(1) },
        { prefix: 'quarantine/', expiration: Duration.days(7), noncurrentVersionExpiration: Duration.days(1) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    acknowledgeMissingLog(accessLog ?? files, accessLog === undefined ? environment.name : undefined);
    return files;
  }

  private makeFieldKey(hall: Hall): Secret {
    const secret = new Secret(this, 'FieldKey', {
      description: 'Field encryption and person hashes of the hall; functions derive their keys from it by HKDF',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: hall.removalPolicy,
      ...(hall.key && { encryptionKey: hall.key }),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Replacing this secret would make every stored ID number unreadable and every person unfindable; it is never rotated by itself.',
    });
    return secret;
  }
}

function acknowledgeMissingLog(bucket: Bucket, cheapEnvironment: string | undefined): void {
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      cheapEnvironment === undefined
        ? 'This bucket holds the access log; a log of the log would never end.'
        : `${cheapEnvironment} holds invented files only; the access log of prod is kept for a year.`,
  });
}
