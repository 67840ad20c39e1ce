/** Loads what draws pages, from the files beside the bundle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Day } from '../../shared/base/words.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { PageServer } from '../../web/src/server/page.ts';
import type { Drawing } from './pages.ts';

const isFunction = (value: unknown): boolean => typeof value === 'function';
const pageServer = z.object({
  draw: z.custom<PageServer['draw']>(isFunction),
  settingsKept: z.custom<PageServer['settingsKept']>(isFunction),
});

/** @param folder holds `site/index.html` and `server/draw.mjs`. @param today the day of whose catalogue a page tells */
export async function openDrawing(folder: string, open: () => Promise<Catalogue>, today: () => Day): Promise<Drawing> {
  // None of this is read while a file is served: the first page of a cold function pays for it.
  const [{ drawnPages }, catalogue, loaded] = await Promise.all([
    import('./drawn.ts'),
    open(),
    import(pathToFileURL(join(folder, 'server/draw.mjs')).href),
  ]);
  const server = pageServer.parse(loaded);
  const template = readFileSync(join(folder, 'site/index.html'), 'utf8');
  const page = drawnPages(server, template, catalogue);
  return { page: (asked) => page(asked, today()), settingsKept: server.settingsKept };
}
