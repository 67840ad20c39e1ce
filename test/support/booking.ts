/** The booking room on the embedded engine: its table as the stack makes it, the demo city, patients by the dozen. */
import { createHash, randomUUID } from 'node:crypto';
import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { readDirectory } from '../../catalogue/booking/compile.ts';
import { createCipher, keyFor } from '../../shared/base/cipher.ts';
import { newId } from '../../shared/base/ids.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Appointment } from '../../shared/booking/appointment.ts';
import { createBookingStore } from '../../shared/booking/booking-store.ts';
import { type DirectoryData, openDirectory } from '../../shared/booking/directory.ts';
import { paidOnlineTo } from '../../shared/booking/fees.ts';
import { liveKit, type MediaPort } from '../../shared/booking/media-port.ts';
import { createPatientStore } from '../../shared/booking/patient-store.ts';
import type { TakingRoom } from '../../shared/booking/room.ts';
import { createVisitStore, type VisitStore } from '../../shared/booking/visit-store.ts';
import type { Wish } from '../../shared/booking/wish.ts';
import { idCardCheckDigit } from '../../shared/catalogue/identity-numbers.ts';
import type { Engines } from './engines.ts';

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

/** The booking table as `infra/` defines it. */
export const bookingTable = {
  KeySchema: keys('PK', 'SK'),
  AttributeDefinitions: ['PK', 'SK', ...[1, 2, 3].flatMap((n) => [`GSI${n}PK`, `GSI${n}SK`])].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  GlobalSecondaryIndexes: ['byPatient', 'bySession', 'byDue'].map((IndexName, index) => ({
    IndexName,
    KeySchema: keys(`GSI${index + 1}PK`, `GSI${index + 1}SK`),
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['summary'] },
  })),
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

export const demoCity: DirectoryData = readDirectory();

/** A valid identity number; the day of birth is told, the rest follows from the serial. */
export function idNumberOf(serial: number, birthDate = '19900101', region = '440106'): string {
  const sequence = createHash('sha256').update(String(serial)).digest().readUInt32BE(0) % 999;
  const first17 = `${region}${birthDate}${String(sequence).padStart(3, '0')}`;
  return `${first17}${idCardCheckDigit(first17)}`;
}

export const mediaSecret = 'a key that the provider of the rooms knows too';

export interface TestRoom extends TakingRoom {
  readonly table: string;
  readonly patients: ReturnType<typeof createPatientStore>;
  readonly visits: VisitStore;
  readonly media: MediaPort;
  /** Registers an account for itself. @returns the patient's id */
  self(account: string, options?: { birthDate?: string; sex?: 'male' | 'female'; idNumber?: string }): Promise<string>;
  wish(account: string, patientId: string, sessionId: string, now: Instant, more?: Partial<Wish>): Wish;
}

/** @param payees agencies that take money online; none: fees are paid at the desk */
export async function bookingRoom(
  engines: Engines,
  data: DirectoryData = demoCity,
  payees: readonly string[] = [],
): Promise<TestRoom> {
  const table = `booking-${randomUUID()}`;
  await engines.dynamodb.send(new CreateTableCommand({ TableName: table, ...bookingTable }));
  const secret = async () => 'a secret of tests';
  const cipher = createCipher(secret);
  const patients = createPatientStore(engines.documents, table, cipher);
  const directory = openDirectory(data);
  let serial = 0;
  return {
    table,
    store: createBookingStore(engines.documents, table, () => directory),
    directory,
    newId,
    fees: paidOnlineTo(payees),
    soldOut: new Map(),
    turnKey: keyFor(secret, 'the queue of tests'),
    patients,
    visits: createVisitStore(engines.documents, table, cipher),
    media: liveKit({ url: 'wss://video.banshi.example', keyId: 'banshi', secret: async () => mediaSecret }),
    async self(account, { birthDate = '1990-01-01', sex = 'female', idNumber } = {}) {
      serial += 1;
      const made = await patients.register({
        account,
        accountName: account,
        name: account,
        idNumber: idNumber ?? `${account}-${serial}`,
        phone: '13800000000',
        sex,
        birthDate,
        relation: 'self',
        consentUntil: undefined,
        guardian: undefined,
        now: '2026-01-01T00:00:00.000Z',
      });
      return made.patient.patientId;
    },
    wish: (account, patientId, sessionId, now, more = {}) => ({
      actor: { id: account, role: 'citizen' },
      account,
      channel: 'online',
      patientId,
      sessionId,
      mode: 'book',
      idempotency: undefined,
      now,
      ...more,
    }),
  };
}

export const mine =
  (account: string) =>
  (one: Appointment): void => {
    if (one.account !== account) throw new Error('not theirs');
  };
