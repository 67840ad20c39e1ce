/** A PostgreSQL of the bench's own: Debian's programs, a data folder that is thrown away, a port of its own. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

const home = '/usr/lib/postgresql';

/** Folder of the server's programs; undefined when Debian's package `postgresql` is not installed. */
function programs(): string | undefined {
  if (!existsSync(home)) return undefined;
  const [newest] = readdirSync(home).sort().reverse();
  const bin = path.join(home, newest ?? '', 'bin');
  return existsSync(path.join(bin, 'initdb')) ? bin : undefined;
}

export interface Reference {
  readonly url: string;
  readonly version: string;
  /** Makes the numbers of a session. */
  release(session: string, total: number): Promise<void>;
  stop(): Promise<void>;
}

/** @returns undefined when there is no PostgreSQL server on this machine */
export async function startReference(): Promise<Reference | undefined> {
  const bin = programs();
  if (bin === undefined) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-postgres-'));
  const port = await freePort();
  const connection = `postgres://postgres@127.0.0.1:${port}/postgres`;
  // The server refuses to run as root.
  const user = process.getuid?.() === 0 ? Number(execFileSync('id', ['-u', 'postgres']).toString()) : undefined;
  if (user !== undefined) chownSync(folder, user, Number(execFileSync('id', ['-g', 'postgres']).toString()));
  const run = (program: string, args: string[]): void => {
    execFileSync(path.join(bin, program), args, {
      stdio: 'ignore',
      cwd: folder,
      ...(user === undefined ? {} : { uid: user }),
    });
  };
  run('initdb', ['-D', `${folder}/data`, '-U', 'postgres', '--auth=trust', '--no-sync']);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  run('pg_ctl', ['-D', `${folder}/data`, '-w', '-o', settings, '-l', `${folder}/log`, 'start']);
  const pool = new pg.Pool({ connectionString: connection, max: 1 });
  const httpPort = await freePort();
  const server = await startServer(httpPort, connection);
  const version = String((await pool.query('SHOW server_version')).rows[0]?.server_version);
  return {
    url: `http://127.0.0.1:${httpPort}`,
    version,
    async release(session, total) {
      await pool.query('INSERT INTO number (session, no) SELECT $1, generate_series(1, $2::int)', [session, total]);
    },
    async stop() {
      server.kill('SIGKILL');
      await pool.end();
      run('pg_ctl', ['-D', `${folder}/data`, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startServer(port: number, connection: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'postgres-server.ts'), [String(port), connection]);
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`the reference server ended with code ${code}`)));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
