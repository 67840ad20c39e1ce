/** Patients in the booking table: who they are, who may act for them. What identifies them is sealed or hashed. */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import { Problem } from '../base/problems.ts';
import { CommitRefused, transact, withRetries } from '../base/transact.ts';
import type { Day, Instant } from '../base/words.ts';
import { accountPartition, cardKey, carerRows, personHead, personOf, personPartition } from './booking-rows.ts';
import { type Carer, carer, type Patient, type PersonOnRecord, type relations } from './patient.ts';

export interface Registration {
  readonly account: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly sex: Patient['sex'];
  readonly birthDate: Day;
  readonly relation: (typeof relations)[number];
  readonly consentUntil: Day | undefined;
  /** Identity number of the guardian (监护人), for a child: the caller's own. */
  readonly guardian: string | undefined;
  readonly now: Instant;
}

/** At the window: whoever stands there, with nobody's account beside them. */
export type Enrolment = Omit<Registration, 'account' | 'relation' | 'consentUntil'>;

export type PatientStore = ReturnType<typeof createPatientStore>;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;

export function createPatientStore(client: DynamoDBDocumentClient, table: string, cipher: Cipher) {
  /** The same person has the same id under any account; without the hall's key nobody can find it from a number. */
  async function idOf(idNumber: string): Promise<string> {
    const bytes = Buffer.from(await cipher.fingerprint(`patient ${idNumber}`), 'hex');
    return Array.from({ length: 26 }, (_, at) => alphabet[(bytes[at] ?? 0) & 31]).join('');
  }

  return {
    idOf,

    /** Puts a person on record, or one more account beside those that act for them. @throws Problem `conflict` when it is there under another name */
    async register(one: Registration): Promise<Patient> {
      const patientId = await idOf(one.idNumber);
      return withRetries(async () => {
        const known = await find(patientId);
        if (known !== undefined && known.patient.name !== one.name) throw new Problem('patient-differs');
        const patient = known?.patient ?? (await newPatient(patientId, one));
        const link: Carer = {
          account: one.account,
          patientId,
          relation: one.relation,
          since: one.now,
          ...(one.consentUntil === undefined ? {} : { consentUntil: one.consentUntil }),
        };
        const linked = known?.carers.find(({ account }) => account === one.account);
        const stands = linked?.relation === link.relation && linked.consentUntil === link.consentUntil;
        if (stands) return patient;
        const head = await headItem(patient, one);
        const condition =
          linked === undefined
            ? isNew
            : {
                ConditionExpression: 'carer.since = :since',
                ExpressionAttributeValues: { ':since': linked.since },
              };
        await transact(client, [
          ...(known === undefined
            ? [
                { Put: { TableName: table, Item: head, ...isNew } },
                { Put: { TableName: table, Item: { ...cardKey(patient.cardNumber), patientId }, ...isNew } },
              ]
            : []),
          ...carerRows(link).map((Item) => ({ Put: { TableName: table, Item, ...condition } })),
        ]).catch((error: unknown) => {
          throw error instanceof CommitRefused ? new CommitRefused([], error.throttled) : error;
        });
        return patient;
      });
    },

    /** Finds a person by their identity number, or puts them on record. @throws Problem `patient-differs`, `conflict` */
    async enrol(one: Enrolment): Promise<Patient> {
      const patientId = await idOf(one.idNumber);
      return withRetries(async () => {
        const known = await find(patientId);
        if (known !== undefined && known.patient.name !== one.name) throw new Problem('patient-differs');
        if (known !== undefined) return known.patient;
        const patient = await newPatient(patientId, one);
        const Item = await headItem(patient, one);
        await transact(client, [
          { Put: { TableName: table, Item, ...isNew } },
          { Put: { TableName: table, Item: { ...cardKey(patient.cardNumber), patientId }, ...isNew } },
        ]).catch((error: unknown) => {
          throw error instanceof CommitRefused ? new CommitRefused([], error.throttled) : error;
        });
        return patient;
      });
    },

    /** @throws Problem `not-found` */
    async get(patientId: string): Promise<PersonOnRecord> {
      const found = await find(patientId);
      if (found === undefined) throw new Problem('not-found');
      return found;
    },

    /** Whose health card (统一诊疗卡) this is. @throws Problem `not-found` */
    async ofCard(cardNumber: string): Promise<PersonOnRecord> {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: cardKey(cardNumber) }));
      if (Item === undefined) throw new Problem('not-found');
      return this.get(z.object({ patientId: z.string() }).parse(Item).patientId);
    },

    /** Everyone an account acts for. */
    async ofAccount(account: string): Promise<Carer[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': accountPartition(account) },
          ConsistentRead: true,
        }),
      );
      return Items.map((row) => z.object({ carer }).parse(row).carer);
    },

    /** Does the account act for the patient? One small read. */
    async actsFor(account: string, patientId: string): Promise<Carer | undefined> {
      const { Item } = await client.send(
        new GetCommand({
          TableName: table,
          Key: { PK: accountPartition(account), SK: `PATIENT#${patientId}` },
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? undefined : z.object({ carer }).parse(Item).carer;
    },
  };

  async function find(patientId: string): Promise<PersonOnRecord | undefined> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': personPartition(patientId) },
        ConsistentRead: true,
      }),
    );
    return personOf(Items);
  }

  async function headItem(patient: Patient, { idNumber, phone }: Enrolment) {
    return personHead(patient, await cipher.seal(JSON.stringify({ idNumber, phone }), patient.patientId));
  }

  async function newPatient(patientId: string, one: Enrolment): Promise<Patient> {
    return {
      patientId,
      name: one.name,
      birthDate: one.birthDate,
      sex: one.sex,
      cardNumber: `YK${(await cipher.fingerprint(`card ${patientId}`)).slice(0, 14).toUpperCase()}`,
      phoneHash: await cipher.fingerprint(`phone ${one.phone}`),
      phoneMasked: `${one.phone.slice(0, 3)}****${one.phone.slice(-4)}`,
      idNumberMasked: `${one.idNumber.slice(0, 6)}********${one.idNumber.slice(-4)}`,
      ...(one.guardian === undefined ? {} : { guardian: await idOf(one.guardian) }),
      createdAt: one.now,
    };
  }
}
