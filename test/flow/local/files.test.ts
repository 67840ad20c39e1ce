/** Files through the hall's own address: presigned URLs hold what S3 would hold a caller to. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LittleHall, littleHall } from './fixture/hall.ts';

let hall: LittleHall;
beforeAll(async () => {
  hall = await littleHall();
});
afterAll(() => hall.stop());

const text = '身份证复印件';
const checksum = (body: string): string => createHash('sha256').update(body).digest('base64');
const headers = { 'content-type': 'text/plain', 'x-amz-checksum-sha256': checksum(text) };

async function signed(way: 'upload' | 'download', key: string, more: Record<string, string> = {}): Promise<string> {
  const query = new URLSearchParams({ key, bytes: String(Buffer.byteLength(text)), sha256: checksum(text), ...more });
  return (await fetch(`${hall.url}/${way}?${query}`)).text();
}
const upload = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { method: 'PUT', headers, body: text, ...init });

async function refusal(answer: Promise<Response>): Promise<string> {
  const { status } = await answer;
  return `${status} ${/<Code>(\w+)/.exec(await (await answer).text())?.[1]}`;
}

it('takes an upload as signed, at the address of the pages, and gives it back', async () => {
  const url = await signed('upload', 'case/材料 1.txt');
  expect(url.startsWith(`${hall.url}/_s3/`)).toBe(true);
  expect((await upload(url)).status).toBe(200);
  const answer = await fetch(await signed('download', 'case/材料 1.txt'));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain');
  expect(await answer.text()).toBe(text);
});

it('takes files of the largest size an item may ask for', async () => {
  const body = 'x'.repeat(20_000_000);
  const url = await signed('upload', 'large', { bytes: '20000000', sha256: checksum(body) });
  const answer = await upload(url, { body, headers: { ...headers, 'x-amz-checksum-sha256': checksum(body) } });
  expect(answer.status).toBe(200);
});

it('refuses another length, type or checksum than was signed', async () => {
  const url = await signed('upload', 'refused');
  const other = { ...headers, 'x-amz-checksum-sha256': checksum('other') };
  expect(await refusal(upload(url, { body: `${text}!` }))).toBe('403 SignatureDoesNotMatch');
  expect(await refusal(upload(url, { headers: { ...headers, 'content-type': 'text/html' } }))).toBe(
    '403 SignatureDoesNotMatch',
  );
  expect(await refusal(upload(url, { headers: other }))).toBe('403 SignatureDoesNotMatch');
  expect(await refusal(upload(url, { headers: { ...headers, 'x-amz-acl': 'public-read' } }))).toBe('403 AccessDenied');
  expect((await fetch(await signed('download', 'refused'))).status).toBe(404);
});

it('refuses other bytes of the same length, and keeps none of them', async () => {
  const url = await signed('upload', 'disguised');
  expect(await refusal(upload(url, { body: text.replace('身', '他') }))).toBe('400 BadDigest');
  expect((await fetch(await signed('download', 'disguised'))).status).toBe(404);
});

it('refuses what has expired, what was altered, and what was not signed', async () => {
  const brief = await signed('upload', 'late', { seconds: '1' });
  const good = await signed('upload', 'good');
  await sleep(2100);
  expect(await refusal(upload(brief))).toBe('403 AccessDenied');
  expect(await refusal(upload(brief.replace('X-Amz-Expires=1', 'X-Amz-Expires=900')))).toBe(
    '403 SignatureDoesNotMatch',
  );
  expect(await refusal(upload(good.replace('/good?', '/bad?')))).toBe('403 SignatureDoesNotMatch');
  expect(await refusal(upload(good.split('?')[0] ?? ''))).toBe('403 AccessDenied');
  expect(await refusal(fetch(good))).toBe('403 SignatureDoesNotMatch');
});
