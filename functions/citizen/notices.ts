/** A person's inbox. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { NoticeStore } from '../../shared/notices/notice-store.ts';
import type { citizenApi } from './api.ts';

type Keys = Extract<keyof typeof citizenApi, `${string} /v1/me/notices${string}`>;

export const noticeHandlers = ({
  notices,
}: {
  readonly notices: NoticeStore;
}): Pick<Handlers<typeof citizenApi>, Keys> => ({
  'GET /v1/me/notices': async ({ caller, query, now }) => {
    const [page, unread] = await Promise.all([
      notices.page(caller.id, now, query.cursor, query.limit),
      notices.unread(caller.id, now),
    ]);
    return { body: { ...page, unread } };
  },
  'POST /v1/me/notices/read': async ({ caller, now }) => ({
    body: { marked: await notices.markAllRead(caller.id, now) },
  }),
  'POST /v1/me/notices/{noticeId}/read': async ({ caller, params, now }) => ({
    body: await notices.markRead(caller.id, params.noticeId, now),
  }),
});
