/**
 * The stack as it is on this machine: what each resource is called, what `Ref` and `Fn::GetAtt` of it give, and its
 * properties with every intrinsic function resolved.
 */
import { createHash } from 'node:crypto';
import type { Assembly } from './assembly.ts';
import { isRecord, noValue, resolve, type Scope, truth } from './intrinsics.ts';

/** The engines know this account only, and keep it in every ARN they give out. */
export const account = '000000000000';

/** Addresses that a resource's values are made of. */
export interface Addresses {
  /** Of the hall itself, as in `http://localhost:3000`. */
  readonly hall: string;
  readonly sqs: string;
}

export interface StackResource {
  readonly id: string;
  readonly type: string;
  /** Resolved, as the engines take them. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` gives. */
  readonly ref: string;
  readonly arn: string;
  /** The name it has in its service. */
  readonly name: string;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly assets: ReadonlyMap<string, string>;
  /** Types of all resources that are there under the stack's conditions. */
  readonly types: ReadonlySet<string>;
  ofType(...types: string[]): StackResource[];
}

/** @throws Error naming a resource or condition that the template refers to and does not have */
export function openStack(assembly: Assembly, addresses: Addresses): Stack {
  const { template, stackName, region } = assembly;
  const place: Place = { stackName, region, addresses };

  function identify(id: string): Identity {
    const found = template.Resources[id];
    if (found === undefined)
      throw new Error(`The template refers to ${id}, which is neither a resource nor a parameter.`);
    // Only the name is needed to say who a resource is, so two that refer to each other do not chase in a circle.
    const named = nameProperties.flatMap((key) => found.Properties[key] ?? [])[0];
    const given = named === undefined ? undefined : resolve(named, scope);
    const kind = kinds[found.Type] ?? otherKind;
    return kind(id, typeof given === 'string' ? given : undefined, place, (key) =>
      resolve(found.Properties[key], scope),
    );
  }

  function ref(id: string): unknown {
    const pseudo = pseudoParameter(id, place);
    if (pseudo !== undefined) return pseudo;
    const parameter = template.Parameters[id];
    return parameter === undefined ? identify(id).ref : (parameter.Default ?? '');
  }

  const scope: Scope = {
    ref,
    attribute: (id, name) => {
      const identity = identify(id);
      return identity.attributes?.[name] ?? (name === 'Arn' ? identity.arn : `${identity.name}.${name}`);
    },
    condition: (name) => {
      if (!(name in template.Conditions))
        throw new Error(`The template refers to the condition ${name}, which it does not have.`);
      return truth(template.Conditions[name], scope);
    },
    mapping: (map, first, second) => template.Mappings[map]?.[first]?.[second],
  };

  const there = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );

  return {
    name: stackName,
    region,
    assets: assembly.assets,
    types: new Set(there.map(([, { Type }]) => Type)),
    ofType: (...types) =>
      there
        .filter(([, { Type }]) => types.includes(Type))
        .map(([id, { Type, Properties }]) => {
          const properties = resolve(Properties, scope);
          const { ref, arn, name } = identify(id);
          return {
            id,
            type: Type,

            properties: isRecord(properties) ? properties : {},
            ref,
            arn,
            name,
          };
        }),
  };
}

interface Place {
  readonly stackName: string;
  readonly region: string;
  readonly addresses: Addresses;
}

interface Identity {
  readonly name: string;
  readonly ref: string;
  readonly arn: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const nameProperties = [
  'TableName',
  'QueueName',
  'BucketName',
  'FunctionName',
  'RoleName',
  'TopicName',
  'LogGroupName',
  'Name',
];

type Kind = (id: string, given: string | undefined, place: Place, property: (key: string) => unknown) => Identity;

const arnOf = ({ region }: Place, service: string, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

/** Name for what the template leaves unnamed: stays the same as long as its logical id does. */
const physical = ({ stackName }: Place, id: string, given: string | undefined): string => given ?? `${stackName}-${id}`;

const table: Kind = (id, given, place) => {
  const name = physical(place, id, given);
  const arn = arnOf(place, 'dynamodb', `table/${name}`);
  // The engine makes up the stream's true ARN; whoever reads a stream finds it by its table.
  return { name, ref: name, arn, attributes: { StreamArn: `${arn}/stream/current` } };
};

/** A version or alias: the same function under a qualified ARN. */
const qualified =
  (qualifier: (given: string | undefined) => string): Kind =>
  (id, given, _place, property) => {
    const target = String(property('FunctionName'));
    const functionArn = target.startsWith('arn:') ? target : arnOf(_place, 'lambda', `function:${target}`);
    const arn = `${functionArn.split(':').slice(0, 7).join(':')}:${qualifier(given)}`;
    return { name: id, ref: arn, arn, attributes: { AliasArn: arn, FunctionArn: arn, Version: '1' } };
  };

const kinds: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (id, given, place, property) => {
    const name = physical(place, id, given) + (given === undefined && property('FifoQueue') === true ? '.fifo' : '');
    const url = `${place.addresses.sqs}/${account}/${name}`;
    return { name, ref: url, arn: arnOf(place, 'sqs', name), attributes: { QueueName: name, QueueUrl: url } };
  },
  'AWS::S3::Bucket': (id, given, place) => {
    const name = physical(place, id, given).toLowerCase();
    const domain = `${name}.s3.amazonaws.com`;
    return {
      name,
      ref: name,
      arn: `arn:aws:s3:::${name}`,
      attributes: { DomainName: domain, RegionalDomainName: domain },
    };
  },
  'AWS::SecretsManager::Secret': (id, given, place) => {
    const name = physical(place, id, given);
    const arn = arnOf(place, 'secretsmanager', `secret:${name}`);
    return { name, ref: arn, arn, attributes: { Id: arn } };
  },
  'AWS::Lambda::Function': (id, given, place) => {
    const name = physical(place, id, given);
    return { name, ref: name, arn: arnOf(place, 'lambda', `function:${name}`) };
  },
  'AWS::Lambda::Version': qualified(() => '1'),
  'AWS::Lambda::Alias': qualified((given) => given ?? 'live'),
  'AWS::ApiGatewayV2::Api': (id, _given, place) => {
    const name = createHash('sha256').update(id).digest('hex').slice(0, 10);
    return {
      name,
      ref: name,
      arn: arnOf(place, 'apigateway', name),
      attributes: { ApiEndpoint: place.addresses.hall, ApiId: name },
    };
  },
  'AWS::ApiGatewayV2::Stage': (id, _given, place, property) => {
    const name = String(property('StageName'));
    return { name, ref: name, arn: arnOf(place, 'apigateway', `stages/${id}`) };
  },
  'AWS::ApiGatewayV2::Authorizer': (id, _given, place) => plain(id, place),
  'AWS::ApiGatewayV2::Integration': (id, _given, place) => plain(id, place),
  'AWS::ApiGatewayV2::Route': (id, _given, place) => plain(id, place),
};

/** Known by its logical id alone. */
const plain = (id: string, place: Place): Identity => ({ name: id, ref: id, arn: arnOf(place, 'apigateway', id) });

const otherKind: Kind = (id, given, place) => {
  const name = physical(place, id, given);
  return { name, ref: name, arn: arnOf(place, 'local', name) };
};

function pseudoParameter(id: string, { stackName, region }: Place): unknown {
  switch (id) {
    case 'AWS::AccountId':
      return account;
    case 'AWS::Region':
      return region;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`;
    case 'AWS::NoValue':
      return noValue;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return undefined;
  }
}
