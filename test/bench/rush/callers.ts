/** A crowd: many callers, so many at once, each with one call; what each was answered, and how long it took. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Reply {
  /** Place in the order of arrival, from 0. */
  readonly arrival: number;
  readonly status: number;
  readonly milliseconds: number;
  readonly body: string;
}

/** Calls in order of arrival, `atOnce` under way at any time. */
export async function crowd(
  url: string,
  calls: readonly Call[],
  atOnce: number,
): Promise<{ replies: Reply[]; seconds: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const replies: Reply[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < calls.length) {
        const arrival = next;
        next += 1;
        const call = calls[arrival];
        if (call !== undefined) replies[arrival] = { arrival, ...(await post(agent, url, call)) };
      }
    }),
  );
  agent.destroy();
  return { replies, seconds: (performance.now() - started) / 1000 };
}

/** Calls made each at its own instant of this clock; who is behind goes at once. @param at milliseconds, in the order of the calls */
export async function inTurn(url: string, calls: readonly Call[], at: readonly number[]): Promise<Reply[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const replies = await Promise.all(
    calls.map(async (call, arrival): Promise<Reply> => {
      await sleep(Math.max(0, (at[arrival] ?? 0) - Date.now()));
      return { arrival, ...(await post(agent, url, call)) };
    }),
  );
  agent.destroy();
  return replies;
}

function post(agent: Agent, url: string, { path, headers, body }: Call): Promise<Omit<Reply, 'arrival'>> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${path}`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, milliseconds: performance.now() - started, body: text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The value below which so many percent lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
