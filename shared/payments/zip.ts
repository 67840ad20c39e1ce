/** Reads the one file out of a zip archive, checked by its CRC. Enough for a provider's bill; not a library. */
import { crc32, inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
/** A bill of a day is megabytes; a bomb is more. */
const mostBytes = 200_000_000;

/** @returns undefined when it is no archive, is damaged, or holds no detail file (`业务明细`, or the only one) */
export function onlyFileOf(archive: Buffer): Buffer | undefined {
  try {
    const entries = entriesOf(archive);
    const details = entries.filter(({ name }) => !name.includes('汇总'));
    const [entry] = details;
    return entry === undefined || details.length !== 1 ? undefined : contentOf(archive, entry);
  } catch {
    return undefined;
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

function entriesOf(archive: Buffer): Entry[] {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== endOfDirectory) end -= 1;
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (archive.readUInt32LE(at) !== directoryEntry) throw new Error('directory');
    const nameLength = archive.readUInt16LE(at + 28);
    const isUtf8 = (archive.readUInt16LE(at + 8) & 0x800) !== 0;
    const name = new TextDecoder(isUtf8 ? 'utf-8' : 'gbk').decode(archive.subarray(at + 46, at + 46 + nameLength));
    const entry = {
      name,
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      offset: archive.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    return entry;
  });
}

function contentOf(archive: Buffer, { method, crc, packed, offset }: Entry): Buffer | undefined {
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const bytes = archive.subarray(start, start + packed);
  const content = method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: mostBytes });
  return crc32(content) === crc ? content : undefined;
}
