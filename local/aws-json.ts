/**
 * AWS services' JSON protocol without their SDK: a template's properties are sent as they stand, and a stream's records
 * reach functions as they came over the wire. The engines of this machine do not check signatures, only their presence.
 */
import * as z from 'zod';
import type { Credentials } from './keys.ts';

/** One call, such as `call('CreateTable', { … })`. @throws ServiceError with the service's own code. */
export type ServiceCall = (action: string, input: unknown, signal?: AbortSignal) => Promise<unknown>;

export class ServiceError extends Error {
  override name = 'ServiceError';
  /** The service's name for it, such as `ResourceNotFoundException`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const services = {
  dynamodb: { prefix: 'DynamoDB_20120810', scope: 'dynamodb' },
  streams: { prefix: 'DynamoDBStreams_20120810', scope: 'dynamodb' },
  sqs: { prefix: 'AmazonSQS', scope: 'sqs' },
} as const;

const failure = z.object({
  __type: z.string().default('Unknown'),
  message: z.string().optional(),
  Message: z.string().optional(),
});

export function serviceCall(
  service: keyof typeof services,
  endpoint: string,
  { accessKeyId, region }: Pick<Credentials, 'accessKeyId'> & { region: string },
): ServiceCall {
  const { prefix, scope } = services[service];
  return async (action, input, signal) => {
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const credential = `${accessKeyId}/${now.slice(0, 8)}/${region}/${scope}/aws4_request`;
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${prefix}.${action}`,
        'x-amz-date': now,
        authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      },
      body: JSON.stringify(input),
      ...(signal === undefined ? {} : { signal }),
    });
    const body: unknown = await answer.json();
    if (answer.ok) return body;
    const told = failure.parse(body);
    throw new ServiceError(
      told.__type.split('#').at(-1) ?? 'Unknown',
      `${action}: ${told.message ?? told.Message ?? answer.status}`,
    );
  };
}
