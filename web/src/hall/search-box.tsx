/** Search with results as one types. Enter, or the button, leads to all of them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../base/icon.tsx';
import { useLoad } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { Said } from '../base/said.tsx';
import { Loading, ProblemNotice } from '../base/ui.tsx';
import { findItems, findsHere, prepareForTyping } from './find-items.ts';
import { useHallWords } from './hall-words.ts';
import { ItemList } from './item-row.tsx';

/** Milliseconds without a key pressed before the hall is asked; the page's own index is asked at every key. */
const pause = 180;
const shown = 6;

export function SearchBox({ initial = '' }: { readonly initial?: string }) {
  const words = useHallWords();
  const [typed, setTyped] = useState(initial);
  const query = useSettled(typed.trim());
  return (
    <search class="search">
      <form
        action="/items"
        onSubmit={(event) => {
          event.preventDefault();
          navigate(`/items?q=${encodeURIComponent(typed.trim())}`);
        }}
      >
        <label for="search" class="hidden">
          {words('search-label')}
        </label>
        <div class="search-line">
          <Icon name="search" />
          <input
            id="search"
            type="search"
            name="q"
            autoComplete="off"
            maxLength={100}
            placeholder={words('search-hint')}
            value={typed}
            onFocus={prepareForTyping}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <button type="submit" class="button">
            {words('search')}
          </button>
        </div>
      </form>
      {query !== '' && query !== initial && <Results query={query} />}
    </search>
  );
}

function Results({ query }: { readonly query: string }) {
  const words = useHallWords();
  const { data, problem, reload } = useLoad(query, () =>
    findItems('GET /v1/items/search', { query: { q: query, limit: String(shown) } }),
  );
  const late = useLate(query, data !== undefined);
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined) {
    return findsHere() ? (
      <p class="hidden" role="status" />
    ) : (
      <div class="card search-results awaited">
        <Loading />
      </div>
    );
  }
  const found = data.items.length;
  return (
    <div class={late ? 'card search-results awaited' : 'card search-results'}>
      <p class={found === 0 ? '' : 'hidden'} role="status">
        <Said>
          {found === 0
            ? words('search-none', { q: query })
            : words(data.next === undefined ? 'search-found' : 'search-found-more', { n: found })}
        </Said>
      </p>
      <ItemList items={data.items} />
      {data.next !== undefined && (
        <p>
          <a href={`/items?q=${encodeURIComponent(query)}`}>{words('search-all')}</a>
        </p>
      )}
    </div>
  );
}

/** Milliseconds after a key within which a page may move under somebody's eyes: they did it. */
const soon = 400;

/** Did the answer to this question take so long that what is below must stay where the waiting had put it? */
function useLate(query: string, answered: boolean): boolean {
  const asked = useRef({ query, at: performance.now(), late: false, answered });
  if (asked.current.query !== query) asked.current = { query, at: performance.now(), late: false, answered };
  const now = asked.current;
  if (answered && !now.answered) asked.current = { ...now, answered, late: performance.now() - now.at > soon };
  return asked.current.late;
}

/** A value once it has stood still for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === '' || findsHere() ? 0 : pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
