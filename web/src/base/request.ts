/** How a call of the route table becomes an HTTP request. Pure. */

type PathNames<K extends string> = K extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never;

/** What a call needs beside its key. `path` is there exactly when the route has names in it. */
export type CallOptions<K extends string> = {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Version of the draft being changed. */
  readonly ifMatch?: number;
  /** Identity of one action of a person: the same on every repeat of it. */
  readonly idempotencyKey?: string;
} & ([PathNames<K>] extends [never]
  ? { readonly path?: never }
  : { readonly path: Readonly<Record<PathNames<K>, string>> });

export interface PlainOptions {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: number;
  readonly idempotencyKey?: string;
}

export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** @param key `PUT /v1/drafts/{caseId}` */
export function requestFor(key: string, options: PlainOptions, token: string | undefined): PlainRequest {
  const [method = 'GET', pattern = '/'] = key.split(' ');
  const path = pattern.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(options.path?.[name] ?? ''));
  return {
    method,
    url: path + queryText(options.query ?? {}),
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.ifMatch === undefined ? {} : { 'if-match': `"${options.ifMatch}"` }),
      ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
    },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
  };
}

/** `?q=…` of the values that are there; nothing for none. */
function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap<[string, string]>(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Milliseconds before the next try of a busy or unreachable hall; undefined when it has been tried often enough. */
export function waitBefore(attempt: number, retryAfter: string | null, random: number): number | undefined {
  if (attempt >= 3) return undefined;
  const asked = Number(retryAfter);
  const own = 300 * 2 ** attempt * (0.75 + random / 2);
  return retryAfter !== null && Number.isFinite(asked) ? Math.min(Math.max(asked * 1000, own), 5000) : own;
}
