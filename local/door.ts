/** The hall's one address: taken before anything else is started, and given up last. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { HttpHandler } from './http-api.ts';
import { HallError } from './lock.ts';
import { oidcPrefix } from './oidc-prefix.ts';
import { s3Prefix } from './s3-proxy.ts';

export interface Door {
  /** Without a slash at its end. */
  readonly url: string;
  serve(handlers: { api: HttpHandler; s3: HttpHandler; oidc: HttpHandler }): void;
  /** Lets nobody new in, and waits for those inside. Functions still reach their files through it. */
  finish(): Promise<void>;
  close(): void;
}

/**
 * Listens on this machine only; answers 503 until there is something to serve.
 * @throws HallError when the port is taken or may not be used
 */
export async function openDoor(port: number): Promise<Door> {
  let choose = (_path: string): HttpHandler | undefined => undefined;
  let inside = 0;
  const server = createServer(async (request, response) => {
    const handler = choose(request.url ?? '/');
    if (handler === undefined) {
      response.writeHead(503, { 'retry-after': '1', connection: 'close' });
      response.end('办事大厅正在启动或停止 · starting or stopping\n');
      return;
    }
    inside += 1;
    try {
      await handler(request, response);
    } catch {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'application/json' });
      response.end('{"message":"Bad Gateway"}');
    } finally {
      inside -= 1;
    }
  });
  // Longer than clients keep a connection: one closed just as the next call leaves would look like a hall that fell.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((opened, refused) => {
    server.once('error', (error: NodeJS.ErrnoException) => refused(new HallError(whyNot(port, error))));
    server.listen(port, '127.0.0.1', opened);
  });
  return {
    url: `http://localhost:${z.object({ port: z.int() }).parse(server.address()).port}`,
    serve({ api, s3, oidc }) {
      choose = (path) => (isBelow(s3Prefix, path) ? s3 : isBelow(oidcPrefix, path) ? oidc : api);
    },
    async finish() {
      const before = choose;
      choose = (path) => (isBelow(s3Prefix, path) ? before(path) : undefined);
      while (inside > 0) await sleep(20);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const isBelow = (prefix: string, path: string): boolean => path.startsWith(`${prefix}/`);

function whyNot(port: number, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') {
    return `端口 ${port} 已被占用 · Port ${port} is in use: stop what uses it, or choose another with PORT.`;
  }
  return `端口 ${port} 无法使用 · Port ${port} cannot be used: ${message}.`;
}
