/** The agency's cases of one stage, by due day, however many. J and K move, Enter opens, N gives the next one. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { InboxRow } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { Empty } from '../base/conditions.tsx';
import type { BulkView } from '../base/desk-answers.ts';
import { hallNow } from '../base/hall-time.ts';
import { LongList } from '../base/long-list.tsx';
import { usePaged } from '../base/paged.tsx';
import type { SignedIn } from '../base/person.ts';
import { Loading, ProblemNotice, Title } from '../base/ui.tsx';
import { bulkActionsFor, keepBulk, keptBulk, mostAtOnce } from './bulk.ts';
import { BulkBar, StillUndone } from './bulk-bar.tsx';
import { useDeskWords } from './desk-words.ts';
import { type Change, type Filter, isEnough, queryOf, rowsNow, spansStages, titleOf } from './filter.ts';
import { Row } from './inbox-row.tsx';
import { useKeys } from './keys.ts';
import { NextButton } from './next-button.tsx';

interface InboxProps {
  readonly filter: Filter;
  readonly person: SignedIn;
  /** The case that is open beside the list. */
  readonly open: string | undefined;
  /** Cases as they are since something was done to them here. */
  readonly changes: ReadonlyMap<string, Change>;
}

export function Inbox({ filter, person, open, changes }: InboxProps) {
  const t = useWords();
  const words = useDeskWords();
  const { rows, list, ended, more } = useRows(filter, person, changes);
  const { focused, setFocused, newest } = useFocused();
  const box = useRef<HTMLElement>(null);
  const placeOf = (id: string | undefined) => rows?.findIndex(({ caseId }) => caseId === id) ?? -1;
  const at = placeOf(focused);
  const here = () => (placeOf(newest.current) === -1 ? placeOf(open) : placeOf(newest.current));
  const last = useLastPlace(queryOf(filter), here());
  const move = (by: 1 | -1) => {
    if (rows === undefined || rows.length === 0) return;
    // Where one was there may be nobody any more: done, it has left the list, and the one after it has come into its place.
    const to = here() === -1 ? beside(last.current, by) : here() + by;
    const id = rows[Math.min(Math.max(to, 0), rows.length - 1)]?.caseId;
    // At the end of the list, or in a list of one, the row is the same: the cursor comes back to it from wherever it was.
    if (id !== undefined && id === newest.current)
      box.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
    setFocused(id);
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  const moving = useFocusOn(box, focused);
  // An auditor has not said yet whose cases.
  const unknown = person.agency === undefined && filter.agency === undefined;
  const bulk = useChoice(filter, person);
  const { result, setResult } = useBulkResult(person);
  const title = words(titleOf(filter));
  return (
    <section class="inbox" aria-labelledby="inbox" ref={box}>
      <header class="inbox-head">
        <div class="row apart">
          {open === undefined ? (
            <Title key={title} site={words('site')}>
              {title}
            </Title>
          ) : (
            <h2>{title}</h2>
          )}
          <NextButton person={person} />
        </div>
        <p class="small muted row apart" id="inbox">
          <span>
            {words('inbox-title')}
            {rows !== undefined && rows.length > 0 && (
              <span class="number"> · {words(ended ? 'inbox-count' : 'inbox-count-more', { n: rows.length })}</span>
            )}
          </span>
          <span class="row">
            {bulk.possible && (
              <button type="button" class="link-button small" aria-pressed={bulk.on} onClick={bulk.toggle}>
                {words(bulk.on ? 'bulk-off' : 'bulk-on')}
              </button>
            )}
            <button type="button" class="link-button small" onClick={() => void list.reload()}>
              {words('inbox-refresh')}
            </button>
          </span>
        </p>
        {bulk.on && rows !== undefined && (
          <>
            <p class="small">
              <button type="button" class="link-button" onClick={() => bulk.choose(rows)}>
                {words('bulk-all', { n: Math.min(mostAtOnce, rows.length) })}
              </button>
            </p>
            <BulkBar
              key={queryOf(filter)}
              state={filter.state}
              person={person}
              chosen={[...bulk.chosen]}
              result={result}
              setResult={setResult}
              clear={bulk.clear}
              moved={() => void list.reload()}
            />
          </>
        )}
        {!(bulk.on && rows !== undefined) && result !== undefined && (
          <StillUndone key={result.bulkId} begun={result} setResult={setResult} moved={() => void list.reload()} />
        )}
      </header>
      {unknown && <Empty title={words('inbox-agency-choose')} />}
      {!unknown && rows === undefined && list.problem === undefined && <Loading />}
      {rows?.length === 0 && ended && <Nothing filter={filter} />}
      {rows !== undefined && rows.length > 0 && (
        <LongList
          items={rows}
          keyOf={keyOf}
          whole={ended}
          kept={at === -1 ? undefined : at}
          onNearEnd={more}
          draw={(row) => (
            <Row
              row={row}
              filter={filter}
              me={person.id}
              current={row.caseId === open}
              choice={bulk.choiceOf(row.caseId)}
              onFocus={() => {
                if (!moving.current) setFocused(row.caseId);
              }}
            />
          )}
        />
      )}
      <div class="pad" role="status">
        {rows !== undefined && list.busy && <span class="muted small">{t('loading')}</span>}
      </div>
      {list.problem !== undefined && (
        <div class="pad">
          <ProblemNotice problem={list.problem} retry={rows === undefined ? () => void list.reload() : list.more} />
        </div>
      )}
    </section>
  );
}

const keyOf = ({ caseId }: InboxRow) => caseId;

/** From a place that the list has closed over. @param place undefined: nobody has been in this list yet */
const beside = (place: number | undefined, by: 1 | -1): number =>
  place === undefined ? 0 : by === 1 ? place : place - 1;

/** The place in this list at which somebody was last, also when what stood there has left it. @param of which list */
function useLastPlace(of: string, place: number): { readonly current: number | undefined } {
  const last = useRef<{ of: string; place: number | undefined }>({ of, place: undefined });
  if (last.current.of !== of) last.current = { of, place: undefined };
  if (place !== -1) last.current.place = place;
  return { current: last.current.place };
}

/** Which cases are ticked, for one act on all of them. Another list begins with none. */
function useChoice(filter: Filter, person: SignedIn) {
  const of = queryOf(filter);
  const [choice, setChoice] = useState<{ of: string; on: boolean; chosen: ReadonlySet<string> }>({
    ...{ of, on: false, chosen: new Set() },
  });
  const chosen: ReadonlySet<string> = choice.of === of ? choice.chosen : new Set();
  const possible = !spansStages(filter) && bulkActionsFor(filter.state, person.roles).length > 0;
  const on = possible && choice.on;
  const set = (next: ReadonlySet<string>) => setChoice({ of, on, chosen: next });
  return {
    ...{ possible, on, chosen },
    toggle: () => setChoice({ of, on: !on, chosen: new Set() }),
    clear: () => set(new Set()),
    choose: (rows: readonly InboxRow[]) => set(new Set(rows.slice(0, mostAtOnce).map(keyOf))),
    choiceOf: (caseId: string) => {
      if (!on) return undefined;
      const toggle = () => {
        const next = new Set(chosen);
        if (!next.delete(caseId) && next.size < mostAtOnce) next.add(caseId);
        set(next);
      };
      return { chosen: chosen.has(caseId), toggle };
    },
  };
}

/** What became of the last act on many, kept in this tab while it can be undone. */
function useBulkResult({ id }: SignedIn) {
  const [result, set] = useState<BulkView | undefined>(() => keptBulk(id, sessionStorage, hallNow().getTime()));
  const setResult = (next: BulkView | undefined) => {
    keepBulk(id, next, sessionStorage);
    set(next);
  };
  return { result, setResult };
}

/** The row with the focus; `newest` also while it is not drawn yet: keys may come faster than frames. */
function useFocused() {
  const [focused, set] = useState<string | undefined>(undefined);
  const newest = useRef<string | undefined>(undefined);
  const setFocused = (caseId: string | undefined) => {
    newest.current = caseId;
    set(caseId);
  };
  return { focused, setFocused, newest };
}

/** What is loaded of the list, as it is now, and the way to more. */
function useRows(filter: Filter, person: SignedIn, changes: ReadonlyMap<string, Change>) {
  const { state, mine, escalated, all, agency } = filter;
  // An auditor has not said yet whose cases.
  const key = person.agency === undefined && agency === undefined ? undefined : queryOf(filter);
  const fetchedAt = useRef(0);
  const list = usePaged(key, (cursor) => {
    if (cursor === undefined) fetchedAt.current = hallNow().getTime();
    return call('GET /v1/agency/cases', {
      query: { state, mine: String(mine), escalated: String(escalated), all, agency, cursor, limit: '100' },
    });
  });
  const { items, next, busy, problem } = list;
  const ended = next === undefined || (items !== undefined && isEnough(filter, items.slice(-100)));
  const rows = items === undefined ? undefined : rowsNow(items, changes, filter, fetchedAt.current);
  const latest = useRef(list.more);
  latest.current = list.more;
  const wants = !ended && !busy && problem === undefined;
  const more = useCallback(() => {
    if (wants) latest.current();
  }, [wants]);
  // Nothing to show of what came, but there may be of what follows.
  useEffect(() => {
    if (rows?.length === 0) more();
  }, [rows?.length, more]);
  useReturn(list.reload, items === undefined || items.length <= 100);
  useBackOnline(problem === undefined ? undefined : items === undefined ? () => void list.reload() : list.more);
  return { rows, ended, list, more };
}

/** Fetches again when the officer comes back to the window, unless they had gone far down: then they press. */
function useReturn(reload: () => Promise<void>, near: boolean): void {
  useEffect(() => {
    const back = () => near && document.visibilityState === 'visible' && void reload();
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [reload, near]);
}

/** What failed for want of a network is done when it is there again. */
function useBackOnline(again: (() => void) | undefined): void {
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    const back = () => latest.current?.();
    addEventListener('online', back);
    return () => removeEventListener('online', back);
  }, []);
}

/** The row may have to be drawn first. @returns whether the focus is just being moved from here, and not by the person */
function useFocusOn(box: { readonly current: HTMLElement | null }, caseId: string | undefined) {
  const moving = useRef(false);
  useEffect(() => {
    if (caseId === undefined) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${caseId}"]`);
    if (row === null || row === undefined || row === document.activeElement) return;
    moving.current = true;
    row.focus({ preventScroll: true });
    moving.current = false;
    row.scrollIntoView({ block: 'nearest' });
  }, [box, caseId]);
  return moving;
}

function Nothing({ filter }: { readonly filter: Filter }) {
  const words = useDeskWords();
  return (
    <Empty title={words(filter.urgent ? 'inbox-none-urgent' : filter.mine ? 'inbox-none-mine' : 'inbox-none')}>
      {filter.urgent && <a href={`/desk${queryOf({ ...filter, urgent: false })}`}>{words('inbox-all')}</a>}
    </Empty>
  );
}
