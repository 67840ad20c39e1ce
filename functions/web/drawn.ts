/** Pages of the hall as HTML: what the server's renderer makes of the built page and the catalogue, compressed and kept. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { accepts } from '../../shared/base/compressed.ts';
import { errorKeys, log } from '../../shared/base/log.ts';
import type { Day } from '../../shared/base/words.ts';
import { listItems, listQuery, searchPage, searchQuery } from '../../shared/catalogue/browse.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import type { PageAsked, PageServer } from '../../web/src/server/page.ts';
import { etagOf, type SiteFile } from './site.ts';

export interface DrawnPage {
  readonly status: 200 | 404;
  readonly language: string;
  readonly file: SiteFile;
}

export interface PageQuestion extends Omit<PageAsked, 'ask'> {
  readonly acceptEncoding: string;
}

/** Pages kept in memory: the home page and the guides of the day, in the looks people use. */
const mostKept = 300;

export function drawnPages(server: PageServer, template: string, catalogue: Catalogue) {
  const kept = new Map<string, DrawnPage>();
  return async (asked: PageQuestion, today: Day): Promise<DrawnPage> => {
    const { acceptEncoding, ...page } = asked;
    const encoding = ['br', 'gzip'].find((name) => accepts(acceptEncoding, name));
    await catalogue.fresh().catch(asBuilt);
    // What was published since only ever grows: its length tells one state of the catalogue from the next.
    const state = [today, catalogue.versions().length];
    const name = JSON.stringify([...state, encoding, page.path, page.query, lookOf(page.cookies), page.languages]);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const item = await itemOf(catalogue, page.path, today);
    const drawn = server.draw(template, { ...page, ask: (url) => answerOf({ catalogue, item, today }, url) });
    const body = compressed(Buffer.from(drawn.html), encoding);
    const made: DrawnPage = {
      status: drawn.status,
      language: drawn.language,
      file: {
        body,
        mediaType: 'text/html; charset=utf-8',
        etag: etagOf(body),
        immutable: false,
        ...(encoding === undefined ? {} : { encoding }),
      },
    };
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
    if (drawn.status === 200) kept.set(name, made);
    return made;
  };
}

/** Of the cookies only the look matters here; the others are not even a name in memory. */
function lookOf(cookies: string): string {
  return /(?:^|;\s*)(banshi\.look=[^;]*)/.exec(cookies)?.[1] ?? '';
}

/** A guide can be read while the table cannot: as it was when the hall was built. */
function asBuilt(error: unknown): void {
  log('warn', 'PAGE_AS_BUILT', errorKeys(error));
}

async function itemOf(catalogue: Catalogue, path: string, today: Day): Promise<Item | undefined> {
  const code = /^\/items\/(\d{12})\/?$/.exec(path)?.[1];
  if (code === undefined) return undefined;
  return catalogue.find(code, today).catch((error: unknown) => {
    asBuilt(error);
    const entry = catalogue.index(today).find((one) => one.code === code);
    return entry === undefined ? undefined : catalogue.version(code, entry.version);
  });
}

interface Known {
  readonly catalogue: Catalogue;
  /** The item whose guide is drawn. */
  readonly item: Item | undefined;
  readonly today: Day;
}

/** What the public API would answer at this address; undefined where it would refuse. */
function answerOf({ catalogue, item, today }: Known, url: string): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://hall');
  const query = Object.fromEntries(searchParams);
  const answer = (): unknown => {
    if (pathname === '/v1/items') return listItems(catalogue, listQuery.parse(query), today);
    if (pathname === '/v1/items/search') return searchPage(catalogue, searchQuery.parse(query), today);
    return pathname === `/v1/items/${item?.code}` ? item : undefined;
  };
  try {
    return JSON.stringify(answer());
  } catch {
    return undefined;
  }
}

/** Quick rather than tight: it happens while somebody waits. */
function compressed(html: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'br') return brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  return encoding === 'gzip' ? gzipSync(html) : html;
}
