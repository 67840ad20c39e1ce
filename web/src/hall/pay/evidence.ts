/** Takes the files that show why somebody should pay less to the hall, one after another. */
import { call } from '../../base/api.ts';
import type { Answers } from '../../base/api-answers.ts';
import { ownProblem } from '../../base/problem.ts';
import { type MediaType, mediaTypeOf } from '../../form/file-types.ts';

export const mostFiles = 5;
export const mostBytes = 5_000_000;

/** What is wrong with the chosen files, if anything. Pure. */
export function fileFault(files: readonly Pick<File, 'type' | 'size'>[]): 'many' | 'type' | 'size' | undefined {
  if (files.length > mostFiles) return 'many';
  if (files.some(({ type }) => mediaTypeOf(type) === undefined)) return 'type';
  return files.some(({ size }) => size === 0 || size > mostBytes) ? 'size' : undefined;
}

type Known = Answers['POST /v1/orders/{orderNo}/evidence']['file'];

/** Files that have arrived, in this window: when one of several breaks off, the next press begins with that one. */
const arrived = new WeakMap<File, Known>();

/**
 * In one piece, not in parts as the papers of an application: photographs are made small before they are sent (form/picture.ts), what is left is
 * a scanned certificate of a few hundred kilobytes, and the whole form stands in the window until the last one has arrived.
 * @returns what the request then names @throws ApiProblem
 */
export async function sendFile(orderNo: string, file: File): Promise<Known> {
  const there = arrived.get(file);
  if (there !== undefined) return there;
  const mediaType: MediaType = mediaTypeOf(file.type) ?? 'application/pdf';
  const body = { fileName: file.name.slice(-200), mediaType, bytes: file.size, sha256: await sha256Of(file) };
  const { file: known, upload } = await call('POST /v1/orders/{orderNo}/evidence', { path: { orderNo }, body });
  const headers = Object.entries(upload.headers).filter(([name]) => !browsersOwn.has(name.toLowerCase()));
  const sent = await fetch(upload.url, {
    method: upload.method,
    headers: Object.fromEntries(headers),
    body: file,
  }).catch(() => undefined);
  if (sent?.ok !== true) throw ownProblem('upload-failed');
  arrived.set(file, known);
  return known;
}

/** Headers a browser sets by itself and lets nobody else set. */
const browsersOwn = new Set(['host', 'content-length']);

async function sha256Of(file: File): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
