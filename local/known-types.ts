/** Resource types of a template: what this host runs, and what it knows to be of no use on one machine. */

/** Created, run or fired here. */
const run = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::Lambda::Function',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::Lambda::EventSourceMapping',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
];

/** Grants, alarms, keys, logs, canaries, edges: they guard or watch what runs, and nothing here asks them. */
const notNeeded = [
  /^AWS::IAM::/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::/,
  /^AWS::SNS::/,
  /^AWS::KMS::/,
  /^AWS::CodeDeploy::/,
  /^AWS::CloudFront::/,
  /^AWS::WAFv2::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::Lambda::(Permission|EventInvokeConfig|LayerVersion)$/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::SecretsManager::(ResourcePolicy|RotationSchedule)$/,
  /^AWS::Scheduler::ScheduleGroup$/,
  /^AWS::ApiGatewayV2::(DomainName|ApiMapping)$/,
];

/** Types of a stack that this host neither runs nor knows to be needless. */
export function unknownTypes(types: Iterable<string>): string[] {
  return [...types].filter((type) => !run.includes(type) && !notNeeded.some((pattern) => pattern.test(type)));
}
