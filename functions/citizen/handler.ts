/** A citizen's applications: drafts, files, cases. */
import { serve } from '../../shared/base/serve.ts';
import { type CaseDeps, caseDeps } from '../case-deps.ts';
import { citizenApi } from './api.ts';
import { caseHandlers } from './cases.ts';
import { draftHandlers } from './drafts.ts';
import { materialHandlers } from './materials.ts';
import { meHandlers } from './me.ts';

export const makeHandler = (deps: CaseDeps) =>
  serve(
    citizenApi,
    { ...draftHandlers(deps), ...materialHandlers(deps), ...caseHandlers(deps), ...meHandlers(deps) },
    deps.clock,
  );

export const handler = makeHandler(caseDeps());
