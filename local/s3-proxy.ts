/**
 * S3 at the hall's own address, path style below `/_s3`, so that a page uploads to where it came from. What the engine
 * does not check is checked here as S3 does: signature, expiry, signed headers, checksum.
 */
import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HttpHandler } from './http-api.ts';
import type { Credentials } from './keys.ts';
import { checkSignature } from './sigv4.ts';

export const s3Prefix = '/_s3';

/** @param storage address of the engine */
export function s3Proxy(storage: string, credentials: Credentials, now: () => Date = () => new Date()): HttpHandler {
  return async (request, response) => {
    const refusal = checkSignature(request, credentials, now());
    if (refusal !== undefined) return refuse(request, response, 403, refusal.code, refusal.message);
    const {
      'content-length': length,
      'transfer-encoding': _chunked,
      host: _host,
      connection: _connection,
      ...headers
    } = request.headers;
    if (request.method === 'PUT' && length === undefined) {
      return refuse(request, response, 411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
    }
    const url = new URL((request.url ?? '').slice(s3Prefix.length), storage);
    const expected = checksumOf(request, url);
    const upstream = send(url, {
      method: request.method,
      headers: { ...headers, ...(length === undefined ? {} : { 'content-length': length }) },
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) =>
      upstream.once('response', resolve).once('error', reject),
    );
    // Whoever waits for it below may have given up before it comes.
    answered.catch(() => {});
    try {
      await pipeline(request, checked(expected), upstream);
    } catch (error) {
      if (error instanceof ChecksumMismatch) return refuse(request, response, 400, 'BadDigest', error.message);
      throw error;
    }
    const answer = await answered;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  };
}

class ChecksumMismatch extends Error {
  override name = 'ChecksumMismatch';
}

/** The SHA-256, in base64, that the caller states of the body: in a header or, of a presigned URL, in the query. */
function checksumOf({ headers }: IncomingMessage, { searchParams }: URL): string | undefined {
  const header = headers['x-amz-checksum-sha256'];
  if (typeof header === 'string') return header;
  return [...searchParams].find(([name]) => name.toLowerCase() === 'x-amz-checksum-sha256')?.[1];
}

/** Lets bytes through but holds back the last of them until the checksum is seen to be right: half an object is none. */
function checked(expected: string | undefined): Transform {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const before = held;
      held = chunk;
      done(null, before);
    },
    flush(done) {
      if (expected !== undefined && hash.digest('base64') !== expected) {
        return done(new ChecksumMismatch('The SHA256 you specified did not match the calculated checksum.'));
      }
      done(null, held);
    },
  });
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  request.resume();
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response
    .writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
