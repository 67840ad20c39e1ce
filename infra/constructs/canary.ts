import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

export interface CanaryProps {
  readonly alias: Alias;
  /** Errors of the new version only. */
  readonly rollbackMetric: IMetric;
}

/** A new version gets a tenth of the calls for five minutes; one error of its own, and CodeDeploy goes back. */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { alias, rollbackMetric }: CanaryProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'NewVersionErrors', {
      metric: rollbackMetric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: 'The version being deployed fails; CodeDeploy rolls it back. See docs/runbook.md#rolled-back',
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    // Said in words: by reference, alias, deployment group and policy would each wait for the next.
    const live = `${alias.lambda.functionArn}:${alias.aliasName}`;
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:GetAlias', 'lambda:UpdateAlias'], resources: [live] }));
    role.addToPolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarm.alarmArn] }));
    const group = new LambdaDeploymentGroup(this, 'Deployments', {
      application: applicationOf(this),
      alias,
      alarms: [alarm],
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      // Only what is named above: CDK would add AWS's own policy, which may also read every bucket and call every function.
      role: role.withoutPolicyUpdates(),
    });
    group.node.addDependency(role);
  }
}

/** The stack's one CodeDeploy application; every function is a deployment group of it. */
function applicationOf(scope: Construct): LambdaApplication {
  const stack = Stack.of(scope);
  const made = stack.node.tryFindChild('Deployments');
  return made instanceof LambdaApplication ? made : new LambdaApplication(stack, 'Deployments');
}
