/** The record of a case: its events, numbered, each holding the hash of the one before. One changed line breaks it. */
import { createHash } from 'node:crypto';
import type { Actor, CaseEvent, CaseHead, CaseState, EventType } from './case.ts';

export interface EventDraft {
  readonly type: EventType;
  /** State of the case after it. */
  readonly state: CaseState;
  readonly data: Readonly<Record<string, unknown>>;
  /** The clocks after it. */
  readonly clocks: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly at: CaseEvent['at'];
}

/** The events to append to this case, in order. */
export function chain(
  head: Pick<CaseHead, 'caseId' | 'eventCount' | 'chainHash'>,
  drafts: readonly EventDraft[],
): CaseEvent[] {
  const events: CaseEvent[] = [];
  for (const { type, at, actor, state, data, clocks } of drafts) {
    const seq = head.eventCount + events.length + 1;
    const previousHash = events.at(-1)?.hash ?? head.chainHash;
    const eventId = `${head.caseId}-${seq}`;
    const unsealed = {
      ...{ eventId, caseId: head.caseId, seq, type, at, actor, state },
      ...{ data: told(data), clocks: told(clocks), previousHash },
    };
    events.push({ ...unsealed, hash: eventHash(unsealed) });
  }
  return events;
}

/** What the chain needs of an event; those of a newer version, with types unknown here, are lines as well. */
export type RecordLine = Omit<CaseEvent, 'type' | 'state' | 'actor'> & {
  readonly type: string;
  readonly state: string;
  readonly actor: Readonly<Record<string, unknown>>;
};

/** SHA-256 (hex) of the canonical JSON of everything but the hash itself. */
export function eventHash(event: Omit<RecordLine, 'hash'>): string {
  const { eventId, caseId, seq, type, at, actor, state, data, clocks, previousHash } = event;
  // JSON leaves out what is undefined: events from before they held clocks keep their hash.
  const sealed = { eventId, caseId, seq, type, at, actor, state, data, clocks, previousHash };
  return createHash('sha256').update(canonicalJson(sealed)).digest('hex');
}

/** `brokenAt` is the number of the first line that is missing, out of order or changed. */
export type ChainCheck = { readonly intact: true } | { readonly intact: false; readonly brokenAt: number };

/**
 * @param events the whole record, in order
 * @param head when given, the record must also end where the case says it ends: nothing cut off
 */
export function verifyChain(
  events: readonly RecordLine[],
  head?: Pick<CaseHead, 'caseId' | 'eventCount' | 'chainHash'>,
): ChainCheck {
  let previousHash = '';
  for (const [index, event] of events.entries()) {
    const belongs =
      event.caseId === (head?.caseId ?? events[0]?.caseId) && event.eventId === `${event.caseId}-${event.seq}`;
    const follows = event.seq === index + 1 && event.previousHash === previousHash;
    if (!belongs || !follows || eventHash(event) !== event.hash) return { intact: false, brokenAt: index + 1 };
    previousHash = event.hash;
  }
  const complete = head === undefined || (head.eventCount === events.length && head.chainHash === previousHash);
  return complete ? { intact: true } : { intact: false, brokenAt: events.length + 1 };
}

/** JSON with the keys of every object in order, so that the same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner));
}

/** Without what is undefined: a row does not keep it, and the hash must still fit when it comes back. */
const told = (data: EventDraft['data']) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
