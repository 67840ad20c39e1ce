/** Starts every event source of the stack: its mappings, and its schedules. */
import * as z from 'zod';
import { type EventSource, mappingProperties } from './event-source.ts';
import type { HallFunction } from './functions.ts';
import { startQueueSource } from './queues.ts';
import type { Services } from './resources.ts';
import { startSchedules } from './schedules.ts';
import type { Stack } from './stack.ts';
import { startStreamSource } from './streams.ts';

/**
 * @param functionFor the function an ARN names
 * @throws Error naming a mapping whose source is neither a queue nor a table's stream of this stack
 */
export function startEventSources(
  stack: Stack,
  services: Services,
  functionFor: (arn: string) => HallFunction | undefined,
  dataDir: string,
  warn: (sentence: string) => void,
): EventSource[] {
  const queueUrls = new Map(stack.ofType('AWS::SQS::Queue').map(({ arn, ref }) => [arn, ref]));
  // All are understood before the first is started.
  const mappings = stack.ofType('AWS::Lambda::EventSourceMapping').flatMap(({ id, properties }) => {
    const mapping = mappingProperties.parse(properties);
    if (!mapping.Enabled) return [];
    const target = functionFor(mapping.FunctionName);
    const queueUrl = queueUrls.get(mapping.EventSourceArn);
    const tableName = /:table\/([^/]+)\/stream\//.exec(mapping.EventSourceArn)?.[1];
    const { region } = stack;
    if (target === undefined) throw new Error(`The event source ${id} feeds no function of this stack.`);
    if (queueUrl !== undefined)
      return [() => startQueueSource({ mapping, queueUrl, region, target }, services.sqs, warn)];
    if (tableName === undefined)
      throw new Error(`The event source ${id} is neither a queue nor a stream of this stack.`);
    const failureQueueUrl = queueUrls.get(mapping.DestinationConfig.OnFailure?.Destination ?? '');
    return [
      () => startStreamSource({ id, mapping, tableName, region, target, failureQueueUrl }, services, dataDir, warn),
    ];
  });

  async function deliver(arn: string, input: unknown): Promise<void> {
    const queueUrl = queueUrls.get(arn);
    const target = functionFor(arn);
    if (queueUrl !== undefined)
      await services.sqs('SendMessage', { QueueUrl: queueUrl, MessageBody: JSON.stringify(input) });
    else if (target !== undefined) await target.invoke(input);
    else throw new Error(`${z.string().parse(arn)} is neither a queue nor a function of this stack`);
  }
  return [...mappings.map((start) => start()), startSchedules(stack, deliver, dataDir, warn)];
}
