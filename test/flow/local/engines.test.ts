/** The DynamoDB engine as the hall starts it: what a stream has said does not make the next write slower. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it } from 'vitest';
import { startDynamodb } from '../../../local/engines.ts';
import { paymentsTable } from '../../support/payments-table.ts';
import { newFolder } from './fixture/hall.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What the engine asks at every row that it writes to a table with a stream, and at every read of one. */
const questions = [
  "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 'orders'",
  `SELECT new_image FROM _stream_records WHERE table_name = 'orders' AND shard_id = 's' AND CAST(sequence_number AS INTEGER) > 7
   ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 10`,
];

it('finds its place in a stream by an index, from the first start and after another', async () => {
  const dataDir = newFolder();
  folders.push(dataDir);
  const ended: string[] = [];
  for (const start of ['first', 'again']) {
    const engine = await startDynamodb(dataDir, { onProcess: () => {}, onEnd: (reason) => ended.push(reason) });
    const client = new DynamoDBClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      endpoint: engine.endpoint,
    });
    if (start === 'first') await client.send(new CreateTableCommand({ TableName: 'orders', ...paymentsTable }));
    for (const n of [1, 2, 3]) {
      const Item = { PK: { S: `${start} ${n}` }, SK: { S: 'ORDER' } };
      await client.send(new PutItemCommand({ TableName: 'orders', Item }));
    }
    client.destroy();
    await engine.stop();
  }
  const database = new DatabaseSync(join(dataDir, 'dynamodb.sqlite'), { readOnly: true });
  const plans = questions.map((question) => database.prepare(`EXPLAIN QUERY PLAN ${question}`).all());
  const next = database.prepare(questions[0] ?? '').get();
  database.close();
  for (const plan of plans) {
    expect(plan).toHaveLength(1);
    expect(plan[0]?.detail).toMatch(/^SEARCH _stream_records USING (COVERING )?INDEX hall_stream_places/);
  }
  // Its own numbers go on where they were.
  expect(Object.values(next ?? {})).toEqual([7]);
  expect(ended).toEqual([]);
});
