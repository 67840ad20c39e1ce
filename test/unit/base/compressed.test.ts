/** A long answer is compressed for whoever takes it, and is the same answer. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { compressed } from '../../../shared/base/compressed.ts';

const long = JSON.stringify({ names: Array.from({ length: 200 }, (_, at) => `第 ${at} 号`) });
const answer = (body: string) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body,
});
const sent = (accepted: string | undefined, body = long) =>
  compressed({ headers: accepted === undefined ? {} : { 'accept-encoding': accepted } }, answer(body));

it.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
])('for %s goes as %s', async (accepted, encoding, unpack) => {
  const { body = '', ...rest } = await sent(accepted);
  expect(rest).toEqual({
    statusCode: 200,
    headers: { ...answer('').headers, 'content-encoding': encoding, vary: 'accept-encoding' },
    isBase64Encoded: true,
  });
  expect(unpack(Buffer.from(body, 'base64')).toString('utf8')).toBe(long);
  expect(body.length).toBeLessThan(long.length / 2);
});

it.each([undefined, '', 'identity', 'br;q=0, gzip;q=0', 'zstd'])('goes as it is for %s', async (accepted) => {
  expect(await sent(accepted)).toEqual(answer(long));
});

it('goes as it is when it is short, or there is nothing of it', async () => {
  expect(await sent('br', '{"ok":true}')).toEqual(answer('{"ok":true}'));
  const none = { statusCode: 204, headers: {} };
  expect(await compressed({ headers: { 'accept-encoding': 'br' } }, none)).toEqual(none);
});

it('leaves alone what is bytes already, and keeps what the answer varies by', async () => {
  const bytes = { statusCode: 200, body: 'A'.repeat(5000), isBase64Encoded: true };
  expect(await compressed({ headers: { 'accept-encoding': 'br' } }, bytes)).toEqual(bytes);
  const varied = { statusCode: 200, headers: { vary: 'accept-language' }, body: long };
  const { headers } = await compressed({ headers: { 'accept-encoding': 'gzip' } }, varied);
  expect(headers?.vary).toBe('accept-language, accept-encoding');
});
