/**
 * Logs: one JSON line, a constant code and allow-listed keys. No sentence, no body, no name, no number of a person:
 * a key that is not in the list does not compile.
 */
export interface LogKeys {
  correlationId?: string;
  route?: string;
  status?: number;
  problem?: string;
  milliseconds?: number;
  caseId?: string;
  materialId?: string;
  jobId?: string;
  bulkId?: string;
  exportId?: string;
  documentNumber?: string;
  eventId?: string;
  eventType?: string;
  agency?: string;
  provider?: string;
  orderNo?: string;
  day?: string;
  queue?: string;
  count?: number;
  failed?: number;
  attempts?: number;
  reason?: string;
  /** Class of an error; its message and stack may quote data, so only this and the stack's own frames are kept. */
  error?: string;
  frames?: string;
}

type Level = 'info' | 'warn' | 'error';

/** Writes one line. `code` is constant text such as `CASE_SUBMITTED`. */
export function log(level: Level, code: string, keys: LogKeys = {}): void {
  console[level](JSON.stringify({ level, code, at: new Date().toISOString(), ...keys }));
}

/** The keys that tell an unexpected error without its message. */
export function errorKeys(error: unknown): Pick<LogKeys, 'error' | 'frames'> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6);
  return { error: error.name, frames: frames.map((line) => line.trim()).join(' | ') };
}
