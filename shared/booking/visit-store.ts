/**
 * What a visit leaves behind, in the booking table beside its appointment. None of these rows has a time to live.
 *
 * | what | key | lists |
 * |---|---|---|
 * | the encounter's record | `APPOINTMENT#<id>` · `ENCOUNTER` | a patient's (`byPatient`: `PATIENT#<id>#ENCOUNTER`) |
 * | a line of the chat, sealed | `APPOINTMENT#<id>` · `MESSAGE#<instant>#<chance>` | a visit's, by time |
 * | a prescription | `APPOINTMENT#<id>` · `PRESCRIPTION#<id>` | a patient's; a hospital's drafts (`bySession`) |
 */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import { randomCode } from '../base/ids.ts';
import { Problem } from '../base/problems.ts';
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import { bookingWrites, type Write } from './booking-writes.ts';
import { keepUntil } from './retention.ts';
import type { MessageView } from './views.ts';
import { type EncounterRecord, encounter } from './visit-record.ts';
import { type Prescription, prescription } from './visit-words.ts';

const messageRow = z.object({ SK: z.string(), from: z.enum(['patient', 'doctor']), sealed: z.string() });

export type WrittenEncounter = EncounterRecord & { readonly note: string };
export type VisitStore = ReturnType<typeof createVisitStore>;

export function createVisitStore(client: DynamoDBDocumentClient, table: string, cipher: Cipher) {
  // Of an appointment itself it writes nothing.
  const writes = bookingWrites(table, () => undefined);
  return {
    /** The write that keeps a visit's record, for the transaction that ends the visit. */
    async encounterItem(one: Appointment, condition: string | undefined, note: string, now: Instant): Promise<Write> {
      const record: EncounterRecord = {
        appointmentId: one.appointmentId,
        patientId: one.patientId,
        hospital: one.hospital,
        practitioner: one.practitioner,
        kind: one.kind,
        start: one.calledAt ?? one.start,
        end: now,
        ...(condition === undefined ? {} : { condition }),
        retention: 'medical-record',
        keepUntil: keepUntil('medical-record', now),
      };
      const row = {
        PK: `APPOINTMENT#${one.appointmentId}`,
        SK: 'ENCOUNTER',
        summary: record,
        sealed: await cipher.seal(note, one.appointmentId),
        GSI1PK: `PATIENT#${one.patientId}#ENCOUNTER`,
        GSI1SK: record.end,
      };
      return writes.put('other', row, writes.isNew);
    },

    /** A visit's record with what the doctor wrote. */
    async encounterOf(appointmentId: string): Promise<WrittenEncounter | undefined> {
      const Key = { PK: `APPOINTMENT#${appointmentId}`, SK: 'ENCOUNTER' };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      if (Item === undefined) return undefined;
      const { summary, sealed } = z.object({ summary: encounter, sealed: z.string() }).parse(Item);
      return { ...summary, note: await cipher.open(sealed, appointmentId) };
    },

    /** The write of one line more in the chat of a visit; kept as long as its media. */
    async messageItem(
      appointmentId: string,
      from: MessageView['from'],
      text: string,
      now: Instant,
    ): Promise<{ message: MessageView; write: Write }> {
      const messageId = `${now}#${randomCode(6)}`;
      const row = {
        PK: `APPOINTMENT#${appointmentId}`,
        SK: `MESSAGE#${messageId}`,
        from,
        sealed: await cipher.seal(text, `${appointmentId} ${messageId}`),
        retention: 'visit-media',
        keepUntil: keepUntil('visit-media', now),
      };
      return { message: { messageId, at: now, from, text }, write: writes.put('other', row, writes.isNew) };
    },

    /** One line of a visit's chat. @throws Problem `not-found` */
    async message(appointmentId: string, messageId: string): Promise<MessageView> {
      const Key = { PK: `APPOINTMENT#${appointmentId}`, SK: `MESSAGE#${messageId}` };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      if (Item === undefined) throw new Problem('not-found');
      return opened(appointmentId, Item);
    },

    /** The newest five hundred lines of a visit's chat, in order of time. */
    async messages(appointmentId: string): Promise<MessageView[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk AND begins_with(SK, :message)',
          ExpressionAttributeValues: { ':pk': `APPOINTMENT#${appointmentId}`, ':message': 'MESSAGE#' },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 500,
        }),
      );
      return Promise.all(Items.reverse().map((row) => opened(appointmentId, row)));
    },

    async encountersOf(patient: string): Promise<EncounterRecord[]> {
      return (await list('byPatient', 1, `PATIENT#${patient}#ENCOUNTER`)).map((row) => encounter.parse(row));
    },

    /** The write of a prescription, new or changed; refused when somebody else changed it. */
    prescriptionItem(one: Prescription): Write {
      const row = {
        PK: `APPOINTMENT#${one.appointmentId}`,
        SK: `PRESCRIPTION#${one.prescriptionId}`,
        version: one.version,
        summary: one,
        GSI1PK: `PATIENT#${one.patientId}#PRESCRIPTION`,
        GSI1SK: one.doctor.at,
        ...(one.status === 'draft' ? { GSI2PK: `DRAFTS#${one.hospital}`, GSI2SK: one.doctor.at } : {}),
      };
      const condition =
        one.version === 1
          ? writes.isNew
          : {
              ConditionExpression: '#version = :expected',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':expected': one.version - 1 },
            };
      return writes.put('other', row, condition);
    },

    /** @throws Problem `not-found` */
    async prescription(id: string): Promise<Prescription> {
      const Key = { PK: `APPOINTMENT#${id.slice(0, 26)}`, SK: `PRESCRIPTION#${id}` };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      if (Item === undefined) throw new Problem('not-found');
      return z.object({ summary: prescription }).parse(Item).summary;
    },

    async prescriptionsOf(patient: string): Promise<Prescription[]> {
      return (await list('byPatient', 1, `PATIENT#${patient}#PRESCRIPTION`)).map((row) => prescription.parse(row));
    },

    /** What a hospital's pharmacists have to look at, oldest first. */
    async drafts(hospital: string): Promise<Prescription[]> {
      return (await list('bySession', 2, `DRAFTS#${hospital}`)).map((row) => prescription.parse(row));
    },
  };

  async function opened(appointmentId: string, row: unknown): Promise<MessageView> {
    const { SK, from, sealed } = messageRow.parse(row);
    const messageId = SK.slice('MESSAGE#'.length);
    const text = await cipher.open(sealed, `${appointmentId} ${messageId}`);
    return { messageId, at: messageId.slice(0, 24), from, text };
  }

  async function list(IndexName: string, position: number, value: string): Promise<unknown[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName,
        KeyConditionExpression: `GSI${position}PK = :pk`,
        ExpressionAttributeValues: { ':pk': value },
      }),
    );
    return Items.map((row) => z.object({ summary: z.unknown() }).parse(row).summary);
  }
}
