/** Search with results as one types. Enter, or the button, leads to all of them. */
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../base/icon.tsx';
import { useLoad } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { Said } from '../base/said.tsx';
import { ProblemNotice } from '../base/ui.tsx';
import { findItems, findsHere, prepareFinding } from './find-items.ts';
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
            onFocus={() => void prepareFinding()}
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
  const { data, problem } = useLoad(query, () =>
    findItems('GET /v1/items/search', { query: { q: query, limit: String(shown) } }),
  );
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  if (data === undefined) return <p class="hidden" role="status" />;
  const found = data.items.length;
  return (
    <div class="card search-results">
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

/** A value once it has stood still for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === '' || findsHere() ? 0 : pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
