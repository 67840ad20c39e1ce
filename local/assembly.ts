/** Reads a cloud assembly, as `cdk synth` writes it: the template of its one stack, and the folders of its assets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * Address the assembly is synthesised with. The host puts its own in its place, so one assembly runs on any port.
 * `.invalid` can belong to nobody (RFC 2606).
 */
export const placeholderUrl = 'http://hall.invalid';

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .object({ templateFile: z.string().optional(), file: z.string().optional(), stackName: z.string().optional() })
        .optional(),
    }),
  ),
});

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});
export type Resource = z.infer<typeof resource>;

const template = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Resources: z.record(z.string(), resource),
});
export type Template = z.infer<typeof template>;

const assetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

export interface Assembly {
  readonly stackName: string;
  readonly region: string;
  readonly template: Template;
  /** Folder or file of an asset, by the key under which it would lie in the deployment's bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

/**
 * @param url address of this hall, put in the place of `placeholderUrl`
 * @throws Error with one sentence when the folder holds no assembly, or one of several stacks
 */
export function readAssembly(folder: string, url: string): Assembly {
  const { artifacts } = manifest.parse(readJson(join(folder, 'manifest.json')));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    throw new Error(`The assembly in ${folder} has ${stacks.length} stacks; the hall runs exactly one.`);
  }
  const [id, { environment = '', properties = {} }] = stack;
  const [, region = ''] = environment.replace('aws://', '').split('/');
  const text = readFileSync(join(folder, properties.templateFile ?? `${id}.template.json`), 'utf8');
  const assetFiles = Object.values(artifacts).filter(({ type }) => type === 'cdk:asset-manifest');
  return {
    stackName: properties.stackName ?? id,
    region: region.startsWith('unknown') || region === '' ? 'us-east-1' : region,
    template: template.parse(JSON.parse(text.replaceAll(placeholderUrl, url))),
    assets: new Map(
      assetFiles.flatMap(({ properties: { file } = {} }) => (file === undefined ? [] : readAssets(folder, file))),
    ),
  };
}

function readAssets(folder: string, file: string): [string, string][] {
  const { files } = assetManifest.parse(readJson(join(folder, file)));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(folder, source.path ?? '')]),
  );
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
