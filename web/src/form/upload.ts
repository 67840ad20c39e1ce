/**
 * Takes one file to the hall: announce, put the bytes where the ticket says, tell that they are there. A file larger than one part goes
 * part by part, each kept as soon as it has arrived: whatever breaks off, the next try goes on with the part it broke off in.
 */
import { partBytes, partsOf } from '../../../shared/cases/upload-parts.ts';
import { call } from '../base/api.ts';
import type { MaterialView, UploadTicket } from '../base/api-answers.ts';
import { asProblem, ownProblem } from '../base/problem.ts';
import type { MediaType } from './file-types.ts';

export interface Upload {
  readonly caseId: string;
  /** Which material of the item it is. */
  readonly code: string;
  readonly file: File;
  readonly mediaType: MediaType;
  readonly idempotencyKey: string;
  /** Called as soon as the hall expects it. */
  readonly onAnnounced: (materialId: string) => void;
  /** @param share of the bytes that have gone, 0 to 1 */
  readonly onProgress: (share: number) => void;
}

/** @throws ApiProblem */
export async function upload({
  caseId,
  code,
  file,
  mediaType,
  idempotencyKey,
  onAnnounced,
  onProgress,
}: Upload): Promise<MaterialView> {
  const parts = file.size <= partBytes ? {} : { parts: await hashesOf(file) };
  const sha256 = await sha256Of(file);
  const body = { code, fileName: file.name.slice(-200), mediaType, bytes: file.size, sha256, ...parts };
  const ticket = await call('POST /v1/cases/{caseId}/materials', { path: { caseId }, body, idempotencyKey });
  const path = { caseId, materialId: ticket.material.materialId };
  onAnnounced(path.materialId);
  const complete = () => call('POST /v1/cases/{caseId}/materials/{materialId}/complete', { path, body: {} });
  // The same announcement again: perhaps the bytes arrived the last time, and only the answer did not.
  const arrived = tried.has(idempotencyKey) ? await complete().catch(notThere) : undefined;
  if (arrived !== undefined) return arrived;
  tried.add(idempotencyKey);
  await putAll(ticket, file, onProgress);
  return complete();
}

/** Uploads that were begun before: their bytes may be there already. */
export const tried = new Set<string>();

function notThere(error: unknown): undefined {
  if (asProblem(error).code !== 'material-not-uploaded') throw error;
  return undefined;
}

/** One part after the other: on a slow line, two at once only make both later. */
async function putAll({ upload, parts }: UploadTicket, file: File, onProgress: Upload['onProgress']): Promise<void> {
  if (upload !== undefined) return put(upload, file, (bytes) => onProgress(bytes / file.size));
  const spans = partsOf(file.size);
  for (const [index, { from, to }] of spans.entries()) {
    const place = parts?.[index];
    if (place === undefined) throw ownProblem('upload-failed');
    if (!place.arrived) await put(place, file.slice(from, to), (bytes) => onProgress((from + bytes) / file.size));
    onProgress(to / file.size);
  }
}

const hashesOf = (file: File): Promise<string[]> =>
  Promise.all(partsOf(file.size).map(({ from, to }) => sha256Of(file.slice(from, to))));

async function sha256Of(file: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Headers a browser sets by itself and lets nobody else set. */
const browsersOwn = new Set(['host', 'content-length']);

/**
 * Milliseconds without a byte gone, or an answer, after which a line is taken for dead: nobody else tells. A whole part may stand in the
 * machine's own buffers, and at 50 kbit/s takes 160 s from there.
 */
const stalled = 180_000;

/** XMLHttpRequest, because fetch cannot tell how much has gone. */
function put(
  { url, method, headers }: NonNullable<UploadTicket['upload']>,
  bytes: Blob,
  onProgress: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer = setTimeout(() => request.abort(), stalled);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), stalled);
    };
    const failed = () => {
      clearTimeout(timer);
      reject(ownProblem('upload-failed'));
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      if (!browsersOwn.has(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => {
      alive();
      onProgress(loaded);
    };
    request.onload = () => {
      if (request.status >= 300) return failed();
      clearTimeout(timer);
      resolve();
    };
    request.onerror = failed;
    request.onabort = failed;
    request.send(bytes);
  });
}
