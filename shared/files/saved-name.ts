/** Names under which files are saved by whoever fetches them. */
import type { MediaType } from '../catalogue/answer-schema.ts';

const endings: Readonly<Record<MediaType, readonly [string, ...string[]]>> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
};

/** What no name of a file may hold on some system, and marks that would show it turned round. */
const unfit = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|]/gu;

/**
 * The name a file is saved under: the uploader's, but that it ends as what the file was found to be. Bytes may be a whole picture
 * and a page with scripts at once; saved as a page and opened, it would run on an officer's machine.
 */
export function savedName(given: string, mediaType: MediaType): string {
  const name = given.replaceAll(unfit, '').trim();
  const [usual, ...others] = endings[mediaType];
  return [usual, ...others].some((ending) => name.toLowerCase().endsWith(ending)) ? name : `${name}${usual}`;
}
