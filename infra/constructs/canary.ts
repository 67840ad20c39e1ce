import { Alarm, CfnAlarm, ComparisonOperator, type IAlarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias, IVersion } from 'aws-cdk-lib/aws-lambda';
import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

export interface CanaryProps {
  readonly alias: Alias;
  /** The version being deployed. */
  readonly version: IVersion;
}

/** A new version gets a tenth of the calls for five minutes; one error of the release, and CodeDeploy goes back. */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { alias, version }: CanaryProps) {
    super(scope, id);
    const deployments = deploymentsOf(this);
    // Said in words: by reference, alias, deployment group and role would each wait for the next.
    const live = `${alias.lambda.functionArn}:${alias.aliasName}`;
    deployments.mayMove(live);
    new LambdaDeploymentGroup(this, 'Deployments', {
      application: deployments.application,
      alias,
      alarms: [deployments.watch(alias.lambda.functionName, alias.aliasName, version.version)],
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      // Only what is named above: CDK would add AWS's own policy, which may also read every bucket and call every function.
      role: deployments.role.withoutPolicyUpdates(),
    });
  }
}

interface Watched {
  readonly functionName: string;
  readonly aliasName: string;
  readonly version: string;
}

/** CloudWatch lets an alarm look at ten metrics. */
const metricsOfAlarm = 10;

/**
 * The stack's one CodeDeploy application, of which every function is a deployment group; the one role they work in; and the
 * alarms on errors of new versions. These are shared, ten functions to each: functions are released together, and where one
 * errs CloudFormation takes all of them back anyhow.
 */
class Deployments extends Construct {
  readonly application = new LambdaApplication(this, 'Application');
  private readonly grants = new PolicyDocument();
  readonly role = new Role(this, 'Role', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    inlinePolicies: { grants: this.grants },
  });
  private readonly alarms: { readonly alarm: IAlarm; readonly watched: Watched[] }[] = [];

  mayMove(alias: string): void {
    this.grants.addStatements(
      new PolicyStatement({ actions: ['lambda:GetAlias', 'lambda:UpdateAlias'], resources: [alias] }),
    );
  }

  /** An alarm that rings by errors of this version, among others of the release. */
  watch(functionName: string, aliasName: string, version: string): IAlarm {
    const last = this.alarms.at(-1);
    const { alarm, watched } = last && last.watched.length < metricsOfAlarm ? last : this.addAlarm();
    watched.push({ functionName, aliasName, version });
    return alarm;
  }

  private addAlarm(): { readonly alarm: IAlarm; readonly watched: Watched[] } {
    const watched: Watched[] = [];
    const name = `NewVersionErrors${this.alarms.length + 1}`;
    const made = new CfnAlarm(this, name, {
      alarmDescription: 'A version being deployed fails; CodeDeploy rolls it back. See docs/runbook.md#rolled-back',
      metrics: Lazy.any({ produce: () => errorsOf(watched) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const alarm = Alarm.fromAlarmArn(this, `${name}Imported`, made.attrArn);
    this.grants.addStatements(
      new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarm.alarmArn] }),
    );
    const entry = { alarm, watched };
    this.alarms.push(entry);
    return entry;
  }
}

/** Errors of the versions being deployed, added up: with the old ones' among them, a canary would roll back the very repair. */
function errorsOf(watched: readonly Watched[]): CfnAlarm.MetricDataQueryProperty[] {
  const metrics = watched.map(({ functionName, aliasName, version }, at) => ({
    id: `m${at}`,
    returnData: false,
    metricStat: {
      stat: 'Sum',
      period: Duration.minutes(1).toSeconds(),
      metric: {
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions: [
          { name: 'FunctionName', value: functionName },
          { name: 'Resource', value: `${functionName}:${aliasName}` },
          { name: 'ExecutedVersion', value: version },
        ],
      },
    },
  }));
  const expression = metrics.map(({ id }) => `FILL(${id}, 0)`).join(' + ');
  return [{ id: 'errors', expression, label: 'Errors of new versions', returnData: true }, ...metrics];
}

function deploymentsOf(scope: Construct): Deployments {
  const stack = Stack.of(scope);
  const made = stack.node.tryFindChild('Deployments');
  return made instanceof Deployments ? made : new Deployments(stack, 'Deployments');
}
