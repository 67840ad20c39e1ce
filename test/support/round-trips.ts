import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

/** Counts sequential round trips: a call that starts while none is under way begins a new one. @returns what was counted since it was last asked */
export function countTrips(
  client: Pick<DynamoDBDocumentClient, 'middlewareStack'> | Pick<DynamoDBClient, 'middlewareStack'>,
): () => number {
  let underWay = 0;
  let trips = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (underWay === 0) trips += 1;
      underWay += 1;
      try {
        return await next(args);
      } finally {
        underWay -= 1;
      }
    },
    { step: 'finalizeRequest', name: 'countTrips', override: true },
  );
  return () => {
    const counted = trips;
    trips = 0;
    return counted;
  };
}

const capacity = z.object({ CapacityUnits: z.number() });
const consumed = z.object({ ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional() });

/** Counts capacity units, of reads and writes. @returns what was counted since it was last asked */
export function countUnits(client: Pick<DynamoDBDocumentClient, 'middlewareStack'>): () => number {
  let units = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      const { ConsumedCapacity = [] } = consumed.parse(result.output);
      for (const { CapacityUnits } of [ConsumedCapacity].flat()) units += CapacityUnits;
      return result;
    },
    { step: 'initialize', name: 'countUnits', override: true },
  );
  return () => {
    const counted = units;
    units = 0;
    return counted;
  };
}
