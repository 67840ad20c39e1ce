/** A place in the queue before a hot session: taken once, and its ticket renewed when it has ended. */
import { useEffect, useReducer, useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { SessionView, TurnView } from '../../base/booking-answers.ts';
import { hallNow } from '../../base/hall-time.ts';
import { type Doing, useAction } from '../../base/load.ts';
import { ApiProblem } from '../../base/problem.ts';

interface Asked {
  readonly patientId: string;
  readonly sessionId: string;
  readonly condition?: string;
  /** The appointment that is to be moved. */
  readonly replaces?: string;
}
const draw = (body: Asked): Promise<TurnView> => call('POST /v1/booking/queue', { body });

export interface OwnTurn {
  /** A ticket is needed now, and a place is not there or its turn has not come. */
  readonly queueing: boolean;
  /** Undefined until one is taken, and for a session without a queue. */
  readonly place: TurnView | undefined;
  readonly taking: Doing & { readonly run: (asked: Asked) => Promise<void> };
  /** Gives the ticket up, to take one for somebody else; their place stays theirs. */
  readonly leave: () => void;
  /** Its turn may have come: looks again. */
  readonly look: () => void;
  /** What a booking carries. */
  readonly ticket: (asked: Asked) => Promise<{ ticket?: string }>;
}

/** @param reload fetches the session: what was free before the turn came is not what is free now */
export function useTurn({ queue, state }: SessionView, reload: () => Promise<void>): OwnTurn {
  const [place, setPlace] = useState<TurnView | undefined>(undefined);
  const [, look] = useReducer((count: number, _: undefined) => count + 1, 0);
  const taking = useAction(async (_key, asked: Asked) => setPlace(await draw(asked)));
  const over = queue === undefined || hallNow().getTime() >= Date.parse(queue.endsAt);
  const admitted = place !== undefined && hallNow().getTime() >= Date.parse(place.admittedFrom);
  useEffect(() => {
    if (admitted) void reload();
  }, [admitted]);
  return {
    queueing: state !== 'sold-out' && !over && !admitted,
    place,
    taking,
    look: () => look(undefined),
    leave: () => setPlace(undefined),
    ticket: async (asked) => {
      if (over || place === undefined) return {};
      if (hallNow().getTime() < Date.parse(place.ticketUntil)) return { ticket: place.ticket };
      const renewed = await draw(asked);
      setPlace(renewed);
      return { ticket: renewed.ticket };
    },
  };
}

/** The phone's clock may be a second or two ahead of the hall's: whoever comes that much too soon knocks again. */
export async function knocking<T>(act: () => Promise<T>, wait = 800): Promise<T> {
  for (let left = 3; ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      const early = error instanceof ApiProblem && error.errors.some(({ code }) => soon.has(code));
      if (!early || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
const soon: ReadonlySet<string> = new Set(['queue-not-your-turn', 'not-released']);
