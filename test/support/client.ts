/** A stranger's client of the hall: plain HTTP, nothing of the hall's own code. */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a black-box test looks into answers as they come; expectations check them
  readonly body: any;
}

export interface Options {
  readonly body?: unknown;
  /** Idempotency-Key; a fresh one for every POST that gives none. */
  readonly key?: string;
  readonly ifMatch?: number;
  readonly headers?: Record<string, string>;
}

export type Caller = (method: string, path: string, options?: Options) => Promise<Reply>;

/** Calls as one person, or as nobody without a token. */
export function callerWith(url: string, token?: string): Caller {
  return async (method, path, { body, key, ifMatch, headers } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': key ?? randomUUID() } : {}),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  };
}

/** Announces, uploads and completes one file, and waits for the scan's word. @returns the material as it then is */
export async function upload(
  as: Caller,
  caseId: string,
  code: string,
  file: { name: string; type: string; bytes: Buffer },
) {
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const announced = await as('POST', `/v1/cases/${caseId}/materials`, {
    body: { code, fileName: file.name, mediaType: file.type, bytes: file.bytes.length, sha256 },
  });
  if (announced.status !== 201) throw new Error(`announce: ${announced.status} ${JSON.stringify(announced.body)}`);
  const { material, upload } = announced.body;
  const put = await fetch(upload.url, {
    method: upload.method,
    headers: upload.headers,
    body: new Uint8Array(file.bytes),
  });
  if (!put.ok) throw new Error(`upload: ${put.status} ${await put.text()}`);
  const path = `/v1/cases/${caseId}/materials/${material.materialId}`;
  const completed = await as('POST', `${path}/complete`, { body: {} });
  if (completed.status !== 200) throw new Error(`complete: ${completed.status} ${JSON.stringify(completed.body)}`);
  return until(
    async () => (await as('GET', path)).body,
    (one) => one.state !== 'uploaded',
  );
}

/** Asks again until it is so; what comes of queues takes its moment. */
export async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > end) throw new Error(`still not so after ${seconds} s: ${JSON.stringify(answer)?.slice(0, 500)}`);
    await sleep(100);
  }
}

/** A genuine little PDF of one empty page; `note` makes each different. */
export function pdf(note: string): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
    `<< /Note (${note}) >>`,
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = text.length;
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
