/** Commands as the deployed test runs them: in the repository, with our Node first. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Ours before the machine's: the emulator's workers and CDK's app take the first `node` they find. */
export const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;

/** Runs a command to its end, in the repository or another folder, showing what it says. @throws Error when it fails */
export async function run(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  folder = root,
): Promise<void> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, PATH: path, ...environment },
    stdio: 'inherit',
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args[0]} failed (${code}).`);
}
