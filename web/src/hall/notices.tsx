/** The inbox (消息): what a person was told, newest first; opening one marks it read. */

import { call } from '../base/api.ts';
import type { NoticeView } from '../base/api-answers.ts';
import { Empty } from '../base/conditions.tsx';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction } from '../base/load.ts';
import { MoreButton, usePaged } from '../base/paged.tsx';
import { Said } from '../base/said.tsx';
import { useSettings } from '../base/settings.ts';
import { ActionButton, Loading, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';
import { Own } from './signed-in.tsx';

export function Notices() {
  const words = useHallWords();
  return <Own why={words('sign-in-for-me')}>{() => <Inbox />}</Own>;
}

function Inbox() {
  const words = useHallWords();
  const list = usePaged('notices', (cursor) => call('GET /v1/me/notices', { query: { cursor } }));
  const reading = useAction(async () => {
    await call('POST /v1/me/notices/read', { body: {} });
    await list.reload();
  });
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{words('notices')}</Title>
      {list.items?.some(({ read }) => !read) === true && (
        <p>
          <ActionButton kind="second" busy={reading.busy} onClick={() => void reading.run()}>
            {words('notices-read-all')}
          </ActionButton>
        </p>
      )}
      {reading.problem !== undefined && <ProblemNotice problem={reading.problem} />}
      <section class="card">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && (
          <Empty icon="bell" title={words('notices-none')}>
            {words('notices-none-text')}
          </Empty>
        )}
        <ul class="plain rows">
          {list.items?.map((notice) => (
            <NoticeRow key={notice.noticeId} notice={notice} />
          ))}
        </ul>
        <MoreButton list={list} />
      </section>
    </div>
  );
}

function NoticeRow({ notice: { noticeId, at, title, text, about, toDo, read } }: { readonly notice: NoticeView }) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <a
        class="row-link"
        href={addressOf(about)}
        onClick={() =>
          void call('POST /v1/me/notices/{noticeId}/read', { path: { noticeId }, body: {} }).catch(() => undefined)
        }
      >
        <span class="row-name">
          <Said>{say(title)}</Said> {!read && <span class="tag info">{words('notice-new')}</span>}
          {toDo && <span class="tag amber">{words('notice-to-do')}</span>}
        </span>
        <span class="row-text">
          <Said>{say(text)}</Said>
        </span>
        <span class="row-facts">
          <time dateTime={at}>{timeText(at, language, hallNow())}</time>
        </span>
      </a>
    </li>
  );
}

function addressOf({ room, id }: NoticeView['about']): string {
  switch (room) {
    case 'case':
      return `/cases/${id}`;
    case 'appointment':
      return `/booking/appointments/${id}`;
    case 'patient':
      return '/booking/patients';
  }
}
