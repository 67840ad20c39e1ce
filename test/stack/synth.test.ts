import { readFileSync } from 'node:fs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { withBuild } from '../../infra/build.ts';
import { environmentNames, environmentOf } from '../../infra/environments.ts';
import { hallApp, synthesise, synthesiseStack } from '../../infra/synth.ts';
import { contentsOf, newFolder, templateOf } from './template.ts';

/** The assembly's files but for CDK's notes of which source line made what, which are never deployed. */
const deployed = (folder: string) =>
  new Map([...contentsOf(folder)].filter(([file]) => !file.endsWith('.metadata.json')));

it.each(environmentNames)('two syntheses of %s give the same bytes', async (environment) => {
  const [first, second] = [newFolder(), newFolder()];
  await withBuild(async () => {
    for (const outdir of [first, second]) {
      synthesiseStack(await hallApp({ outdir, copyBundles: false }), environmentOf(environment));
    }
  });
  const bytes = deployed(first);
  expect(bytes.size).toBeGreaterThan(3);
  expect(deployed(second)).toEqual(bytes);
});

describe('checks', () => {
  it.each(environmentNames)(
    '%s passes CloudFormation schemas and cdk-nag',
    { timeout: 60_000 },
    async (environment) => {
      const assembly = await synthesise({ environment, outdir: newFolder(), checks: true, copyBundles: false });
      expect(assembly.stacks).toHaveLength(1);
    },
  );

  it('would say so if it did not', { timeout: 60_000 }, async () => {
    const app = await hallApp({ outdir: newFolder(), checks: true, copyBundles: false });
    new Bucket(new Stack(app, 'careless'), 'Open');
    expect(() => app.synth()).toThrow(/server access logs disabled/);
  });
});

it.each(environmentNames)('no resource of %s waits for itself', async (environment) => {
  const { resources } = await templateOf(environment);
  const waitsFor = new Map(resources.map((resource) => [resource.id, resource.waitsFor]));
  const settled = new Set<string>();
  const walk = (id: string, path: readonly string[]): void => {
    expect(path, `${path.join(' → ')} → ${id}`).not.toContain(id);
    if (settled.has(id)) return;
    for (const next of waitsFor.get(id) ?? []) walk(next, [...path, id]);
    settled.add(id);
  };
  for (const { id } of resources) walk(id, []);
  expect(settled.size).toBeGreaterThanOrEqual(resources.length);
});

it('every alarm leads to its section of the runbook', async () => {
  const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^#+ `?([a-z-]+)`?/gm)].map(
    ([, heading]) => heading,
  );
  const alarms = (await templateOf('prod')).ofType('AWS::CloudWatch::Alarm');
  const sections = alarms.map(
    ({ properties }) => /docs\/runbook\.md#([a-z-]+)$/.exec(String(properties.AlarmDescription))?.[1],
  );
  expect(sections).not.toContain(undefined);
  expect([...new Set(sections)].sort()).toEqual([...headings].sort());
});
