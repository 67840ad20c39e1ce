/** What every part of the simulator stands on. */
import type { IncomingMessage } from 'node:http';
import type { SimulatedMerchant } from './keys.ts';
import type { Notices } from './notices.ts';
import { type Provider, providers, type Trades } from './trades.ts';

export interface World {
  readonly url: string;
  readonly merchants: ReadonlyMap<string, SimulatedMerchant>;
  readonly trades: Trades;
  readonly notices: Notices;
  readonly now: () => number;
  /** Nobody is told of anything. */
  silent: boolean;
  /** Orders whose refunds are refused, as by an empty merchant account. */
  readonly refusing: Set<string>;
  /** UnionPay orders that a bank is still at work on: nobody can say whether they are paid. */
  readonly working: Set<string>;
  /** How many notices were made: keys alternate and probes are sent by it. */
  made: number;
}

export interface Request {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export const isProvider = (text: string | null): text is Provider => providers.some((one) => one === text);
