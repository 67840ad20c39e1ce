/** The built pages as they lie beside the bundle: which file answers a path, in which encoding, under which ETag. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { accepts } from '../../shared/base/compressed.ts';

/** What the browser is told a file is. A file of another kind is not served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Encodings the build writes beside each text file, best first. */
const encodings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

export interface SiteFile {
  readonly body: Buffer;
  readonly mediaType: string;
  readonly encoding?: string;
  /** Strong: each encoding of a file has its own. */
  readonly etag: string;
  /** Has a hash in its name: may be kept for ever. */
  readonly immutable: boolean;
}

export interface Site {
  /** @param path the request's path, `/assets/hall-4f2a.js`. @param acceptEncoding the header as sent. */
  file(path: string, acceptEncoding: string): SiteFile | undefined;
}

/**
 * Lists the folder once; only listed names are ever read, so no path can lead out of it.
 * @throws when the folder is not there: the build is incomplete.
 */
export function openSite(folder: string): Site {
  const names = new Set(listFiles(folder));
  const read = new Map<string, SiteFile>();
  return {
    file(path, acceptEncoding) {
      const mediaType = mediaTypes[extname(path)];
      if (mediaType === undefined || !names.has(path)) return undefined;
      const encoding = encodings.find(({ name, suffix }) => accepts(acceptEncoding, name) && names.has(path + suffix));
      const stored = path + (encoding?.suffix ?? '');
      const known = read.get(stored);
      if (known !== undefined) return known;
      const body = readFileSync(join(folder, stored));
      const file: SiteFile = {
        body,
        mediaType,
        etag: etagOf(body),
        immutable: path.startsWith('/assets/'),
        ...(encoding === undefined ? {} : { encoding: encoding.name }),
      };
      read.set(stored, file);
      return file;
    },
  };
}

/** Strong ETag of exactly these bytes. */
export function etagOf(body: Buffer | string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`);
}
