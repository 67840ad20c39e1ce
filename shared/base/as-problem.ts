/** What anything that was thrown is to whoever called. */
import { Problem } from './problems.ts';

/** Names of errors with which AWS says "later": the caller is told 503 and may repeat with the same key. */
const throttles = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'SlowDown',
  'TimeoutError',
]);

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && throttles.has(error.name)) return new Problem('too-busy');
  // A write of one row, while a transaction was at the same row.
  if (error instanceof Error && error.name === 'TransactionConflictException') return new Problem('conflict');
  return new Problem('internal');
}
