/** Asking somebody: their name, the services, and how long. */

import { useEffect, useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import { dayOf } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { usePlace } from '../../base/router.ts';
import { ActionButton, ErrorSummary, type PageError, ProblemNotice } from '../../base/ui.tsx';
import { isText, useKept } from '../../form/use-kept.ts';
import { useAgentWords } from './agent-words.ts';
import { type ChosenItem, ItemChoice } from './item-choice.tsx';

const spans = [7, 30, 90, 365] as const;
const dayMs = 86_400_000;

export function Give({ given }: { readonly given: () => void }) {
  const words = useAgentWords();
  const { query } = usePlace();
  const [agentName, setName, forget] = useKept('banshi.agent', '', isText);
  const [items, setItems] = useState<readonly ChosenItem[]>([]);
  const [days, setDays] = useState<(typeof spans)[number]>(30);
  const [pressed, setPressed] = useState(0);
  useAskedItem(query.get('item'), (item) =>
    setItems((all) => (all.some(({ code }) => code === item.code) ? all : [...all, item])),
  );
  const giving = useAction(
    async (key, body: { agentName: string; items: readonly string[]; from: string; until: string }) => {
      await call('POST /v1/me/consents', { body, idempotencyKey: key });
      setName('');
      forget();
      setItems([]);
      setPressed(0);
      given();
      document.getElementById('given')?.scrollIntoView();
    },
  );
  const missing: PageError[] = [
    ...(agentName.trim() === '' ? [{ id: 'agent-name', text: words('agent-name-missing') }] : []),
    ...(items.length === 0 ? [{ id: 'agent-items', text: words('items-missing') }] : []),
  ];
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (missing.length > 0) return;
    const from = dayOf(hallNow());
    const until = dayOf(new Date(hallNow().getTime() + days * dayMs));
    void giving.run({ agentName: agentName.trim(), items: items.map(({ code }) => code), from, until });
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate aria-labelledby="give">
      <h2 id="give">{words('give-title')}</h2>
      {pressed > 0 && missing.length > 0 && <ErrorSummary key={pressed} errors={missing} />}
      <div class="field">
        <label for="agent-name">{words('agent-name')}</label>
        <p class="hint" id="agent-name-hint">
          {words('agent-name-hint')}
        </p>
        <input
          id="agent-name"
          type="text"
          autocomplete="off"
          maxLength={100}
          aria-describedby="agent-name-hint"
          value={agentName}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <ItemChoice chosen={items} set={setItems} />
      <fieldset class="field">
        <legend>{words('until')}</legend>
        <p class="hint">{words('until-hint')}</p>
        <div class="stack tight">
          {spans.map((n) => (
            <label key={n} class="option">
              <input type="radio" name="until" checked={days === n} onChange={() => setDays(n)} />
              {n === 365 ? words('until-year') : words('until-days', { n })}
            </label>
          ))}
        </div>
      </fieldset>
      <p class="muted small">{words('give-note')}</p>
      {giving.problem !== undefined && <ProblemNotice problem={giving.problem} />}
      <p>
        <ActionButton type="submit" busy={giving.busy}>
          {words('give')}
        </ActionButton>
      </p>
    </form>
  );
}

/** Whoever comes from a guide has said already which service it is about. */
function useAskedItem(code: string | null, add: (item: ChosenItem) => void): void {
  useEffect(() => {
    if (code === null) return;
    call('GET /v1/items/{itemCode}', { path: { itemCode: code } }).then(
      ({ name }) => add({ code, name }),
      () => undefined,
    );
  }, [code]);
}
