/** Takes one file to the hall: announce, put the bytes where the ticket says, tell that they are there. */
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
  onProgress,
}: Upload): Promise<MaterialView> {
  const body = { code, fileName: file.name.slice(-200), mediaType, bytes: file.size, sha256: await sha256Of(file) };
  const ticket = await call('POST /v1/cases/{caseId}/materials', { path: { caseId }, body, idempotencyKey });
  const path = { caseId, materialId: ticket.material.materialId };
  const complete = () => call('POST /v1/cases/{caseId}/materials/{materialId}/complete', { path, body: {} });
  // The same announcement again: perhaps the bytes arrived the last time, and only the answer did not.
  const arrived = tried.has(idempotencyKey) ? await complete().catch(notThere) : undefined;
  if (arrived !== undefined) return arrived;
  tried.add(idempotencyKey);
  await put(ticket, file, onProgress);
  return complete();
}

/** Uploads that were begun before: their bytes may be there already. */
export const tried = new Set<string>();

function notThere(error: unknown): undefined {
  if (asProblem(error).code !== 'material-not-uploaded') throw error;
  return undefined;
}

async function sha256Of(file: File): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Headers a browser sets by itself and lets nobody else set. */
const browsersOwn = new Set(['host', 'content-length']);

/** XMLHttpRequest, because fetch cannot tell how much has gone. */
function put(
  { upload: { url, method, headers } }: UploadTicket,
  file: File,
  onProgress: (share: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      if (!browsersOwn.has(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(ownProblem('upload-failed')));
    request.onerror = () => reject(ownProblem('upload-failed'));
    request.send(file);
  });
}
