/** What `cdk synth` and `cdk deploy` run: `npx cdk deploy -c env=prod`. */
import { withBuild } from './build.ts';
import { EnvironmentError, environmentOf, overridesSchema } from './environments.ts';
import { hallApp, synthesiseStack } from './synth.ts';

try {
  const app = await hallApp({ checks: true });
  const asked = (key: string): unknown => app.node.tryGetContext(key);
  const overrides = overridesSchema.parse({ issuer: asked('issuer'), publicUrl: asked('publicUrl') });
  const environment = environmentOf(asked('env'), overrides);
  await withBuild(
    () => synthesiseStack(app, environment),
    (line) => console.error(line),
  );
} catch (error) {
  console.error(error instanceof EnvironmentError || error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
