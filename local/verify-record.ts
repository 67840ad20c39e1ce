/**
 * `npm run verify-record -- <case id or number>`: reads the record of a case and checks its chain of hashes, line by line. Against
 * the running hall; on AWS with `CASES_TABLE` and the usual credentials. Ends with 1 when the record is not whole.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem, problems } from '../shared/base/problems.ts';
import { caseId, caseNumber } from '../shared/base/words.ts';
import { createRecordStore, type RecordStore } from '../shared/cases/record-store.ts';
import { functionsOfHall } from './running-hall.ts';

try {
  const [named = ''] = process.argv.slice(2);
  const records = await openRecords();
  const { caseId: id, events, chain } = await records.verify(await caseNamed(named, records));
  if (chain.intact) console.log(`完整 · whole: ${id}, ${events} lines, every one in its place and unchanged`);
  else {
    console.error(`已损坏 · broken: ${id}, line ${chain.brokenAt} of ${events} is missing, out of order or changed`);
    process.exitCode = 1;
  }
} catch (error) {
  const told = error instanceof Problem ? problems[error.code].title : undefined;
  console.error(told === undefined ? (error instanceof Error ? error.message : error) : `${told.zh} · ${told.en}`);
  process.exitCode = 2;
}

async function caseNamed(named: string, records: RecordStore): Promise<string> {
  if (caseId.safeParse(named).success) return named;
  if (caseNumber.safeParse(named).success) return records.caseOfNumber(named);
  throw new Error('用法 · Usage: npm run verify-record -- <case id (26 characters) or case number (43)>');
}

async function openRecords(): Promise<RecordStore> {
  const onAws = process.env.CASES_TABLE;
  if (onAws !== undefined) return createRecordStore(DynamoDBDocumentClient.from(new DynamoDBClient({})), onAws);
  const [settings] = await functionsOfHall(process.env.HALL_DATA ?? '.data').then((all) =>
    all.filter(({ label }) => label === 'public'),
  );
  if (settings === undefined) throw new Error('the hall has no function public');
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', CASES_TABLE = '' } = settings.environment;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = settings.environment;
  const client = new DynamoDBClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } });
  return createRecordStore(DynamoDBDocumentClient.from(client), CASES_TABLE);
}
