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
  // An answer of the page's own index is there at once. One that travels has its room before it comes, and pushes nothing away.
  const [travels] = useState(() => !findsHere());
  // What was found for the letters before stays until the new answer is there.
  const last = useRef({ query, answer: data });
  if (data !== undefined) last.current = { query, answer: data };
  const { answer } = last.current;
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (answer === undefined && !travels) return <p class="hidden" role="status" />;
  const found = answer?.items.length ?? 0;
  return (
    <div class={travels ? 'card search-results awaited' : 'card search-results'} aria-busy={data === undefined}>
      {answer === undefined ? (
        <Loading />
      ) : (
        <>
          <p class={found === 0 ? '' : 'hidden'} role="status">
            <Said>
              {found === 0
                ? words('search-none', { q: last.current.query })
                : words(answer.next === undefined ? 'search-found' : 'search-found-more', { n: found })}
            </Said>
          </p>
          <ItemList items={answer.items} />
          {answer.next !== undefined && (
            <p>
              <a href={`/items?q=${encodeURIComponent(query)}`}>{words('search-all')}</a>
            </p>
          )}
        </>
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
