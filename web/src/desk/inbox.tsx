/** The agency's cases of one stage, by due day. J and K move, Enter opens. */
import { useEffect, useRef } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { InboxRow } from '../base/api-answers.ts';
import { Lamp } from '../base/due.tsx';
import { dayText } from '../base/format.ts';
import { MoreButton, usePaged } from '../base/paged.tsx';
import { useSettings } from '../base/settings.ts';
import { Loading, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useDeskWords } from './desk-words.ts';
import { type Filter, queryOf } from './filter.ts';
import { useKeys } from './keys.ts';

interface InboxProps {
  readonly filter: Filter;
  /** The case that is open beside the list. */
  readonly open: string | undefined;
  /** Raised when a command may have moved a case to another stage. */
  readonly changes: number;
}

export function Inbox({ filter, open, changes }: InboxProps) {
  const words = useDeskWords();
  const box = useRef<HTMLElement>(null);
  const { state, mine, escalated, agency } = filter;
  const list = usePaged(queryOf(filter), (cursor) =>
    call('GET /v1/agency/cases', {
      query: { state, mine: String(mine), escalated: String(escalated), agency, cursor },
    }),
  );
  useRefresh(list.reload, changes);
  useKeys({
    j: () => step(box.current, 1),
    k: () => step(box.current, -1),
  });
  return (
    <section class="inbox" aria-labelledby="inbox" ref={box}>
      <header class="inbox-head">
        {open === undefined ? (
          <Title key={state} site={words('site')}>
            {words(`state-${state}`)}
          </Title>
        ) : (
          <h2>{words(`state-${state}`)}</h2>
        )}
        <p class="small muted" id="inbox">
          {words('inbox-title')} · {words('keys-help')}
        </p>
      </header>
      {list.items === undefined && list.problem === undefined && <Loading />}
      {list.items?.length === 0 && <p class="muted pad">{words('inbox-none')}</p>}
      <ul class="plain">
        {list.items?.map((row) => (
          <Row key={row.caseId} row={row} filter={filter} current={row.caseId === open} />
        ))}
      </ul>
      <div class="pad">
        <MoreButton list={list} />
      </div>
    </section>
  );
}

function Row({ row, filter, current }: { readonly row: InboxRow; readonly filter: Filter; readonly current: boolean }) {
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <a
        class="inbox-row"
        href={`/desk/cases/${row.caseId}${queryOf(filter)}`}
        aria-current={current ? 'true' : undefined}
        data-row
      >
        <span class="inbox-item">{say(row.itemName)}</span>
        <span class="inbox-who">{row.applicantName}</span>
        <span class="inbox-due small">
          {row.lamp !== undefined && <Lamp lamp={row.lamp} />}
          {row.dueBy !== undefined && (
            <span class="number">{words('inbox-due', { day: dayText(row.dueBy, language, new Date()) })}</span>
          )}
        </span>
        <span class="inbox-handler small muted">
          {row.handler === undefined ? words('inbox-unclaimed') : words('inbox-handler', { name: row.handler.name })}
        </span>
      </a>
    </li>
  );
}

/** Moves the focus to the next or previous row; from nowhere, to the open or the first one. */
function step(box: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(box?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const { activeElement } = document;
  const focused = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1;
  const open = rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const from = focused === -1 ? open : focused;
  rows[from === -1 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1)]?.focus();
}

/** Fetches again after a command, and when the officer comes back to the window. */
function useRefresh(reload: () => Promise<void>, changes: number): void {
  useEffect(() => {
    if (changes > 0) void reload();
  }, [changes, reload]);
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && void reload();
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [reload]);
}
