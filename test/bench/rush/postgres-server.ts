/**
 * The reference: the same rush on plain PostgreSQL, as one would write it by hand. One transaction: the repeated call, the guard
 * of person, department and day, a free number by `FOR UPDATE SKIP LOCKED`, the appointment. A minimal HTTP server, no
 * sign-in, no rules. Run by the bench: `node postgres-server.ts <port> <connection string>`.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import * as z from 'zod';

const [, , port = '0', connectionString = ''] = process.argv;
const pool = new pg.Pool({ connectionString, max: 16 });
const wish = z.object({ person: z.string(), session: z.string() });

await pool.query(`
  CREATE TABLE IF NOT EXISTS number (session text, no int, person text, PRIMARY KEY (session, no));
  CREATE INDEX IF NOT EXISTS free ON number (session) WHERE person IS NULL;
  CREATE TABLE IF NOT EXISTS appointment (
    id bigserial PRIMARY KEY, person text, session text, no int, at timestamptz DEFAULT now(), UNIQUE (person, session));
  CREATE TABLE IF NOT EXISTS repeated (key text PRIMARY KEY, answer jsonb);
`);

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  request.on('end', () => {
    book(String(request.headers['idempotency-key']), wish.parse(JSON.parse(text))).then(
      (answer) => response.writeHead(answer === undefined ? 409 : 201).end(JSON.stringify(answer ?? {})),
      () => response.writeHead(500).end('{}'),
    );
  });
});
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));

async function book(
  key: string,
  { person, session }: z.infer<typeof wish>,
): Promise<{ person: string; no: number } | undefined> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const known = await client.query('SELECT answer FROM repeated WHERE key = $1', [key]);
    const answer = z.object({ answer: z.object({ person: z.string(), no: z.number() }) }).safeParse(known.rows[0]);
    if (answer.success) return await end(client, 'COMMIT', answer.data.answer);
    const held = await client.query('SELECT 1 FROM appointment WHERE person = $1 AND session = $2', [person, session]);
    if (held.rowCount !== 0) return await end(client, 'ROLLBACK', undefined);
    const free = await client.query(
      'SELECT no FROM number WHERE session = $1 AND person IS NULL ORDER BY no LIMIT 1 FOR UPDATE SKIP LOCKED',
      [session],
    );
    const row = z.object({ no: z.number() }).safeParse(free.rows[0]);
    if (!row.success) return await end(client, 'ROLLBACK', undefined);
    const { no } = row.data;
    await client.query('UPDATE number SET person = $1 WHERE session = $2 AND no = $3', [person, session, no]);
    await client.query('INSERT INTO appointment (person, session, no) VALUES ($1, $2, $3)', [person, session, no]);
    await client.query('INSERT INTO repeated (key, answer) VALUES ($1, $2)', [key, { person, no }]);
    return await end(client, 'COMMIT', { person, no });
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function end<T>(client: pg.PoolClient, how: 'COMMIT' | 'ROLLBACK', answer: T): Promise<T> {
  await client.query(how);
  return answer;
}
