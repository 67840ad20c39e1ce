/**
 * Is a PDF whole, open to be read, and only a paper? Encrypted files are refused, as no officer could read them; files that act
 * when opened (scripts, programs to start, forms that send themselves) are treated as malware.
 *
 * This looks for names, not for meaning: in the plain bytes and in what is packed in object streams, with escapes in names
 * undone. The names are long enough not to stand in a picture's bytes by chance. It is a sieve before the malware
 * scanner, not instead of one. It passes once over the file: a hostile one of 20 MB costs no more than an honest one.
 */
import { constants, inflateSync } from 'node:zlib';

type Fault = 'unreadable' | 'malware';

export function pdfFault(bytes: Uint8Array): Fault | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(text) || !text.slice(-endWithin).includes('%%EOF')) return 'unreadable';
  const packed = unpackAll(text);
  if (packed === undefined) return 'unreadable';
  const told = [text, ...packed].map(names);
  if (told.some((found) => found.has('Encrypt'))) return 'unreadable';
  return told.some((found) => active.some((name) => found.has(name))) ? 'malware' : undefined;
}

/**
 * As many pages as it may have, for a clean file: the largest count that any of its page trees gives. Old trees of a file that was added
 * to, and outlines, may name more; none names less than the one that readers follow.
 * @returns undefined when no tree gives its count as a plain number
 */
export function mostPagesOf(bytes: Uint8Array): number | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const told = [text, ...(unpackAll(text) ?? [])];
  // A count that is kept elsewhere (`/Count 12 0 R`), or under a name with escapes, is not looked for.
  if (
    told.some(
      (part) =>
        /\/Count\s{1,16}\d{1,9}\s{1,16}\d{1,5}\s{1,16}R/.test(part) || /\/[A-Za-z]{0,4}#[0-9a-fA-F]{2}/.test(part),
    )
  )
    return undefined;
  const counts = told.flatMap((part) => [...part.matchAll(/\/Count\s{0,16}(\d{1,9})/g)].map(([, n]) => Number(n)));
  const most = Math.max(0, ...counts);
  return most === 0 ? undefined : most;
}

/** Readers accept a little rubbish after the end mark. */
const endWithin = 2048;

/** Names of PDF actions and parts that run or start something, or send it away. */
const active = ['JavaScript', 'Launch', 'RichMedia', 'SubmitForm', 'ImportData', 'XFA'];

/** Names in PDF text, `/J#61vaScript` read as JavaScript. */
function names(text: string): Set<string> {
  const found = new Set<string>();
  for (const [name] of text.matchAll(/(?<=\/)[^\s()<>[\]{}/%]{1,100}/g)) {
    found.add(name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => fromHex(hex)));
  }
  return found;
}

const fromHex = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

/** What all object streams unpack to, together; more is a bomb. */
const maxUnpacked = 50_000_000;

/** @returns undefined when a stream has no end or cannot be unpacked, or too much comes out */
function unpackAll(text: string): string[] | undefined {
  const parts: string[] = [];
  let left = maxUnpacked;
  let end = 0;
  const keyword = />>\s{0,200}stream(?=\s)/g;
  for (let last = 0, found = keyword.exec(text); found !== null; found = keyword.exec(text)) {
    const start = keyword.lastIndex;
    if (end < start) end = text.indexOf('endstream', start);
    if (end === -1) return undefined;
    // All since the word before: neither a comment that looks like an object's beginning nor a text that looks like a stream hides it.
    const dictionary = names(text.slice(last, found.index));
    if (dictionary.has('ObjStm')) {
      const data = text.slice(start, end).replace(/^[ \t]{0,16}\r?\n/, '');
      const part = dictionary.has('Filter') ? inflate(data, left) : data;
      if (part === undefined || part.length > left) return undefined;
      left -= part.length;
      parts.push(part);
    }
    last = start;
  }
  return parts;
}

/** @returns undefined when it is not deflated, or longer than `most` */
function inflate(data: string, most: number): string | undefined {
  try {
    const options = { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH };
    return inflateSync(Buffer.from(data, 'latin1'), options).toString('latin1');
  } catch {
    return undefined;
  }
}
