/** The desk of an agency's own items. */
import { catalogueDeskRoutes } from '../../shared/base/routes/catalogue-desk.ts';
import { serve } from '../../shared/base/serve.ts';
import { catalogueDeskApi } from './api.ts';
import type { CatalogueDeskDeps } from './deps.ts';
import { exchangeHandlers } from './exchange.ts';
import { itemHandlers } from './items.ts';
import { proposalHandlers } from './proposals.ts';

export const makeHandler = (deps: CatalogueDeskDeps) =>
  serve(
    catalogueDeskRoutes,
    catalogueDeskApi,
    { ...itemHandlers(deps), ...proposalHandlers(deps), ...exchangeHandlers(deps) },
    deps.clock,
  );
