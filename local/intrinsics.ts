/** CloudFormation's intrinsic functions, resolved where and when a value is asked for. */

/** What a template's functions refer to. */
export interface Scope {
  /** Value of `Ref`; a resource's, a parameter's or a pseudo parameter's. */
  ref(id: string): unknown;
  /** Value of `Fn::GetAtt`. */
  attribute(id: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
}

/** `AWS::NoValue`: what is set to it is left out. */
export const noValue = Symbol('AWS::NoValue');

/** The value with every intrinsic function in it replaced. @throws Error naming a function that is not known. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== noValue);
  if (!isRecord(value)) return value;
  const [first, ...others] = Object.entries(value);
  if (first !== undefined && others.length === 0) {
    const [name, argument] = first;
    const apply = functions[name];
    if (apply !== undefined) return apply(argument, scope);
    if (name.startsWith('Fn::')) throw new Error(`The template uses ${name}, which this host does not know.`);
  }
  const entries = Object.entries(value).map(([key, entry]) => [key, resolve(entry, scope)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== noValue));
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const functions: Readonly<Record<string, Intrinsic>> = {
  Ref: (id, scope) => scope.ref(text(id)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...name] = typeof argument === 'string' ? argument.split('.') : list(argument);
    return scope.attribute(text(id), name.map((part) => text(resolve(part, scope))).join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(resolve(parts, scope)).map(text).join(text(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument);
    return substitute(text(template), isRecord(variables) ? variables : {}, scope);
  },
  'Fn::Select': (argument, scope) => {
    const [index, parts] = list(argument);
    const chosen = list(resolve(parts, scope))[Number(resolve(index, scope))];
    if (chosen === undefined) throw new Error(`Fn::Select: there is no entry ${String(index)}.`);
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument);
    return text(resolve(source, scope)).split(text(separator));
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument);
    return resolve(scope.condition(text(condition)) ? yes : no, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(argument).map((part) => text(resolve(part, scope)));
    return resolve(scope.mapping(text(map), text(first), text(second)), scope);
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope))).toString('base64'),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument).map((part) => String(resolve(part, scope)));
    return left === right;
  },
  'Fn::Not': (argument, scope) => !truth(list(argument)[0], scope),
  'Fn::And': (argument, scope) => list(argument).every((part) => truth(part, scope)),
  'Fn::Or': (argument, scope) => list(argument).some((part) => truth(part, scope)),
};

/** Whether a condition holds: a function of the template, or the name of one. */
export function truth(value: unknown, scope: Scope): boolean {
  if (isRecord(value) && 'Condition' in value) return scope.condition(text(value.Condition));
  return resolve(value, scope) === true;
}

/** `${Name}`, `${Resource.Attribute}` and `${!Literal}` in a text. */
function substitute(template: string, variables: Record<string, unknown>, scope: Scope): string {
  return template.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (name in variables) return text(resolve(variables[name], scope));
    const [id, ...attribute] = name.trim().split('.');
    return text(attribute.length === 0 ? scope.ref(text(id)) : scope.attribute(text(id), attribute.join('.')));
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`The template has ${JSON.stringify(value)} where a list should be.`);
  return value;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`The template has ${JSON.stringify(value) ?? String(value)} where a text should be.`);
}
