/** What `cdk synth` and `cdk deploy` run: `npx cdk deploy -c env=prod`. */
import { build } from './build.ts';
import { EnvironmentError, environmentOf, overridesSchema } from './environments.ts';
import { hallApp, synthesiseStack } from './synth.ts';

try {
  const app = await hallApp({ checks: true });
  const asked = (key: string): unknown => app.node.tryGetContext(key);
  const overrides = overridesSchema.parse({ issuer: asked('issuer'), publicUrl: asked('publicUrl') });
  const environment = environmentOf(asked('env'), overrides);
  await build((line) => console.error(line));
  synthesiseStack(app, environment);
} catch (error) {
  console.error(error instanceof EnvironmentError || error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
