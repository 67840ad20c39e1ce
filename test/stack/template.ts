/** The synthesised templates, read as data. Each environment is synthesised once in each test file that asks for it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import * as z from 'zod';
import { type EnvironmentName, environmentNames } from '../../infra/environments.ts';
import { synthesise } from '../../infra/synth.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).default([]),
  UpdatePolicy: z.unknown().optional(),
});
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
  /** Logical ids of resources that must be there before this one. */
  readonly waitsFor: readonly string[];
}

export interface Template {
  readonly resources: readonly Resource[];
  ofType(type: string): Resource[];
  /** The one resource of that type. */
  theOne(type: string): Resource;
}

const made = new Map<EnvironmentName, Promise<Template>>();

export function templateOf(environment: EnvironmentName): Promise<Template> {
  const known = made.get(environment) ?? synthesiseTemplate(environment);
  made.set(environment, known);
  return known;
}

export const templatesOfAll = (): Promise<[EnvironmentName, Template][]> =>
  Promise.all(
    environmentNames.map(async (name): Promise<[EnvironmentName, Template]> => [name, await templateOf(name)]),
  );

/** Every file under a folder with the hash of its bytes. */
export function contentsOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((it) =>
    statSync(join(folder, it)).isFile(),
  );
  const hash = (file: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
  return new Map(files.sort().map((file) => [file, hash(file)]));
}

/** An empty folder, gone after the test file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'banshi-synth-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function synthesiseTemplate(environment: EnvironmentName): Promise<Template> {
  const assembly = await synthesise({ environment, outdir: newFolder(), copyBundles: false });
  const [stack] = assembly.stacks;
  if (stack === undefined || assembly.stacks.length !== 1) throw new Error(`${environment} is not one stack`);
  return parseTemplate(readFileSync(stack.templateFullPath, 'utf8'));
}

export function parseTemplate(json: string): Template {
  const resources = Object.entries(templateSchema.parse(JSON.parse(json)).Resources).map(([id, it]) => ({
    id,
    type: it.Type,
    properties: it.Properties,
    deletionPolicy: it.DeletionPolicy,
    waitsFor: [it.DependsOn, idsIn(it.Properties), idsIn(it.UpdatePolicy)].flat(),
  }));
  const ofType = (type: string) => resources.filter((it) => it.type === type);
  return {
    resources,
    ofType,
    theOne: (type) => {
      const [first, ...more] = ofType(type);
      if (first === undefined || more.length > 0) throw new Error(`${1 + more.length} resources of type ${type}`);
      return first;
    },
  };
}

const getAtt = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const ref = z.object({ Ref: z.string() });
const joined = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });

/** An ARN or name of the template in words: `DataCases/index/byAgency`, without CDK's hashes and `.Arn`. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  const attribute = getAtt.safeParse(value);
  if (attribute.success) {
    const [id, name] = attribute.data['Fn::GetAtt'];
    return name === 'Arn' ? withoutHash(id) : `${withoutHash(id)}.${name}`;
  }
  const reference = ref.safeParse(value);
  if (reference.success) return withoutHash(reference.data.Ref);
  const parts = joined.safeParse(value);
  if (parts.success) return parts.data['Fn::Join'][1].map(inWords).join(parts.data['Fn::Join'][0]);
  return JSON.stringify(value);
}

/** Logical ids that a value mentions, wherever in it. */
export function idsIn(value: unknown): string[] {
  const text = JSON.stringify(value) ?? '';
  return [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)"/g)].map(([, id = '']) => id);
}

const withoutHash = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

const oneOrMany = z.union([z.string().transform((it) => [it]), z.array(z.string())]);
const statementSchema = z.strictObject({
  Action: oneOrMany,
  Effect: z.literal('Allow'),
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});
const policiesSchema = z
  .array(z.object({ PolicyName: z.string(), PolicyDocument: z.object({ Statement: z.array(statementSchema) }) }))
  .default([]);

/** What a role may, one line for each action and resource: `s3:GetObject DataFiles/materials/*`, sorted. */
export function grantsOf(template: Template, roleId: string): string[] {
  // A policy beside the roles would be one that this does not read.
  if (template.ofType('AWS::IAM::Policy').length > 0) throw new Error('a policy lies outside its role');
  const role = template.resources.find(({ id, type }) => id === roleId && type === 'AWS::IAM::Role');
  const statements = policiesSchema.parse(role?.properties.Policies).flatMap((it) => it.PolicyDocument.Statement);
  return statements.flatMap(linesOf).sort();
}

function linesOf({ Action, Resource, Condition }: z.infer<typeof statementSchema>): string[] {
  const resources = Array.isArray(Resource) ? Resource : [Resource];
  const when = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
  return Action.flatMap((action) => resources.map((resource) => `${action} ${inWords(resource)}${when}`));
}
