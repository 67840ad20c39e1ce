/** What a queue's worker is called with: the part of SQS's envelope that `consume` reads. The message is the body, as JSON. */
import * as z from 'zod';

export const queueBatch = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.string().regex(/^\d+$/) }),
      eventSourceARN: z.string().startsWith('arn:'),
    }),
  ),
});
export type QueueBatch = z.infer<typeof queueBatch>;
