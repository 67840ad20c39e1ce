/** Runs fauxqs (SQS and S3) in a thread of its own, so that its writes to disk do not hold up the hall's calls. */
import { subscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { startFauxqs } from 'fauxqs';
import * as z from 'zod';
import { isRecord } from './intrinsics.ts';

const { dataDir } = z.object({ dataDir: z.string() }).parse(workerData);

/** Largest material of any item (20 MB), and something for the way it is sent. */
const bodyLimit = 24_000_000;

// fauxqs listens on every address and takes bodies of 11 MiB; neither is an option of its own, so its web server is
// told while it is made.
interface WebServer {
  addHook(name: 'onRoute', hook: (route: { bodyLimit?: number }) => void): void;
  listen(options: { port: number; host: string }): Promise<string>;
}
const isWebServer = (value: unknown): value is WebServer => isRecord(value) && 'addHook' in value && 'listen' in value;

subscribe('fastify.initialization', (message) => {
  const fastify = isRecord(message) ? message.fastify : undefined;
  if (!isWebServer(fastify)) throw new Error('fauxqs is not made with Fastify any more.');
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = bodyLimit;
  });
  const listen = fastify.listen.bind(fastify);
  fastify.listen = ({ port }) => listen({ port, host: '127.0.0.1' });
});

releaseMessages(join(dataDir, 'fauxqs.db'));
// Objects lie in SQLite too, not in files: a file half written when the hall is killed would not load again.
const server = await startFauxqs({ port: 0, logger: false, dataDir });
parentPort?.postMessage(server.port);
parentPort?.once('message', async () => {
  await server.stop();
  process.exit();
});

/** All consumers live in the hall: when it starts nobody works on a message, so none need wait out its visibility. */
function releaseMessages(file: string): void {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  database.exec(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE receipt_handle IS NOT NULL',
  );
  database.close();
}
