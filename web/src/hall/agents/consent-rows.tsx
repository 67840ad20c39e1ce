/** One consent in a list, as its giver and as its holder see it. */
import type { ComponentChildren } from 'preact';
import { call } from '../../base/api.ts';
import type { ConsentView } from '../../base/api-answers.ts';
import { dateText, plainDayText } from '../../base/format.ts';
import { useAction } from '../../base/load.ts';
import { navigate } from '../../base/router.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useAgentWords } from './agent-words.ts';

const tones: Readonly<Record<ConsentView['state'], string>> = {
  given: 'tag amber',
  accepted: 'tag ok',
  revoked: 'tag',
  renounced: 'tag',
  expired: 'tag',
};

interface RowProps {
  readonly consent: ConsentView;
  readonly changed: () => void;
}

export function GivenRow({ consent, changed }: RowProps) {
  const words = useAgentWords();
  const { language } = useSettings();
  const { agentName: name, code, acceptBy } = consent;
  return (
    <Consent name={name} consent={consent}>
      {code !== undefined && (
        <div class="notice stack tight">
          <p>
            {words('code')} <strong class="case-number agent-code">{code}</strong>
          </p>
          <p class="small">
            <Said>{words('code-text', { name, day: dateText(acceptBy, language, new Date(0)) })}</Said>
          </p>
        </div>
      )}
      <End consent={consent} word="revoke" sure={words('revoke-sure', { name })} name={name} changed={changed} />
    </Consent>
  );
}

export function ReceivedRow({ consent, changed }: RowProps) {
  const words = useAgentWords();
  const say = useSay();
  const { principalName: name, consentId, state } = consent;
  const starting = useAction(async (key, itemCode: string) => {
    const draft = await call('POST /v1/drafts', { body: { itemCode, consentId }, idempotencyKey: key });
    navigate(`/apply/${draft.caseId}`);
    scrollTo(0, 0);
  });
  return (
    <Consent
      name={name}
      consent={consent}
      act={(item) =>
        state === 'accepted' && (
          <ActionButton kind="second" busy={starting.busy} onClick={() => void starting.run(item.code)}>
            <Said>{words('start-for', { name })}</Said>
            <span class="hidden"> {say(item.name)}</span>
          </ActionButton>
        )
      }
    >
      {starting.problem !== undefined && <ProblemNotice problem={starting.problem} />}
      <End consent={consent} word="renounce" sure={words('renounce-sure', { name })} name={name} changed={changed} />
    </Consent>
  );
}

interface ConsentProps {
  readonly name: string;
  readonly consent: ConsentView;
  /** What can be done in one of its services. */
  readonly act?: (item: ConsentView['items'][number]) => ComponentChildren;
  readonly children: ComponentChildren;
}

function Consent({ name, consent: { state, items, from, until }, act, children }: ConsentProps) {
  const words = useAgentWords();
  const say = useSay();
  const { language } = useSettings();
  const day = (each: string) => plainDayText(each, language);
  return (
    <li class="stack tight consent">
      <p class="row-name">
        <Said>{name}</Said> <span class={tones[state]}>{words(`state-${state}`)}</span>
      </p>
      <ul class="plain stack tight">
        {items.map((item) => (
          <li key={item.code} class="row apart">
            <span>{say(item.name)}</span>
            {act?.(item)}
          </li>
        ))}
      </ul>
      <p class="muted small number">{words('span', { from: day(from), until: day(until) })}</p>
      {children}
    </li>
  );
}

interface EndProps extends RowProps {
  readonly word: 'revoke' | 'renounce';
  readonly sure: string;
  readonly name: string;
}

/** Either side may end it, at any time. */
function End({ consent: { consentId, state }, word, sure, name, changed }: EndProps) {
  const words = useAgentWords();
  const ending = useAction(async () => {
    if (!confirm(sure)) return;
    await call('POST /v1/me/consents/{consentId}/revoke', { path: { consentId }, body: {} });
    changed();
  });
  if (state !== 'given' && state !== 'accepted') return null;
  return (
    <>
      <p>
        <button type="button" class="link-button" aria-disabled={ending.busy} onClick={() => void ending.run()}>
          {words(word)}
          <span class="hidden">
            {' '}
            <Said>{name}</Said>
          </span>
        </button>
      </p>
      {ending.problem !== undefined && <ProblemNotice problem={ending.problem} />}
    </>
  );
}
