/**
 * Is a PDF whole, open to be read, and only a paper? Encrypted files are refused, as no officer could read them; files that act
 * when opened (scripts, programs to start, embedded files) are treated as malware.
 *
 * This looks for names, not for meaning: it reads the plain bytes and what is packed in object streams, with escapes in
 * names undone. It is a sieve before the malware scanner, not instead of one.
 */
import { inflateSync } from 'node:zlib';

type Fault = 'unreadable' | 'malware';

export function pdfFault(bytes: Uint8Array): Fault | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(text) || !text.slice(-endWithin).includes('%%EOF')) return 'unreadable';
  const bare = withoutStreams(text);
  if (names(bare).has('Encrypt')) return 'unreadable';
  const packed = objectStreams(bytes, text);
  if (packed === undefined) return 'unreadable';
  const told = [bare, ...packed].flatMap((part) => [...names(part)]);
  return told.some((name) => active.has(name)) ? 'malware' : undefined;
}

/** Readers accept a little rubbish after the end mark. */
const endWithin = 2048;

/** Names of PDF actions and parts that run, start or carry something. */
const active = new Set([
  'JavaScript',
  'JS',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'RichMedia',
  'SubmitForm',
  'ImportData',
]);

/** Names in PDF text, `/J#61vaScript` read as JavaScript. */
function names(text: string): Set<string> {
  const found = text.match(/\/[^\s()<>[\]{}/%]+/g) ?? [];
  return new Set(found.map((name) => unescapeName(name.slice(1))));
}

const unescapeName = (name: string): string =>
  name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The text between streams: pictures and fonts are noise in which any name may appear by chance. */
const withoutStreams = (text: string): string => text.replace(/\bstream\r?\n[\s\S]*?\bendstream\b/g, ' ');

/** What object streams hold, unpacked; together no more than this, or it is a bomb. */
const maxUnpacked = 50_000_000;

/** @returns undefined when one cannot be unpacked, or too much comes out */
function objectStreams(bytes: Uint8Array, text: string): string[] | undefined {
  const parts: string[] = [];
  let left = maxUnpacked;
  for (const { index, 0: match } of text.matchAll(/<<(?:(?!\bstream\b|>>\s*endobj)[\s\S]){0,4000}?>>\s*stream\r?\n/g)) {
    if (!names(match).has('ObjStm')) continue;
    const start = index + match.length;
    const unpacked = unpack(bytes.subarray(start, text.indexOf('endstream', start)), match, left);
    if (unpacked === undefined) return undefined;
    left -= unpacked.length;
    parts.push(unpacked);
  }
  return parts;
}

function unpack(data: Uint8Array, dictionary: string, most: number): string | undefined {
  const filters = names(dictionary);
  if (!filters.has('FlateDecode')) return filters.has('Filter') ? undefined : Buffer.from(data).toString('latin1');
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, most), finishFlush: 2 }).toString('latin1');
  } catch {
    return undefined;
  }
}
