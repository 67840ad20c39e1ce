/**
 * Serves the pages (docs/decisions/0001): every `GET` that no API route answers. Holds no grant; of data it reads the catalogue that
 * lies beside it, to draw guides and search results for those whose script has not come yet, or never will.
 */
import { join } from 'node:path';
import { assetFolder, lazy } from '../../shared/base/env.ts';
import { dayOf, systemClock } from '../../shared/base/time.ts';
import { openDrawing } from './drawing.ts';
import { env } from './env.ts';
import { makeHandler } from './pages.ts';
import { openSite } from './site.ts';

/** The pages lie in `site/` beside the bundle, what draws them in `server/`. */
const folder = process.env.LAMBDA_TASK_ROOT ?? import.meta.dirname;

export const handler = makeHandler({
  site: openSite(join(folder, 'site')),
  env: env.parse(process.env),
  drawing: lazy(() => openDrawing(folder, assetFolder('catalogue'), () => dayOf(systemClock()))),
});
