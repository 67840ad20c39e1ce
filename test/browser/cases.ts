/** Cases for the desk to work on: filed as a citizen files them, and, where thousands are needed, copies of one in the table. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { functionsOfHall } from '../../local/running-hall.ts';
import { newId } from '../../shared/base/ids.ts';
import { dayOf } from '../../shared/base/time.ts';
import { agencyList } from '../../shared/cases/case-rows.ts';
import { requiredMaterials } from '../../shared/catalogue/answers.ts';
import { type Item, item as itemSchema } from '../../shared/catalogue/item.ts';
import { sampleAnswers } from '../support/answers.ts';
import { type Caller, pdf, until, upload } from '../support/client.ts';
import type { Hall } from '../support/hall.ts';

/** Food business licence, change of items: files, conditions, four eyes. */
export const foodCode = '440115025000';

export async function itemOf(hall: Hall, code: string): Promise<Item> {
  return itemSchema.parse((await (await hall.as())('GET', `/v1/items/${code}`)).body);
}

export interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Files one, and waits until it is in the agency's inbox. @param file for each paper asked for @returns its id */
export async function fileCase(
  citizen: Caller,
  desk: Caller,
  item: Item,
  file: (code: string) => GivenFile = (code) => ({
    name: `${code}.pdf`,
    type: 'application/pdf',
    bytes: pdf(`${code} ${newId()}`),
  }),
): Promise<string> {
  const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
  const { caseId, version } = (await citizen('POST', '/v1/drafts', { body: { itemCode: item.code } })).body;
  await citizen('PUT', `/v1/drafts/${caseId}`, { body: { answers }, ifMatch: version });
  for (const { code } of requiredMaterials(item, answers)) await upload(citizen, caseId, code, file(code));
  const filed = await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
  if (filed.status !== 201) throw new Error(`not filed: ${JSON.stringify(filed.body)}`);
  await until(
    async () => (await desk('GET', '/v1/agency/cases?state=submitted&limit=100')).body.items,
    (rows: { caseId: string }[]) => rows.some((row) => row.caseId === caseId),
  );
  return caseId;
}

const headRow = z.looseObject({
  summary: z.looseObject({ clocks: z.record(z.string(), z.unknown()), applicant: z.record(z.string(), z.unknown()) }),
});

/** Copies of a case in the inbox of an agency, each due on a day of these in turn. They can be listed, not opened. */
export async function copies(hall: Hall, caseId: string, agency: string, count: number, days: readonly string[]) {
  const [officer] = (await functionsOfHall(hall.dataDir)).filter(({ label }) => label === 'officer');
  if (officer === undefined) throw new Error('the hall has no desk');
  const {
    CASES_TABLE: table = '',
    AWS_REGION: region = '',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint = '',
  } = officer.environment;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = officer.environment;
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } }),
  );
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { PK: `CASE#${caseId}`, SK: 'HEAD' } }));
  const { summary } = headRow.parse(Item);
  const rows = Array.from({ length: count }, (_, index) => {
    const id = newId();
    const day = days[Math.floor((index * days.length) / count)] ?? '9999-12-31';
    const applicant = { ...summary.applicant, name: `申请人 ${index + 1}` };
    return {
      PK: `CASE#${id}`,
      SK: 'HEAD',
      GSI2PK: agencyList(agency, 'submitted'),
      GSI2SK: `${day}#${String(index).padStart(6, '0')}`,
      summary: { ...summary, caseId: id, applicant, clocks: { ...summary.clocks, acceptBy: day } },
    };
  });
  const batches = Array.from({ length: Math.ceil(count / 25) }, (_, at) => rows.slice(at * 25, at * 25 + 25));
  const workers = Array.from({ length: 4 }, async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      const requests = batch.map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    }
  });
  await Promise.all(workers);
  client.destroy();
}
