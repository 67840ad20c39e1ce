/**
 * What an operation of the API takes and answers, apart from how it does it. Each function states its operations in
 * `functions/<name>/api.ts`; the pipeline checks calls with them and the OpenAPI document is made from them.
 */
import type * as z from 'zod';
import type { Person } from './person.ts';
import type { ProblemCode } from './problems.ts';
import type { ApiFunction } from './route.ts';
import type { RouteKey, routes } from './routes.ts';
import type { Instant } from './words.ts';

export interface Operation {
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** `If-Match: "<version>"` is needed. */
  readonly ifMatch?: true;
  readonly status: 200 | 201 | 204;
  /** Schema of the answer; absent with 204. */
  readonly answer?: z.ZodType;
  /** When the answer is a text of another kind than JSON: what it is. */
  readonly mediaType?: string;
  /** Problems of its own; those of every call (sign-in, shape, too busy …) are added. */
  readonly problems: readonly ProblemCode[];
}

/** The operations of one function: exactly the rows that the route table gives it. */
export type Api<F extends ApiFunction> = {
  readonly [K in RouteKey as (typeof routes)[K]['function'] extends F ? K : never]: Operation;
};

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** A checked call, as a handler gets it. */
export interface Call<O extends Operation> {
  readonly caller: Person;
  readonly params: Parsed<O['params']>;
  readonly query: Parsed<O['query']>;
  readonly body: Parsed<O['body']>;
  /** Version named by If-Match; 0 where the operation does not ask for it. */
  readonly ifMatch: number;
  /** Whence it came, as each host before ours said, and last the one that called us: only that is sure. */
  readonly addresses: readonly string[];
  /** Present on operations that the route table marks idempotent. */
  readonly idempotency: Idempotency | undefined;
  readonly now: Instant;
}

/** Identity of a repeatable call: who with which key, and the SHA-256 of what was asked. */
export interface Idempotency {
  readonly id: string;
  readonly requestHash: string;
}

export interface Answer<O extends Operation> {
  readonly body?: O['answer'] extends z.ZodType ? z.input<O['answer']> : never;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handlers<A> = {
  readonly [K in keyof A]: A[K] extends Operation ? (call: Call<A[K]>) => Promise<Answer<A[K]>> : never;
};
