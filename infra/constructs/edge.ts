import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Duration, Fn, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { asBucket } from './cdk-types.ts';
import type { Hall } from './foundation.ts';

export interface EdgeProps {
  readonly hall: Hall;
  readonly http: HttpApi;
  readonly hallUrl: string;
  /** Certificate of the hall's domain, in us-east-1, where CloudFront looks. */
  readonly certificateArn: string;
  /** Web ACL of the organisation, if it has one for CloudFront. */
  readonly webAclArn: string | undefined;
}

/** What everyone who looks for a doctor's number is answered alike, public calls of the route table. */
const availability = [
  '/fhir/availability/*',
  '/v1/booking/hospitals',
  '/v1/booking/departments/*',
  '/v1/booking/sessions/*',
] as const;

/** CloudFront before the whole API: keeps files with a hash in their name and what is free at the doctors' near people, and passes everything else on. */
export class Edge extends Construct {
  constructor(scope: Construct, id: string, { hall, http, hallUrl, certificateArn, webAclArn }: EdgeProps) {
    super(scope, id);
    const origin = new HttpOrigin(Fn.select(2, Fn.split('/', http.apiEndpoint)), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    });
    const shared = {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Banshi ${hall.environment.name}`,
      domainNames: [new URL(hallUrl).hostname],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(webAclArn && { webAclId: webAclArn }),
      logBucket: asBucket(this.makeLogBucket(hall)),
      defaultBehavior: {
        ...shared,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
      additionalBehaviors: {
        '/assets/*': { ...shared, cachePolicy: CachePolicy.CACHING_OPTIMIZED },
        ...Object.fromEntries(
          availability.map((path) => [path, { ...shared, cachePolicy: this.asOriginSays(hall) }] as const),
        ),
      },
    });
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions-CFR1',
      reason: 'Citizens abroad use the hall too; no country is shut out.',
    });
    if (webAclArn === undefined) {
      Validations.of(distribution).acknowledge({
        id: 'AwsSolutions-CFR2',
        reason:
          'The API throttles, checks tokens and validates every input itself; a web ACL costs per request and is named in the environment by those who run one.',
      });
    }
  }

  private kept: CachePolicy | undefined;

  /** Kept as long as the answer's own Cache-Control says: seconds, in which a crowd is one reader. */
  private asOriginSays({ environment }: Hall): CachePolicy {
    this.kept ??= new CachePolicy(this, 'Availability', {
      cachePolicyName: `banshi-${environment.name}-availability`,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.minutes(5),
      queryStringBehavior: CacheQueryStringBehavior.allowList('from', 'days'),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
    return this.kept;
  }

  /** CloudFront's log lines hold people's addresses and queries: encrypted, closed, and gone when the law lets them go. */
  private makeLogBucket({ environment, removalPolicy }: Hall): Bucket {
    const bucket = new Bucket(this, 'Log', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // CloudFront delivers its log by ACL.
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy,
      lifecycleRules: [{ expiration: Duration.days(environment.logRetentionDays) }],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This bucket holds the access log; a log of the log would never end.',
    });
    return bucket;
  }
}
