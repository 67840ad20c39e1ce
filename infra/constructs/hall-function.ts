import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, Code, type IFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type * as z from 'zod';
import { bundleOf } from '../build.ts';
import type { FunctionName } from '../function-names.ts';
import { Canary } from './canary.ts';
import { asFunction, asVersion } from './cdk-types.ts';
import type { Hall } from './foundation.ts';
import { HallAlarm } from './hall-alarm.ts';
import { keyActionsFor, serviceOf } from './key-use.ts';
import { retention } from './retention.ts';

export interface HallFunctionProps<Shape extends z.ZodRawShape> {
  readonly hall: Hall;
  readonly name: FunctionName;
  /** What a failure of this function means to a person; becomes its alarm's description. */
  readonly errorImpact: string;
  /** Schema of the function's environment, `functions/<name>/env.ts`; `variables` must hold exactly its keys. */
  readonly env: z.ZodObject<Shape>;
  readonly variables: { readonly [Key in keyof Shape]: string };
  readonly timeout: Duration;
  readonly memoryMegabytes: number;
}

/**
 * A function of the hall: its bundle on Node 24, its own role, the log of its room, the alias `live` that everything calls, an
 * alarm on the alias's errors and, where the environment says so, a canary. It may do nothing but write its log, until
 * told by `may`.
 */
export class HallFunction<Shape extends z.ZodRawShape = z.ZodRawShape> extends Construct {
  readonly name: FunctionName;
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly timeout: Duration;
  /** The only way in: events and calls go to this alias, never to the function itself. */
  readonly live: IFunction;
  private readonly hall: Hall;
  /** Inside the role: a policy beside it would be a resource of its own. */
  private readonly grants = new PolicyDocument();

  constructor(scope: Construct, id: string, props: HallFunctionProps<Shape>) {
    super(scope, id);
    const { hall, name } = props;
    this.hall = hall;
    this.name = name;
    this.timeout = props.timeout;
    const logGroup = logOf(scope, hall);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { grants: this.grants },
    });
    this.may(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    this.function = new LambdaFunction(this, 'Function', {
      description: `Banshi: ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: hall.environment.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      code: Code.fromAsset(bundleOf(name)),
      handler: 'index.handler',
      role: this.role,
      logGroup,
      memorySize: props.memoryMegabytes,
      timeout: props.timeout,
      environment: checked(props),
    });
    const version = asVersion(this.function.currentVersion);
    const alias = new Alias(this, 'Live', { aliasName: 'live', version });
    this.live = asFunction(alias);
    new HallAlarm(this, 'Errors', {
      hall,
      metric: this.live.metricErrors({ period: Duration.minutes(1) }),
      threshold: 1,
      impact: props.errorImpact,
      runbook: `${name}-errors`,
    });
    if (hall.environment.canary) new Canary(this, 'Canary', { alias, version });
  }

  /** Lets the function do exactly these actions on exactly these resources, and with the hall's key what they need of it. */
  may(actions: readonly string[], resources: readonly string[], conditions: Record<string, unknown> = {}): void {
    this.grants.addStatements(new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));
    const keyActions = keyActionsFor(actions);
    const [service] = actions.map(serviceOf);
    if (this.hall.key && keyActions.length > 0) {
      const { region, urlSuffix } = Stack.of(this);
      this.grants.addStatements(
        new PolicyStatement({
          actions: keyActions,
          resources: [this.hall.key.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } },
        }),
      );
    }
  }

  /** The same for every file under these folders of a bucket. */
  mayUseFiles(actions: readonly string[], bucket: Bucket, folders: readonly string[]): void {
    const paths = folders.map((folder) => `${folder}/*`);
    this.may(
      actions,
      paths.map((path) => bucket.arnForObjects(path)),
    );
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('A bucket has no resource of its own.');
    const logicalId = Stack.of(bucket).getLogicalId(resource);
    for (const path of paths) {
      Validations.of(this.role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${path}]`,
        reason:
          'A file is named by its case and a random part; the folder is the narrowest thing that can be named beforehand.',
      });
    }
  }
}

/**
 * The log group of a room: its functions write beside each other, each to streams that bear its name, so that one search follows
 * a case through all of them (docs/decisions/0014).
 */
export function logOf(room: Construct, { environment }: Hall): LogGroup {
  const made = room.node.tryFindChild('Log');
  if (made instanceof LogGroup) return made;
  return new LogGroup(room, 'Log', {
    retention: retention[environment.logRetentionDays],
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/** The variables, once their names are seen to be those of the schema: two names alike have cost others three weeks. */
function checked<Shape extends z.ZodRawShape>({
  name,
  env,
  variables,
}: HallFunctionProps<Shape>): Record<string, string> {
  const expected = Object.keys(env.shape).sort().join(', ');
  const given = Object.keys(variables).sort().join(', ');
  if (expected !== given) throw new Error(`functions/${name}/env.ts reads ${expected}, but infra sets ${given}.`);
  return { ...variables };
}
