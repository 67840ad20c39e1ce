import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

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
