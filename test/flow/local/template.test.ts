/** What the host makes of a template: intrinsic functions, names, event patterns, resource types. */
import { describe, expect, it } from 'vitest';
import { filterOf } from '../../../local/filters.ts';
import { noValue, resolve, type Scope } from '../../../local/intrinsics.ts';
import { unknownTypes } from '../../../local/known-types.ts';
import { openStack } from '../../../local/stack.ts';

const scope: Scope = {
  ref: (id) => (id === 'AWS::NoValue' ? noValue : `ref-${id}`),
  attribute: (id, name) => `${id}/${name}`,
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) => `${map}.${first}.${second}`,
};

describe('an intrinsic function', () => {
  it.each<[unknown, unknown]>([
    [{ Ref: 'A' }, 'ref-A'],
    [{ 'Fn::GetAtt': ['A', 'Arn'] }, 'A/Arn'],
    [{ 'Fn::GetAtt': 'A.Outputs.Name' }, 'A/Outputs.Name'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref-B-3'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation writes them so
    [{ 'Fn::Sub': '${A}:${B.Arn}:${!C}' }, 'ref-A:B/Arn:${C}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation writes them so
    [{ 'Fn::Sub': ['${X}${A}', { X: { Ref: 'Y' } }] }, 'ref-Yref-A'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [{ 'Fn::If': ['Yes', { Ref: 'A' }, 'no'] }, 'ref-A'],
    [{ 'Fn::If': ['No', { Ref: 'A' }, 'no'] }, 'no'],
    [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
    [{ 'Fn::FindInMap': ['M', { Ref: 'A' }, 'x'] }, 'M.ref-A.x'],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': [{ Ref: 'A' }, 'ref-A'] }] }, true],
    [{ 'Fn::Base64': 'a' }, 'YQ=='],
    [{ deep: [{ er: { 'Fn::Join': ['', ['x']] } }] }, { deep: [{ er: 'x' }] }],
  ])('%j', (value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it('that is not known is named', () => {
    expect(() => resolve({ a: { 'Fn::Transform': {} } }, scope)).toThrow('Fn::Transform');
  });
});

describe('a stack', () => {
  const resource = (Type: string, Properties = {}, Condition?: string) => ({
    Type,
    Properties,
    ...(Condition && { Condition }),
  });
  const stackOf = (Resources: Record<string, ReturnType<typeof resource>>) =>
    openStack(
      {
        stackName: 'hall',
        region: 'ap-southeast-1',
        assets: new Map(),
        template: {
          Parameters: { Size: { Default: '3' } },
          Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
          Mappings: {},
          Resources,
        },
      },
      { hall: 'http://localhost:3000', sqs: 'http://127.0.0.1:9' },
    );

  it('knows each resource by the name and ARN it has here', () => {
    const [queue] = stackOf({ Work: resource('AWS::SQS::Queue') }).ofType('AWS::SQS::Queue');
    expect(queue).toMatchObject({
      ref: 'http://127.0.0.1:9/000000000000/hall-Work',
      arn: 'arn:aws:sqs:ap-southeast-1:000000000000:hall-Work',
    });
  });

  it('resolves references to resources, also of those that refer back', () => {
    const [first] = stackOf({
      A: resource('AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['B', 'Arn'] } } }),
      B: resource('AWS::SQS::Queue', { QueueName: 'given', Tags: [{ Ref: 'A' }, { Ref: 'Size' }] }),
    }).ofType('AWS::SQS::Queue');
    expect(first?.properties).toEqual({
      RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:ap-southeast-1:000000000000:given' },
    });
  });

  it('leaves out what its conditions leave out', () => {
    expect(stackOf({ A: resource('AWS::SQS::Queue', {}, 'Never') }).types.size).toBe(0);
  });

  it('names what is referred to and not there', () => {
    const stack = stackOf({ A: resource('AWS::SQS::Queue', { Tags: { Ref: 'Gone' } }) });
    expect(() => stack.ofType('AWS::SQS::Queue')).toThrow('Gone');
  });

  it('has types this host runs, types it knows to be needless, and unknown ones', () => {
    const types = ['AWS::SQS::Queue', 'AWS::IAM::Role', 'AWS::Lambda::Permission', 'AWS::StepFunctions::StateMachine'];
    expect(unknownTypes(types)).toEqual(['AWS::StepFunctions::StateMachine']);
  });
});

describe('an event pattern', () => {
  const record = {
    eventName: 'INSERT',
    dynamodb: { Keys: { SK: { S: 'EVENT#7' } }, NewImage: { n: { N: '5' }, flag: { BOOL: true } } },
    size: 7,
  };
  it.each<[unknown, boolean]>([
    [{ eventName: ['INSERT', 'MODIFY'] }, true],
    [{ eventName: ['REMOVE'] }, false],
    [{ dynamodb: { Keys: { SK: { S: [{ prefix: 'EVENT#' }] } } } }, true],
    [{ dynamodb: { Keys: { SK: { S: [{ suffix: '#8' }] } } } }, false],
    [{ dynamodb: { NewImage: { flag: { BOOL: [true] } } } }, true],
    [{ dynamodb: { NewImage: { state: { S: [{ exists: false }] } } } }, true],
    [{ dynamodb: { OldImage: { state: { S: [{ exists: true }] } } } }, false],
    [{ dynamodb: { NewImage: { n: { N: [{ 'anything-but': ['5', '6'] }] } } } }, false],
    [{ dynamodb: { Keys: { SK: { S: [{ 'anything-but': { prefix: 'HEAD' } }] } } } }, true],
    [{ size: [{ numeric: ['>', 0, '<=', 7] }] }, true],
    [{ size: [{ numeric: ['>', 7] }] }, false],
    [{ eventName: [{ 'equals-ignore-case': 'insert' }] }, true],
    [{ $or: [{ eventName: ['REMOVE'] }, { size: [7] }] }, true],
    [{ eventName: ['INSERT'], size: [8] }, false],
  ])('%j: %s', (pattern, expected) => {
    expect(filterOf({ Filters: [{ Pattern: JSON.stringify(pattern) }] })(record)).toBe(expected);
  });

  it('passes everything when there is none, and what any of several wants', () => {
    expect(filterOf(undefined)({})).toBe(true);
    const either = [{ Pattern: '{"a":[1]}' }, { Pattern: '{"b":[1]}' }];
    expect(filterOf({ Filters: either })({ b: 1 })).toBe(true);
  });

  it('with a rule that is not known is refused at once', () => {
    expect(() => filterOf({ Filters: [{ Pattern: '{"a":[{"cidr":"10.0.0.0/8"}]}' }] })).toThrow('cidr');
  });
});
