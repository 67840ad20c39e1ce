/** What one number costs the table: the same rush in one process on the embedded engine, every call to the table counted. */

import { Problem } from '../../../shared/base/problems.ts';
import { take } from '../../../shared/booking/take.ts';
import { bookingRoom } from '../../support/booking.ts';
import { startEngines } from '../../support/engines.ts';

export interface Cost {
  readonly winners: number;
  readonly losers: number;
  /** Rows that transactions asked to write, refused ones included, for each number that was given. */
  readonly writesPerWinner: number;
  readonly refusedTransactions: number;
  /** Calls to the table that write, made after the last number was given. */
  readonly writesAfterSoldOut: number;
  readonly readCallsPerLoser: number;
}

export async function countWrites(sessionId: string, now: string, callers: number, atOnce: number): Promise<Cost> {
  const engines = await startEngines();
  const room = await bookingRoom(engines);
  const people = await Promise.all(
    Array.from({ length: callers }, async (_, serial) => {
      const account = `caller-${serial}`;
      return { account, patientId: await room.self(account) };
    }),
  );
  const seen = { rows: 0, writes: 0, refused: 0, reads: 0, late: 0 };
  let winners = 0;
  engines.documents.middlewareStack.add(
    (proceed, context) => async (args) => {
      const writes = context.commandName === 'TransactWriteItemsCommand';
      if (writes) seen.writes += 1;
      else seen.reads += 1;
      if (writes && winners === 100) seen.late += 1;
      const input = args.input as { TransactItems?: unknown[] };
      seen.rows += input.TransactItems?.length ?? 0;
      try {
        return await proceed(args);
      } catch (error) {
        if (writes) seen.refused += 1;
        throw error;
      }
    },
    { step: 'initialize', name: 'countWrites' },
  );
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < people.length) {
        const { account, patientId } = people[next] ?? { account: '', patientId: '' };
        next += 1;
        const key = { id: account, requestHash: 'one' };
        await take(room, room.wish(account, patientId, sessionId, now, { idempotency: key })).then(
          () => {
            winners += 1;
          },
          (error: unknown) => {
            if (!(error instanceof Problem)) throw error;
          },
        );
      }
    }),
  );
  await engines.stop();
  const losers = callers - winners;
  return {
    winners,
    losers,
    writesPerWinner: seen.rows / winners,
    refusedTransactions: seen.refused,
    writesAfterSoldOut: seen.late,
    readCallsPerLoser: (seen.reads - winners * 4) / losers,
  };
}
