/** What `cdk synth` and `cdk deploy` run: `npx cdk deploy -c env=prod`. */
import { build } from './build.ts';
import { EnvironmentError, environmentOf, overridesSchema } from './environments.ts';
import { HallStack } from './hall-stack.ts';
import { hallApp } from './synth.ts';

try {
  const app = await hallApp({ checks: true });
  const asked = (key: string): unknown => app.node.tryGetContext(key);
  const overrides = overridesSchema.parse({ issuer: asked('issuer'), publicUrl: asked('publicUrl') });
  const environment = environmentOf(asked('env'), overrides);
  await build((line) => console.error(line));
  new HallStack(app, environment);
  app.synth();
} catch (error) {
  console.error(error instanceof EnvironmentError || error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
