/** Chooses services: those chosen so far, and a search to add more. */
import { useState } from 'preact/hooks';
import type { Bilingual } from '../../../../shared/base/words.ts';
import { useWords } from '../../base/base-words.ts';
import { useLoad } from '../../base/load.ts';
import { ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { findItems } from '../find-items.ts';
import { useHallWords } from '../hall-words.ts';
import { useAgentWords } from './agent-words.ts';

export interface ChosenItem {
  readonly code: string;
  readonly name: Bilingual;
}

interface ChoiceProps {
  readonly chosen: readonly ChosenItem[];
  readonly set: (items: readonly ChosenItem[]) => void;
}

/** Found services shown at once. */
const shown = 6;

export function ItemChoice({ chosen, set }: ChoiceProps) {
  const t = useWords();
  const words = useAgentWords();
  const hall = useHallWords();
  const say = useSay();
  const [q, setQ] = useState('');
  const asked = q.trim();
  const { data, problem } = useLoad(asked === '' ? undefined : `agent-items ${asked}`, () =>
    findItems('GET /v1/items/search', { query: { q: asked } }),
  );
  const found = (data?.items ?? []).filter(({ code }) => !chosen.some((each) => each.code === code)).slice(0, shown);
  return (
    <fieldset class="field">
      <legend>{words('items')}</legend>
      <ul class="plain rows">
        {chosen.map((item) => (
          <li key={item.code} class="row apart">
            <span>{say(item.name)}</span>
            <button
              type="button"
              class="link-button"
              onClick={() => set(chosen.filter(({ code }) => code !== item.code))}
            >
              {t('remove')}
              <span class="hidden"> {say(item.name)}</span>
            </button>
          </li>
        ))}
      </ul>
      <label for="agent-items">{words('items-search')}</label>
      <input
        id="agent-items"
        type="search"
        autocomplete="off"
        value={q}
        onInput={(event) => setQ(event.currentTarget.value)}
      />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <ul class="plain rows" aria-live="polite">
        {asked !== '' && data !== undefined && data.items.length === 0 && <li>{hall('search-none', { q: asked })}</li>}
        {asked !== '' &&
          found.map(({ code, name, agency }) => (
            <li key={code} class="row apart">
              <span>
                {say(name)} <span class="muted small">{say(agency.name)}</span>
              </span>
              <button
                type="button"
                class="button second"
                onClick={() => {
                  set([...chosen, { code, name }]);
                  setQ('');
                }}
              >
                {words('add')}
                <span class="hidden"> {say(name)}</span>
              </button>
            </li>
          ))}
      </ul>
    </fieldset>
  );
}
