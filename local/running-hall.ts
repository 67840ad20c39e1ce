/** The functions of the hall that runs on a data folder, as a command beside it may call them. */
import { readAssembly } from './assembly.ts';
import { type FunctionSettings, functionSettings } from './function-settings.ts';
import { accessKeyId, hallKeys } from './keys.ts';
import { runningHall } from './lock.ts';
import { s3Prefix } from './s3-proxy.ts';
import { openStack } from './stack.ts';

/** @throws Error with a sentence for whoever typed the command: no hall runs there */
export async function functionsOfHall(dataDir: string): Promise<FunctionSettings[]> {
  const hall = runningHall(dataDir);
  if (hall?.assemblyDir === undefined || hall.endpoints === undefined) {
    throw new Error(
      `没有运行中的大厅 · No hall runs on ${dataDir}: npm start first, or name its folder with HALL_DATA.`,
    );
  }
  const { url, assemblyDir, endpoints, clockShift = 0 } = hall;
  const { secretAccessKey } = await hallKeys(dataDir);
  const stack = openStack(readAssembly(assemblyDir, url), { hall: url, sqs: endpoints.sqs });
  return functionSettings(stack, {
    credentials: { accessKeyId, secretAccessKey },
    endpoints: { ...endpoints, s3: `${url}${s3Prefix}` },
    clockShift,
  });
}
