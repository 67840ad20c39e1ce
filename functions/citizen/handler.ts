/** A citizen's applications: drafts, files, cases; and what they are told. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { readEnv } from '../../shared/base/env.ts';
import { citizenRoutes } from '../../shared/base/routes/citizen.ts';
import { serve } from '../../shared/base/serve.ts';
import { createNoticeStore, type NoticeStore } from '../../shared/notices/notice-store.ts';
import { type CaseDeps, caseDeps } from '../case-deps.ts';
import { citizenApi } from './api.ts';
import { caseHandlers } from './cases.ts';
import { consentHandlers } from './consents.ts';
import { draftHandlers } from './drafts.ts';
import { env } from './env.ts';
import { materialHandlers } from './materials.ts';
import { meHandlers } from './me.ts';
import { noticeHandlers } from './notices.ts';
import { packageHandlers } from './packages.ts';

export interface CitizenDeps extends CaseDeps {
  readonly notices: NoticeStore;
}

export const makeHandler = (deps: CitizenDeps) =>
  serve(
    citizenRoutes,
    citizenApi,
    {
      ...draftHandlers(deps),
      ...materialHandlers(deps),
      ...caseHandlers(deps),
      ...noticeHandlers(deps),
      ...meHandlers(deps),
      ...consentHandlers(deps),
      ...packageHandlers(deps),
    },
    deps.clock,
  );

export const handler = makeHandler({
  ...caseDeps(),
  notices: createNoticeStore(documentClient(), readEnv(env).NOTICES_TABLE),
});
