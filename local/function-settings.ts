/** What the stack says of each function: its code, limits and environment. */
import { devNull } from 'node:os';
import * as z from 'zod';
import type { Credentials } from './keys.ts';
import type { Stack, StackResource } from './stack.ts';

/** How a function is found, started and limited. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** Its code, unpacked. */
  readonly folder: string;
  readonly handler: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  /** What a person calls it: `money-clock` where its description says `Banshi: money-clock`, as all of the stack's do. */
  readonly label: string;
}

const functionProperties = z.object({
  Handler: z.string(),
  Description: z.string().default(''),
  Runtime: z.string(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().int().default(128),
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).prefault({}),
});

/** Where functions find the services, and what they sign with. */
export interface FunctionSurroundings {
  readonly credentials: Credentials;
  readonly endpoints: {
    readonly dynamodb: string;
    readonly sqs: string;
    readonly s3: string;
    readonly secrets: string;
  };
  /** Milliseconds by which the hall lives before or after the real time. */
  readonly clockShift: number;
}

/** @throws Error naming a function whose code is not a folder of the assembly or does not run on Node */
export function functionSettings(
  stack: Stack,
  { credentials, endpoints, clockShift }: FunctionSurroundings,
): FunctionSettings[] {
  return stack.ofType('AWS::Lambda::Function').map((resource) => {
    const parsed = functionProperties.safeParse(resource.properties);
    const folder = parsed.success ? stack.assets.get(parsed.data.Code.S3Key) : undefined;
    if (!parsed.success || folder === undefined || !parsed.data.Runtime.startsWith('nodejs')) {
      throw new Error(`Function ${resource.id} cannot run here: its code must be a folder of the assembly, for Node.`);
    }
    const { Handler, Description, Timeout, MemorySize, Environment } = parsed.data;
    return {
      name: resource.name,
      arn: resource.arn,
      folder,
      handler: Handler,
      timeout: Timeout,
      memory: MemorySize,
      label: /^Banshi: (\S+)$/.exec(Description)?.[1] ?? labelOf(resource),
      environment: {
        PATH: process.env.PATH ?? '',
        TZ: ':UTC',
        LANG: 'en_US.UTF-8',
        AWS_REGION: stack.region,
        AWS_DEFAULT_REGION: stack.region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_LAMBDA_FUNCTION_NAME: resource.name,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
        AWS_EXECUTION_ENV: `AWS_Lambda_${parsed.data.Runtime}`,
        LAMBDA_TASK_ROOT: folder,
        AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
        AWS_ENDPOINT_URL_SQS: endpoints.sqs,
        AWS_ENDPOINT_URL_S3: endpoints.s3,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets,
        // What a person keeps for their own use of AWS is none of the hall's business.
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        ...Environment.Variables,
        ...(clockShift === 0 ? {} : { HALL_CLOCK_SHIFT_MS: String(clockShift) }),
      },
    };
  });
}

/** For a function that does not say: the last word of its logical id, but for the hash CDK adds and the word Function. */
function labelOf({ id }: StackResource): string {
  const words = id.replace(/[0-9A-F]{8}$/, '').replace(/(.)Function$/, '$1');
  return (/[A-Z]?[a-z0-9]+$/.exec(words)?.[0] ?? words).toLowerCase();
}
