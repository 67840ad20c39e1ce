/** What a function writes: kept whole in `<data>/logs/<function>.log` as JSON lines, and its errors told in the terminal. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import type { FunctionError } from './function-error.ts';

export interface FunctionLog {
  collect(stdout: Readable, stderr: Readable): void;
  failure(error: FunctionError): void;
  close(): Promise<void>;
}

const line = z.record(z.string(), z.unknown());

/** @param tell one short line for the terminal */
export function functionLog(dataDir: string, name: string, tell: (line: string) => void): FunctionLog {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(join(folder, `${name}.log`), { flags: 'a', mode: 0o600 });

  function write(entry: Record<string, unknown>): void {
    file.write(`${JSON.stringify(entry)}\n`);
  }

  function collect(stream: Readable, level: 'info' | 'error'): void {
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => {
      if (text.trim() === '') return;
      const entry = asObject(text) ?? { level, at: new Date().toISOString(), message: text };
      write(entry);
      if (/^(error|fatal)$/i.test(String(entry.level)))
        tell(shorten(asObject(text) === undefined ? text : summary(entry)));
    });
  }

  return {
    collect(stdout, stderr) {
      collect(stdout, 'info');
      collect(stderr, 'error');
    },
    failure(error) {
      write({
        level: 'error',
        at: new Date().toISOString(),
        code: 'FUNCTION_FAILED',
        kind: error.kind,
        message: error.message,
        trace: error.trace,
      });
      tell(shorten(`${error.kind}: ${error.message}`));
    },
    close: () => new Promise((resolve) => file.end(resolve)),
  };
}

function asObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const summary = (entry: Record<string, unknown>): string =>
  ['code', 'message', 'error', 'route', 'frames']
    .flatMap((key) => (entry[key] === undefined ? [] : [String(entry[key])]))
    .join(' · ');

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
