/** Sentences to begin from: the item's, and the officer's own, kept in this browser. */

import { useState } from 'preact/hooks';
import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';
import { Said } from '../base/said.tsx';
import { useSay } from '../base/words.ts';
import { useDeskWords } from './desk-words.ts';
import { myId } from './me.ts';
import { ownTemplates, setOwnTemplates } from './own-templates.ts';
import { templatesFor } from './templates.ts';

interface TemplatesProps {
  readonly action: OfficerAction;
  readonly view: DeskCaseView;
  readonly outcome: string | undefined;
  /** What stands in the field now. */
  readonly value: string;
  readonly use: (text: string) => void;
}

export function Templates({ action, view, outcome, value, use }: TemplatesProps) {
  const words = useDeskWords();
  const say = useSay();
  const me = myId();
  const [own, setOwn] = useState(() => ownTemplates(me, action, localStorage));
  const given = templatesFor(action, view.item, outcome);
  const store = (next: readonly string[]) => {
    setOwnTemplates(me, action, next, localStorage);
    setOwn(next);
  };
  const text = value.trim();
  if (given.length === 0 && own.length === 0 && text === '') return null;
  return (
    <details class="templates">
      <summary>{words('templates-title')}</summary>
      <ul class="plain stack tight">
        {given.map((each) => (
          <li key={each.name.zh}>
            <button type="button" class="link-button" onClick={() => use(say(each.text))}>
              {say(each.name)}
            </button>
          </li>
        ))}
        {own.map((each) => (
          <li key={each} class="row apart">
            <button type="button" class="link-button own-template" onClick={() => use(each)}>
              <Said>{each}</Said>
            </button>
            <button
              type="button"
              class="link-button small"
              aria-label={words('templates-forget', { text: each.slice(0, 20) })}
              onClick={() => store(own.filter((other) => other !== each))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {text !== '' && !own.includes(text) && (
        <button type="button" class="link-button small" onClick={() => store([text, ...own].slice(0, 10))}>
          {words('templates-keep')}
        </button>
      )}
    </details>
  );
}
