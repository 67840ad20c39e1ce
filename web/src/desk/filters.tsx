/** The stages of the work, and whose. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SignedIn } from '../base/person.ts';
import { navigate } from '../base/router.ts';
import { AgencyChoice } from './agency-choice.tsx';
import { useDeskWords } from './desk-words.ts';
import { type Filter, heaps, queryOf, type spans, spansStages, titleOf } from './filter.ts';
import { KeysSheet } from './keys-sheet.tsx';
import { SavedFilters } from './saved-filters.tsx';

interface FiltersProps {
  readonly filter: Filter;
  readonly person: SignedIn;
}

/** Folded on a phone, where the list comes first. */
export function Filters({ filter, person }: FiltersProps) {
  const words = useDeskWords();
  const wide = useWide();
  const here = words(titleOf(filter));
  return (
    <nav class="filters" aria-label={words('inbox-states')}>
      {person.agency === undefined && (
        <AgencyChoice agency={filter.agency} href={(agency) => `/desk${queryOf({ ...filter, agency })}`} />
      )}
      <details class="filters-fold" open={wide} key={String(wide)}>
        <summary>{words('inbox-where', { stage: here })}</summary>
        <div class="filters-all">
          <Heap heap="todo" filter={filter} />
          <Heap heap="deliver" filter={filter} />
          <Spans filter={filter} />
          <fieldset class="narrow">
            <legend class="hidden">{words('inbox-narrow')}</legend>
            {(['urgent', 'mine', 'escalated'] as const).map((only) => (
              <label key={only} class="mine">
                <input
                  type="checkbox"
                  checked={filter[only]}
                  onChange={() => navigate(`/desk${queryOf({ ...filter, [only]: !filter[only] })}`)}
                />
                {words(`only-${only}`)}
              </label>
            ))}
          </fieldset>
          <SavedFilters filter={filter} personId={person.id} />
          <Heap heap="closed" filter={filter} />
          <KeysSheet />
        </div>
      </details>
    </nav>
  );
}

/** Everything that is not over, the next day first. */
function Spans({ filter }: Pick<FiltersProps, 'filter'>) {
  const words = useDeskWords();
  return (
    <div class="heap">
      <h2 class="small muted">{words('inbox-spans')}</h2>
      <ul class="plain">
        {(['open', 'unfinished'] as const satisfies readonly (keyof typeof spans)[]).map((all) => (
          <li key={all}>
            <a
              href={`/desk${queryOf({ ...filter, all, mine: false, escalated: false })}`}
              aria-current={!filter.mine && !filter.escalated && filter.all === all ? 'page' : undefined}
            >
              {words(`inbox-all-${all}`)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Heap({ heap, filter }: { readonly heap: keyof typeof heaps; readonly filter: Filter }) {
  const words = useDeskWords();
  return (
    <div class="heap">
      <h2 class="small muted">{words(`inbox-${heap}`)}</h2>
      <ul class="plain">
        {heaps[heap].map((state) => (
          <li key={state}>
            <a
              href={`/desk${queryOf({ ...filter, state, mine: false, escalated: false, all: undefined })}`}
              aria-current={!spansStages(filter) && filter.state === state ? 'page' : undefined}
            >
              {words(`state-${state}`)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Is there room for filters, list and case side by side? The same width as in the styles. */
function useWide(): boolean {
  const query = useMemo(() => matchMedia('(min-width: 1024px)'), []);
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const look = () => setWide(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, [query]);
  return wide;
}
