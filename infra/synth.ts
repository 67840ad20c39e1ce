import { App, Validations } from 'aws-cdk-lib/core';
import { type CloudAssembly, DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import { withBuild } from './build.ts';
import { type Environment, type EnvironmentName, environmentOf, type Overrides } from './environments.ts';
import { HallStack } from './hall-stack.ts';
import { prodCnResources } from './prod-cn-resources.ts';

export interface SynthesisOptions {
  readonly environment: EnvironmentName;
  /** Folder for the assembly; made if missing. */
  readonly outdir: string;
  /** `dev` only. */
  readonly overrides?: Overrides;
  /** Check the template against CloudFormation's schemas and cdk-nag: right for deploying, two seconds too slow for starting. */
  readonly checks?: boolean;
  /** Copy the bundles into the assembly, so that it stands alone; without, it names them where they lie. */
  readonly copyBundles?: boolean;
  readonly log?: (line: string) => void;
}

/** Builds what has changed and synthesises an environment. @throws EnvironmentError, or the build's error. */
export async function synthesise(options: SynthesisOptions): Promise<CloudAssembly> {
  const environment = environmentOf(options.environment, options.overrides);
  return withBuild(async () => synthesiseStack(await hallApp(options), environment), options.log);
}

/** Adds the environment's stack to the app and writes the assembly. @throws Error naming what the region does not offer */
export function synthesiseStack(app: App, environment: Environment): CloudAssembly {
  const stack = new HallStack(app, environment);
  const assembly = app.synth();
  if (environment.region.startsWith('cn-')) {
    const { Resources } = templateSchema.parse(assembly.getStackArtifact(stack.artifactId).template);
    const lacking = Object.values(Resources).find(({ Type }) => !prodCnResources.includes(Type));
    if (lacking) throw new Error(`${lacking.Type} is not in infra/prod-cn-resources.ts: AWS China may lack it.`);
  }
  return assembly;
}

const templateSchema = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** An empty app with the hall's ways of synthesising: no time, no machine and no telemetry in what it writes. */
export async function hallApp(options: Partial<SynthesisOptions>): Promise<App> {
  const { outdir, checks = false, copyBundles = true } = options;
  const app = new App({
    ...(outdir !== undefined && { outdir }),
    autoSynth: false,
    analyticsReporting: false,
    stackTraces: false,
    treeMetadata: false,
    builtinCloudFormationValidation: checks,
    context: { ...featureFlags, [DISABLE_ASSET_STAGING_CONTEXT]: !copyBundles },
  });
  if (checks) {
    const { AwsSolutionsChecks } = await import('cdk-nag');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
  return app;
}

/** The flags of `cdk init` that touch a service of the hall's: without them CDK does as it did years ago. */
const featureFlags = {
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn'],
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:explicitStackTags': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-kms:aliasNameRef': true,
  '@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-dynamodb:resourcePolicyPerReplica': true,
  '@aws-cdk/aws-dynamodb:retainTableReplica': true,
  '@aws-cdk/aws-codedeploy:removeAlarmsFromDeploymentGroup': true,
  '@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0': true,
  '@aws-cdk/aws-cloudfront:defaultViewerProtocolPolicyRedirectToHttps': true,
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
};
