/**
 * A crowd on record: the rows that registering makes, by the store's own row makers, put a hundred at once: the engine waits for the
 * disk once for each transaction. Twenty thousand calls to register would only measure registering.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { functionsOfHall } from '../../../local/running-hall.ts';
import { newId } from '../../../shared/base/ids.ts';
import { carerRows, personHead } from '../../../shared/booking/booking-rows.ts';
import type { Carer, Patient } from '../../../shared/booking/patient.ts';

const now = '2026-01-01T00:00:00.000Z';
const batchSize = 100;

/** @returns ids of the patients, in the order of their accounts */
export async function putPatients(dataDir: string, accounts: readonly string[]): Promise<string[]> {
  const booking = (await functionsOfHall(dataDir)).find(({ environment }) => 'MEDIA_URL' in environment);
  if (booking === undefined) throw new Error('the hall has no function that books');
  const { environment } = booking;
  const client = new DynamoDBClient({
    endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    region: environment.AWS_REGION ?? '',
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const documents = DynamoDBDocumentClient.from(client);
  const table = environment.BOOKING_TABLE ?? '';
  const people = accounts.map((account) => ({ account, patient: patientOf(newId()) }));
  const rows = people.flatMap(({ account, patient }) => [
    // Nobody opens what is sealed: the crowd is invented.
    personHead(patient, 'v1.'),
    ...carerRows(linkOf(account, patient)),
  ]);
  const batches = Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, at) =>
    rows.slice(at * batchSize, (at + 1) * batchSize),
  );
  let next = 0;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
        await documents.send(
          new TransactWriteCommand({ TransactItems: batch.map((Item) => ({ Put: { TableName: table, Item } })) }),
        );
      }
    }),
  );
  client.destroy();
  return people.map(({ patient }) => patient.patientId);
}

const patientOf = (patientId: string): Patient => ({
  patientId,
  name: '抢号人',
  birthDate: '1980-01-01',
  sex: 'female',
  cardNumber: `YK${patientId.slice(0, 14)}`,
  phoneHash: patientId,
  phoneMasked: '138****0000',
  idNumberMasked: '440106********0001',
  createdAt: now,
});
const linkOf = (account: string, { patientId }: Patient): Carer => ({
  account,
  patientId,
  relation: 'self',
  since: now,
});
