/** Which changes of the table become messages, and what becomes of them when a queue does not take them. */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHandler } from '../../../functions/relay/relay.ts';
import { eventTypes as bookingEvents } from '../../../shared/booking/appointment.ts';
import { eventTypes } from '../../../shared/cases/case.ts';
import { failedIds } from '../../support/queue-events.ts';
import { caseId, monday } from '../../support/test-case.ts';

const urls = {
  'agency-jobs': 'http://queue/jobs',
  'material-scan': 'http://queue/scan',
  documents: 'http://queue/documents',
  settlement: 'http://queue/settlement',
  receipts: 'http://queue/receipts',
  'case-fees': 'http://queue/case-fees',
  notices: 'http://queue/notices',
};
let sqs: AwsClientStub<SQSClient>;
const client = new SQSClient({ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
const relay = makeHandler({ sqs: client, queueUrls: urls });

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  sqs = mockClient(client);
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
});
afterEach(() => {
  sqs.restore();
  vi.restoreAllMocks();
});

const s = (S: string) => ({ S });
function eventRecord(type: string, seq: number, { eventName = 'INSERT', of = caseId } = {}) {
  const event = {
    eventId: s(`${of}-${seq}`),
    caseId: s(of),
    seq: { N: String(seq) },
    type: s(type),
    at: s(monday),
    actor: { M: { kind: s('applicant'), id: s('citizen-wang'), name: s('王芳') } },
    state: s('submitted'),
    data: { M: { note: s('私事'), list: { L: [{ BOOL: true }, { NULL: true }] } } },
    previousHash: s(''),
    hash: s('a'.repeat(64)),
  };
  const keys = { PK: s(`CASE#${of}`), SK: s(`EVENT#${String(seq).padStart(6, '0')}`) };
  return record(eventName, { ...keys, event: { M: event } }, seq);
}
function materialRecord(state: string, seq = 1) {
  const materialId = '00000000000000000000000001';
  const material = { M: { caseId: s(caseId), materialId: s(materialId), state: s(state), fileName: s('身份证.pdf') } };
  const keys = { PK: s(`CASE#${caseId}`), SK: s(`MATERIAL#${materialId}`) };
  return record('MODIFY', { ...keys, state: s(state), material }, seq);
}
const record = (eventName: string, NewImage: object, seq: number) => ({
  eventName,
  dynamodb: { SequenceNumber: `s${seq}`, ApproximateCreationDateTime: Date.parse(monday) / 1000, NewImage },
});

/** Messages sent, by queue. */
function sent(): Record<string, Record<string, unknown>[]> {
  const all: Record<string, Record<string, unknown>[]> = {};
  for (const { args } of sqs.commandCalls(SendMessageBatchCommand)) {
    const { QueueUrl = '', Entries = [] } = args[0].input;
    const bodies = Entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody));
    all[QueueUrl] = [...(all[QueueUrl] ?? []), ...bodies];
  }
  return all;
}

describe('an event', () => {
  const waited: Record<string, string> = {
    submitted: urls['agency-jobs'],
    corrected: urls['agency-jobs'],
    ...Object.fromEntries(
      ['accepted', 'not-accepted', 'correction-requested', 'extended', 'suspended', 'terminated', 'lapsed'].map(
        (type) => [type, urls.documents],
      ),
    ),
    granted: urls.documents,
    denied: urls.documents,
  };
  /** What an applicant is told of, one by one. */
  const told: readonly string[] = [
    ...['submitted', 'correction-requested', 'accepted', 'not-accepted', 'suspended', 'resumed', 'extended'],
    ...['granted', 'denied', 'document-issued', 'delivered', 'terminated', 'lapsed', 'work-order-answered'],
    // A new time to correct has begun; or an agent took the application back.
    ...['reopened', 'withdrawn'],
  ];
  it.each(eventTypes)('%s goes where somebody waits for it, and nowhere else', async (type) => {
    await relay({ Records: [eventRecord(type, 1)] });
    const money = ['accepted', 'denied', 'withdrawn', 'terminated', 'not-accepted'].includes(type)
      ? [urls['case-fees']]
      : [];
    expect(Object.keys(sent()).sort()).toEqual(
      [
        ...(waited[type] === undefined ? [] : [waited[type]]),
        ...money,
        ...(told.includes(type) ? [urls.notices] : []),
      ].sort(),
    );
  });

  it('tells that it happened, and nothing of anybody', async () => {
    await relay({ Records: [eventRecord('submitted', 1)] });
    expect(sent()[urls['agency-jobs']]).toEqual([
      { eventId: `${caseId}-1`, type: 'submitted', caseId, seq: 1, at: monday },
    ]);
  });

  it('is relayed when it is added, not when its row is touched again', async () => {
    await relay({ Records: [eventRecord('submitted', 1, { eventName: 'MODIFY' })] });
    expect(sent()).toEqual({});
  });
});

describe('a file', () => {
  it.each(['expected', 'clean', 'refused'])('that is %s waits for nobody', async (state) => {
    await relay({ Records: [materialRecord(state)] });
    expect(sent()).toEqual({});
  });

  it('that is uploaded is to be scanned; its name is not told', async () => {
    await relay({ Records: [materialRecord('uploaded')] });
    const materialId = '00000000000000000000000001';
    expect(sent()[urls['material-scan']]).toEqual([
      { eventId: `${materialId}-uploaded`, caseId, materialId, at: monday },
    ]);
  });
});

describe('an event of an appointment', () => {
  const of = '00000000000000000000000002';
  const booked = (type: string) => {
    const event = {
      ...{ eventId: s(`${of}-1`), type: s(type), appointmentId: s(of), seq: { N: '1' }, at: s(monday) },
      ...{ actor: s('zhang-wei'), role: s('citizen'), reason: s('私事') },
    };
    return record('INSERT', { PK: s(`APPOINTMENT#${of}`), SK: s('EVENT#0001'), event: { M: event } }, 1);
  };
  const told = ['booked', 'squeezed-in', 'offered', 'moved', 'reminded', 'called', 'cancelled', 'noshow', 'fulfilled'];
  it.each(bookingEvents)(
    '%s goes to the teller if somebody waits to hear of it, and to the fees if it means money',
    async (type) => {
      await relay({ Records: [booked(type)] });
      const message = { kind: 'booking', eventId: `${of}-1`, type, appointmentId: of, seq: 1, at: monday };
      expect(sent()).toEqual({
        ...(told.includes(type) ? { [urls.notices]: [message] } : {}),
        ...(['held', 'offered', 'moved', 'cancelled'].includes(type) ? { [urls['case-fees']]: [message] } : {}),
      });
    },
  );
});

describe('rows that are nobody’s business', () => {
  it.each([['HEAD'], ['DONE#intake#x'], ['JOB#000001']])('%s is passed over', async (SK) => {
    const response = await relay({ Records: [record('INSERT', { PK: s('CASE#x'), SK: s(SK) }, 1)] });
    expect(response).toEqual({ batchItemFailures: [] });
    expect(sent()).toEqual({});
  });

  it('and so is a removal, which has no image', async () => {
    const removal = { eventName: 'REMOVE', dynamodb: { SequenceNumber: 's1', ApproximateCreationDateTime: 1 } };
    expect(await relay({ Records: [removal] })).toEqual({ batchItemFailures: [] });
  });
});

describe('failures', () => {
  const other = '0000000000000000000000000A';

  it('are those that the queue refused, each by its place in the stream', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [], Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }] });
    const Records = [
      eventRecord('submitted', 1),
      eventRecord('submitted', 2, { of: other }),
      eventRecord('corrected', 3),
    ];
    expect(failedIds(await relay({ Records }))).toEqual(['s2']);
  });

  it('of one queue do not hold up another', async () => {
    sqs.on(SendMessageBatchCommand, { QueueUrl: urls.documents }).rejects(new Error('down'));
    const Records = [eventRecord('granted', 1), eventRecord('submitted', 2), eventRecord('denied', 3)];
    expect(failedIds(await relay({ Records }))).toEqual(['s1', 's3']);
    expect(sent()[urls['agency-jobs']]).toHaveLength(1);
  });

  it('hold back what the same case says later, and nobody else', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [], Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }] })
      .resolves({ Successful: [], Failed: [] });
    const first = [
      eventRecord('submitted', 1),
      ...Array.from({ length: 9 }, (_, n) => eventRecord('submitted', n + 2, { of: other })),
    ];
    const Records = [...first, eventRecord('corrected', 11), eventRecord('corrected', 12, { of: other })];
    expect(failedIds(await relay({ Records }))).toEqual(['s1', 's11']);
    expect(sent()[urls['agency-jobs']]?.at(-1)).toMatchObject({ caseId: other, seq: 12 });
  });

  it('leave no more than ten messages to a call', async () => {
    await relay({ Records: Array.from({ length: 25 }, (_, n) => eventRecord('submitted', n + 1)) });
    const sizes = sqs
      .commandCalls(SendMessageBatchCommand)
      .filter(({ args }) => args[0].input.QueueUrl === urls['agency-jobs'])
      .map(({ args }) => args[0].input.Entries?.length);
    expect(sizes).toEqual([10, 10, 5]);
    expect(sent()[urls['agency-jobs']]?.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  });

  it('include a row that cannot be read; the others are sent all the same', async () => {
    const Records = [eventRecord('promoted', 1), eventRecord('submitted', 2)];
    expect(failedIds(await relay({ Records }))).toEqual(['s1']);
    expect(sent()[urls['agency-jobs']]).toHaveLength(1);
  });
});
