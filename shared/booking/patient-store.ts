/** Patients in the booking table: who they are, who may act for them. What identifies them is sealed or hashed. */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Cipher } from '../base/cipher.ts';
import { Problem } from '../base/problems.ts';
import { dayOf } from '../base/time.ts';
import { CommitRefused, type TransactItem, transact, withRetries } from '../base/transact.ts';
import type { Day, Instant } from '../base/words.ts';
import { agreed, linkFor } from './acting.ts';
import { type Asked, accountPartition, cardKey, personHead, personOf, personPartition } from './booking-rows.ts';
import { type Carer, carer, type Patient, type PersonOnRecord, type relations } from './patient.ts';
import { type Ending, patientWrites } from './patient-writes.ts';

export interface Registration {
  readonly account: string;
  /** As the account is signed in. */
  readonly accountName: string;
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
export type Enrolment = Omit<Registration, 'account' | 'accountName' | 'relation' | 'consentUntil'>;

export type PatientStore = ReturnType<typeof createPatientStore>;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const isSame = (a: Carer, b: Carer): boolean =>
  a.relation === b.relation && a.consentUntil === b.consentUntil && a.asked === b.asked && a.endedAt === b.endedAt;

function newLink(patientId: string, { account, accountName, relation, consentUntil, now }: Registration): Carer {
  const until = consentUntil === undefined ? {} : { consentUntil };
  return { account, patientId, relation, since: now, name: accountName, ...until };
}

function linkOf(answer: ReturnType<typeof linkFor>): Carer {
  if (answer.kind === 'faults') throw new Problem('invalid-fields', [...answer.faults]);
  if (answer.kind === 'taken') throw new Problem('patient-has-account');
  return answer.link;
}

export function createPatientStore(client: DynamoDBDocumentClient, table: string, cipher: Cipher) {
  const writes = patientWrites(table);

  /** The same person has the same id under any account; without the hall's key nobody can find it from a number. */
  async function idOf(idNumber: string): Promise<string> {
    const bytes = Buffer.from(await cipher.fingerprint(`patient ${idNumber}`), 'hex');
    return Array.from({ length: 26 }, (_, at) => alphabet[(bytes[at] ?? 0) & 31]).join('');
  }

  return {
    idOf,

    /**
     * Puts a person on record, or one more account beside those that act for them; asks those first who speak for the person.
     * @throws Problem `patient-differs`, `patient-has-account`, `invalid-fields`, `conflict`
     */
    async register(one: Registration): Promise<PersonOnRecord> {
      const patientId = await idOf(one.idNumber);
      const guardian = one.guardian === undefined ? undefined : await idOf(one.guardian);
      return withRetries(async () => {
        const [known, links] = await Promise.all([find(patientId), linksOf(one.account)]);
        if (known !== undefined && known.patient.name !== one.name) throw new Problem('patient-differs');
        const own = links.find((link) => link.relation === 'self' && link.endedAt === undefined)?.patientId;
        const link = linkOf(linkFor({ link: newLink(patientId, one), own, guardian, known, today: dayOf(one.now) }));
        const linked = known?.carers.find(({ account }) => account === one.account);
        if (known !== undefined && linked !== undefined && isSame(linked, link)) return known;
        const patient = known?.patient ?? (await newPatient(patientId, one));
        await write([
          ...(known === undefined ? writes.newPerson(patient, await headItem(patient, one)) : []),
          ...writes.link(link, linked),
          ...(link.asked === true ? [writes.asked(await askedOf(link, one.now))] : []),
        ]);
        const others = (known?.carers ?? []).filter(({ account }) => account !== one.account);
        return { patient, strikes: [], seen: [], ...known, carers: [...others, link] };
      });
    },

    /**
     * Finds a person by their identity number, or puts them on record. The window has seen the papers: whom it names as guardian is, and
     * accounts that said so of themselves end. @throws Problem `patient-differs`, `conflict`
     */
    async enrol(one: Enrolment, by: string): Promise<Patient> {
      const patientId = await idOf(one.idNumber);
      return withRetries(async () => {
        const known = await find(patientId);
        if (known !== undefined && known.patient.name !== one.name) throw new Problem('patient-differs');
        if (known === undefined) {
          const patient = await newPatient(patientId, one);
          await write(writes.newPerson(patient, await headItem(patient, one)));
          return patient;
        }
        const guardian = one.guardian === undefined ? undefined : await idOf(one.guardian);
        if (guardian === undefined || guardian === known.patient.guardian) return known.patient;
        const wrong = known.carers
          .filter((link) => link.relation === 'child' && link.endedAt === undefined)
          .slice(0, 20);
        const why = { by, role: 'receptionist', reason: '窗口核对监护关系', at: one.now };
        await write([await guarded(known.patient, guardian), ...wrong.flatMap((link) => writes.end(link, why))]);
        return { ...known.patient, guardian };
      });
    },

    carerIdOf,

    /** The patient says yes. @param window who heard it there @returns the link as it is then @throws Problem `conflict` */
    async agree(link: Carer, now: Instant, window?: string): Promise<Carer> {
      if (link.agreedAt !== undefined && link.asked === undefined) return link;
      const yes = agreed(link, now, window);
      await withRetries(() => write(writes.link(yes, link)), 2);
      return yes;
    },

    /** Acts for them no more; what it had booked it keeps. @param why who ended it; kept @throws Problem `conflict` */
    async end(link: Carer, why: Ending): Promise<void> {
      await withRetries(() => write(writes.end(link, why)), 2);
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

    /** Everyone an account acts for, or has asked to. */
    ofAccount: linksOf,

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

  async function linksOf(account: string): Promise<Carer[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': accountPartition(account) },
        ConsistentRead: true,
      }),
    );
    return Items.map((row) => z.object({ carer }).parse(row).carer);
  }

  /** Names an account to those who speak for the patient, and to nobody else what account it is. */
  async function carerIdOf({ patientId, account }: Pick<Carer, 'patientId' | 'account'>): Promise<string> {
    return (await cipher.fingerprint(`carer ${patientId} ${account}`)).slice(0, 24);
  }

  /** Named by a hash: neither the row's key nor what the relay says of it tells who asks for whom. */
  async function askedOf({ patientId, account }: Carer, at: Instant): Promise<Asked> {
    const askId = (await cipher.fingerprint(`asked ${patientId} ${account} ${dayOf(at)}`)).slice(0, 32);
    return { askId, at, patientId, account };
  }

  /** One transaction; another that was quicker is one to look at anew. */
  async function write(items: TransactItem[]): Promise<void> {
    await transact(client, items).catch((error: unknown) => {
      throw error instanceof CommitRefused ? new CommitRefused([], error.throttled) : error;
    });
  }

  /** The person's row with another guardian; what is sealed in it stays as it is. */
  async function guarded(patient: Patient, guardian: string): Promise<TransactItem> {
    const Key = { PK: personPartition(patient.patientId), SK: 'HEAD' };
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    const { sealed } = z.object({ sealed: z.string() }).parse(Item);
    return writes.guardian(patient, guardian, sealed);
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
