/**
 * `npm run recompute-calendar`: after a year's calendar was published (and a version that knows it is running), counts every
 * provisional due day again and lists whose moved. Against the running hall; docs/runbook.md has the same for AWS.
 */
import * as z from 'zod';
import { clockNames } from '../shared/cases/case.ts';
import { makeFunction } from './functions.ts';
import { functionsOfHall } from './running-hall.ts';

const answer = z.object({
  recalculated: z.int(),
  moved: z.array(z.object({ caseNumber: z.string(), clock: z.enum(clockNames), from: z.string(), to: z.string() })),
  next: z.object({ shard: z.int(), after: z.string().optional() }).optional(),
});

try {
  const settings = (await functionsOfHall(process.env.HALL_DATA ?? '.data')).find(({ label }) => label === 'clock');
  if (settings === undefined) throw new Error('the hall has no function clock');
  const clock = makeFunction(settings, {
    collect: (stdout, stderr) => {
      stdout.pipe(process.stderr);
      stderr.pipe(process.stderr);
    },
    failure: () => {},
    close: async () => {},
  });
  try {
    let cases = 0;
    for (let task: object | undefined = { task: 'recalculate' }; task !== undefined; ) {
      const { recalculated, moved, next } = answer.parse(JSON.parse(await clock.invoke(task)));
      cases += recalculated;
      for (const { caseNumber, clock: name, from, to } of moved) console.log(`${caseNumber} ${name} ${from} → ${to}`);
      task = next === undefined ? undefined : { task: 'recalculate', ...next };
    }
    console.log(`重新计算 ${cases} 件 · ${cases} case(s) counted again`);
  } finally {
    await clock.stop();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
