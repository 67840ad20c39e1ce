/**
 * Fires the stack's schedules (EventBridge rules and Scheduler). When each was last fired is kept, so that one that came
 * due while the hall was down is fired once at the next start.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseSchedule, type Schedule } from './cron.ts';
import { type EventSource, pause } from './event-source.ts';
import { writePrivately } from './keys.ts';
import { account, type Stack } from './stack.ts';

/** Sends an input to what an ARN names. @throws Error when it could not be taken */
export type Deliver = (arn: string, input: unknown) => Promise<void>;

interface Job {
  readonly id: string;
  readonly schedule: Schedule;
  /** Once it has fired it is over. */
  readonly once: boolean;
  readonly targets: readonly { arn: string; inputAt(due: Date): unknown }[];
}

/** How often Lambda tries again an event that nobody waits for, and how long after. */
const retries = [5_000, 30_000];

/**
 * @param now the clock, in milliseconds
 * @param warn told when a target did not take its input
 */
export function startSchedules(
  stack: Stack,
  deliver: Deliver,
  dataDir: string,
  warn: (sentence: string) => void,
  now: () => number = Date.now,
): EventSource {
  const jobs = [...rulesOf(stack), ...schedulesOf(stack)];
  const file = join(dataDir, 'schedules.json');
  const fired = existsSync(file) ? z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  // One that is new is counted from now on.
  for (const { id, once } of jobs) fired[id] ??= once ? 0 : now();
  if (jobs.length > 0) writePrivately(file, fired);
  const stopping = new AbortController();

  async function fire({ id, targets }: Job, due: number): Promise<void> {
    for (const { arn, inputAt } of targets) {
      for (const [attempt, wait] of [...retries, undefined].entries()) {
        try {
          await deliver(arn, inputAt(new Date(due)));
          break;
        } catch (error) {
          warn(
            `定时任务 ${id} 失败 · Schedule ${id}, try ${attempt + 1}: ${error instanceof Error ? error.message : error}`,
          );
          if (wait !== undefined) await pause(wait, stopping.signal);
          if (stopping.signal.aborted) return;
        }
      }
    }
  }

  async function run(): Promise<void> {
    const underWay = new Set<Promise<void>>();
    while (!stopping.signal.aborted && jobs.length > 0) {
      for (const job of jobs) {
        const due = job.schedule.lastDue(now(), fired[job.id] ?? now());
        if (due === undefined) continue;
        fired[job.id] = due;
        writePrivately(file, fired);
        const work: Promise<void> = fire(job, due).finally(() => underWay.delete(work));
        underWay.add(work);
      }
      await pause(1000, stopping.signal);
    }
    await Promise.all(underWay);
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

const ruleProperties = z.object({
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z
    .array(z.object({ Arn: z.string(), Input: z.string().optional(), InputTransformer: z.unknown().optional() }))
    .default([]),
});

function rulesOf(stack: Stack): Job[] {
  return stack.ofType('AWS::Events::Rule').flatMap(({ id, arn, properties }) => {
    const { ScheduleExpression, State, Targets } = ruleProperties.parse(properties);
    if (ScheduleExpression === undefined || State !== 'ENABLED') return [];
    const targets = Targets.map((target) => {
      if (target.InputTransformer !== undefined)
        throw new Error(`Rule ${id} transforms its input, which this host does not do.`);
      return {
        arn: target.Arn,
        inputAt: (due: Date): unknown =>
          target.Input === undefined ? scheduledEvent(stack, arn, due) : JSON.parse(target.Input),
      };
    });
    return [{ id, schedule: parseSchedule(ScheduleExpression), once: false, targets }];
  });
}

function scheduledEvent({ region }: Stack, ruleArn: string, due: Date): unknown {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: `${due.toISOString().slice(0, 19)}Z`,
    region,
    resources: [ruleArn],
    detail: {},
  };
}

const scheduleProperties = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.string().default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().default('{}') }),
});

function schedulesOf(stack: Stack): Job[] {
  return stack.ofType('AWS::Scheduler::Schedule').flatMap(({ id, arn, properties }) => {
    const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = scheduleProperties.parse(properties);
    if (State !== 'ENABLED') return [];
    const inputAt = (due: Date): unknown =>
      JSON.parse(
        Target.Input.replaceAll('<aws.scheduler.scheduled-time>', `${due.toISOString().slice(0, 19)}Z`)
          .replaceAll('<aws.scheduler.schedule-arn>', arn)
          .replaceAll('<aws.scheduler.execution-id>', randomUUID())
          .replaceAll('<aws.scheduler.attempt-number>', '1'),
      );
    const schedule = parseSchedule(ScheduleExpression, ScheduleExpressionTimezone);
    return [{ id, schedule, once: ScheduleExpression.startsWith('at('), targets: [{ arn: Target.Arn, inputAt }] }];
  });
}
