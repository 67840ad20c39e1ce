/** The filters a person keeps: a press each, and a way to keep the one that is looked at. */

import { useState } from 'preact/hooks';
import { isBlank } from '../../../shared/base/blank.ts';
import { useWords } from '../base/base-words.ts';
import { Said } from '../base/said.tsx';
import { useDeskWords } from './desk-words.ts';
import { type Filter, queryOf } from './filter.ts';
import { keep, type Saved, savedBy, withSaved } from './saved.ts';

export function SavedFilters({ filter, personId }: { readonly filter: Filter; readonly personId: string }) {
  const t = useWords();
  const words = useDeskWords();
  const [saved, setSaved] = useState(() => savedBy(personId, localStorage));
  const [name, setName] = useState<string | undefined>(undefined);
  const here = queryOf(filter);
  const store = (next: readonly Saved[]) => {
    keep(personId, next, localStorage);
    setSaved(next);
    setName(undefined);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (name !== undefined && !isBlank(name)) store(withSaved(saved, { name, query: here }));
  };
  return (
    <div class="heap saved">
      <h2 class="small muted">{words('saved-title')}</h2>
      <ul class="plain">
        {saved.map((each) => (
          <li key={each.name} class="saved-row">
            <a href={`/desk${each.query}`} aria-current={each.query === here ? 'page' : undefined}>
              <Said>{each.name}</Said>
            </a>
            <button
              type="button"
              class="link-button small"
              aria-label={words('saved-forget', { name: each.name })}
              onClick={() => store(saved.filter((other) => other !== each))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {name === undefined ? (
        !saved.some(({ query }) => query === here) && (
          <button type="button" class="link-button small pad-link" onClick={() => setName('')}>
            {words('saved-keep')}
          </button>
        )
      ) : (
        <form class="stack tight saved-form" onSubmit={submit}>
          <label class="small" for="saved-name">
            {words('saved-name')}
          </label>
          <input
            id="saved-name"
            value={name}
            maxLength={20}
            ref={(input) => input?.focus()}
            onInput={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setName(undefined)}
          />
          <p class="row">
            <button type="submit" class="button small">
              {words('saved-do')}
            </button>
            <button type="button" class="link-button small" onClick={() => setName(undefined)}>
              {t('cancel')}
            </button>
          </p>
        </form>
      )}
    </div>
  );
}
