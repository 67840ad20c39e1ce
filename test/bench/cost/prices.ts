/** What AWS asks for the counted things: on demand, us-east-1, without free tiers, discounts, logs, storage and traffic. */
import type { Counts } from './meter.ts';

/** US dollars, as listed in November 2026; other regions by changing them here. */
export const prices = {
  region: 'us-east-1',
  millionApiCalls: 1,
  millionInvocations: 0.2,
  gigabyteSecondArm: 0.0000133334,
  millionWriteUnits: 0.625,
  millionReadUnits: 0.125,
  millionQueueRequests: 0.4,
  thousandObjectWrites: 0.005,
  thousandObjectReads: 0.0004,
} as const;

/** US dollars. */
export function costOf(counts: Counts) {
  const tables =
    (counts.writeUnits * prices.millionWriteUnits + counts.readUnits * prices.millionReadUnits) / 1_000_000;
  const functions =
    (counts.invocations * prices.millionInvocations) / 1_000_000 + counts.gigabyteSeconds * prices.gigabyteSecondArm;
  const rest =
    (counts.apiCalls * prices.millionApiCalls + counts.queueRequests * prices.millionQueueRequests) / 1_000_000 +
    (counts.objectWrites * prices.thousandObjectWrites + counts.objectReads * prices.thousandObjectReads) / 1000;
  return { tables, functions, rest, total: tables + functions + rest };
}
