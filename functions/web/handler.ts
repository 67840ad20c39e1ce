/** Serves the pages (docs/decisions/0001): everything that no API route answers. Holds no grant and reads no data. */
import { join } from 'node:path';
import { env } from './env.ts';
import { makeHandler } from './pages.ts';
import { openSite } from './site.ts';

/** The pages lie in `site/` beside the bundle. */
const folder = join(process.env.LAMBDA_TASK_ROOT ?? import.meta.dirname, 'site');

export const handler = makeHandler({ site: openSite(folder), env: env.parse(process.env) });
