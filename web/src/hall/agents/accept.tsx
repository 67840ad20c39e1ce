/** The code that somebody handed over, typed in. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import { useAction } from '../../base/load.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { useAgentWords } from './agent-words.ts';

export function Accept({ accepted }: { readonly accepted: () => void }) {
  const words = useAgentWords();
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const accepting = useAction(async (_key, typed: string) => {
    await call('POST /v1/me/consents/accept', { body: { code: typed } });
    setCode('');
    accepted();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const plain = code.replaceAll(/[\s-]/g, '');
    const shaped = /^[0-9a-z]{10}$/i.test(plain);
    setWrong(!shaped);
    if (shaped) void accepting.run(plain);
  };
  return (
    <form class="stack tight" onSubmit={submit} noValidate aria-labelledby="accept">
      <h3 id="accept">{words('accept-title')}</h3>
      <div class={wrong ? 'field bad' : 'field'}>
        <label for="accept-code">{words('accept-label')}</label>
        <p class="hint" id="accept-hint">
          {words('accept-hint')}
        </p>
        {wrong && (
          <p class="error" id="accept-error" role="alert">
            {words('accept-missing')}
          </p>
        )}
        <input
          id="accept-code"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={20}
          aria-invalid={wrong}
          aria-describedby={wrong ? 'accept-hint accept-error' : 'accept-hint'}
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </div>
      {accepting.problem !== undefined && <ProblemNotice problem={accepting.problem} />}
      <p>
        <ActionButton type="submit" kind="second" busy={accepting.busy}>
          {words('accept')}
        </ActionButton>
      </p>
    </form>
  );
}
