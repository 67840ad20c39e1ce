/** Which queue a change of the cases table goes to, and what it says there. */
import type { CaseEventMessage, MaterialMessage } from '../../events/case-event.ts';
import { eventImage, imageKey, materialImage, type StreamRecord } from '../../events/stream-batch.ts';
import type { EventType } from '../../shared/cases/case.ts';

export type QueueName = 'agency-jobs' | 'material-scan' | 'documents';

export interface Outgoing {
  readonly queue: QueueName;
  readonly message: CaseEventMessage | MaterialMessage;
}

/** Events that somebody waits for. All others are for the record only. */
const destinations: { readonly [T in EventType]?: QueueName } = {
  submitted: 'agency-jobs',
  corrected: 'agency-jobs',
  granted: 'documents',
  denied: 'documents',
};

/** @returns undefined when nobody waits for this change. @throws ZodError when an event's or file's row is not what it should be */
export function outgoingOf({ eventName, dynamodb }: StreamRecord): Outgoing | undefined {
  const { NewImage } = dynamodb;
  if (NewImage === undefined) return undefined;
  const key = imageKey.parse(NewImage);
  if (key.startsWith('EVENT#') && eventName === 'INSERT') return eventOutgoing(NewImage);
  if (key.startsWith('MATERIAL#')) return materialOutgoing(NewImage, dynamodb.ApproximateCreationDateTime);
  return undefined;
}

function eventOutgoing(image: Record<string, unknown>): Outgoing | undefined {
  const { event } = eventImage.parse(image);
  const queue = destinations[event.type];
  return queue === undefined ? undefined : { queue, message: event };
}

/** @param seconds since the epoch, when the row was written: a file's row does not say when its bytes arrived */
function materialOutgoing(image: Record<string, unknown>, seconds: number): Outgoing | undefined {
  const { caseId, materialId, state } = materialImage.parse(image).material;
  if (state !== 'uploaded' && state !== 'removed') return undefined;
  const at = new Date(seconds * 1000).toISOString();
  return { queue: 'material-scan', message: { eventId: `${materialId}-${state}`, caseId, materialId, at } };
}
