/** Is a file what it was announced as, and safe to show to an officer? */
import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { MediaType } from '../catalogue/answer-schema.ts';
import { isWholeJpeg, isWholePng } from './images.ts';
import type { MalwareScanner } from './malware.ts';
import { pdfFault } from './pdf.ts';

export type Refusal = 'wrong-type' | 'wrong-size' | 'wrong-hash' | 'malware' | 'unreadable';

/** What whoever uploads says of a file beforehand. */
export interface Announced {
  readonly bytes: number;
  readonly sha256: string;
  readonly mediaType: MediaType;
}

/** @returns why the file is refused; undefined when it is clean. Malware is told first, whatever else is wrong with it. */
export async function examine(
  bytes: Uint8Array,
  announced: Announced,
  scanner: MalwareScanner,
): Promise<Refusal | undefined> {
  if ((await scanner.scan(bytes)) === 'malware') return 'malware';
  if (bytes.length !== announced.bytes) return 'wrong-size';
  if (createHash('sha256').update(bytes).digest('hex') !== announced.sha256) return 'wrong-hash';
  const real = await fileTypeFromBuffer(bytes);
  if (real?.mime !== announced.mediaType) return 'wrong-type';
  return faultOf[announced.mediaType](bytes);
}

const faultOf: Readonly<Record<MediaType, (bytes: Uint8Array) => Refusal | undefined>> = {
  'application/pdf': pdfFault,
  'image/png': (bytes) => (isWholePng(bytes) ? undefined : 'unreadable'),
  'image/jpeg': (bytes) => (isWholeJpeg(bytes) ? undefined : 'unreadable'),
};
