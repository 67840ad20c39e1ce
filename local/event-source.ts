/** What the two kinds of event source have in common: the mapping's properties, and the batch a function reports. */
import * as z from 'zod';
import type { HallFunction } from './functions.ts';

/** Runs until it is stopped; stopping waits for the batch under way. */
export interface EventSource {
  stop(): Promise<void>;
}

export const mappingProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.coerce.number().int().min(1).optional(),
  /** Seconds. */
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  FilterCriteria: z.unknown().optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  BisectBatchOnFunctionError: z.boolean().default(false),
  /** -1: as long as it takes. */
  MaximumRetryAttempts: z.coerce.number().int().default(-1),
  /** Seconds; -1: whatever their age. */
  MaximumRecordAgeInSeconds: z.coerce.number().int().default(-1),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).default({}),
});
export type Mapping = z.infer<typeof mappingProperties>;

const report = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullable();

/**
 * Calls the function with a batch.
 * @returns ids of the records it reports as failed: none when all is well, every one when it threw or its report makes no sense
 */
export async function deliver(
  target: HallFunction,
  mapping: Mapping,
  records: readonly { id: string; record: unknown }[],
): Promise<Set<string>> {
  const all = new Set(records.map(({ id }) => id));
  let result: string;
  try {
    result = await target.invoke({ Records: records.map(({ record }) => record) });
  } catch {
    return all;
  }
  if (!mapping.FunctionResponseTypes.includes('ReportBatchItemFailures')) return new Set();
  const parsed = report.safeParse(JSON.parse(result));
  if (!parsed.success) return all;
  const failed = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => all.has(id)) ? new Set(failed) : all;
}

/** Waits, unless it is stopped first. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
