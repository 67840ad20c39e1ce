/**
 * Serves the pages (docs/decisions/0001): every `GET` that no API route answers. Of data it reads the catalogue and nothing else, to
 * draw guides and search results for those whose script has not come yet, or never will (docs/decisions/0020).
 */
import { join } from 'node:path';
import { lazy } from '../../shared/base/env.ts';
import { dayOf, systemClock } from '../../shared/base/time.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import { openDrawing } from './drawing.ts';
import { env } from './env.ts';
import { makeHandler } from './pages.ts';
import { openSite } from './site.ts';

/** The pages lie in `site/` beside the bundle, what draws them in `server/`. */
const folder = process.env.LAMBDA_TASK_ROOT ?? import.meta.dirname;

const settings = env.parse(process.env);

export const handler = makeHandler({
  site: openSite(join(folder, 'site')),
  env: settings,
  drawing: lazy(() => openDrawing(folder, catalogue, () => dayOf(systemClock()))),
});

async function catalogue(): Promise<Catalogue> {
  const [{ documentClient }, { hallCatalogue }] = await Promise.all([
    import('../../shared/base/clients/documents.ts'),
    import('../catalogue.ts'),
  ]);
  return hallCatalogue(documentClient(), settings.CASES_TABLE);
}
