/** Sends what the relay once said of a case again: for when the outbox lost its place, or a consumer its work. */
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { log } from '../../shared/base/log.ts';
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { type CaseMessage, caseMessages } from '../case-messages.ts';
import type { operationsApi } from './api.ts';
import { type OperationsDeps, queueNamed } from './deps.ts';

type Keys = 'POST /v1/operations/cases/{caseId}/replay';

export const replayHandlers = (deps: OperationsDeps): Pick<Handlers<typeof operationsApi>, Keys> => ({
  'POST /v1/operations/cases/{caseId}/replay': async ({ params: { caseId }, body }) => {
    const { fromSeq = 1, toSeq = Number.POSITIVE_INFINITY } = body;
    const lines = (await deps.records.lines(caseId)).filter(({ seq }) => seq >= fromSeq && seq <= toSeq);
    const byQueue = Map.groupBy(lines.flatMap(caseMessages), ({ queue }) => queue);
    const sent = await Promise.all(
      [...byQueue].map(async ([queue, messages]) => ({ queue, messages: await sendAll(deps, queue, messages) })),
    );
    log('warn', 'EVENTS_REPLAYED', { caseId, count: lines.length });
    return { body: { events: lines.length, sent } };
  },
});

/** In the order of the record, ten to a call. @throws Problem `too-busy` when the queue does not take one: asked again, all go once more */
async function sendAll(deps: OperationsDeps, queue: string, messages: readonly CaseMessage[]): Promise<number> {
  const { url } = queueNamed(deps, queue);
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages
      .slice(from, from + 10)
      .map(({ message }, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    const { Failed = [] } = await deps.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    if (Failed.length > 0) throw new Problem('too-busy');
  }
  return messages.length;
}
