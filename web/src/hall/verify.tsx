/** Anyone verifies a document by the number on it. */
import { useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { DocumentVerification } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { PartProblem } from '../base/conditions.tsx';
import { halfWidth, timeText } from '../base/format.ts';
import { Icon } from '../base/icon.tsx';
import { useLoad } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { Said } from '../base/said.tsx';
import { useSettings } from '../base/settings.ts';
import { Loading, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';

const shape = /^BS\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/;

export function Verify({ number }: { readonly number: string | undefined }) {
  const words = useHallWords();
  const tidied = number === undefined ? undefined : tidy(number);
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{words('verify-title')}</Title>
      {tidied !== undefined && shape.test(tidied) && <Result number={tidied} />}
      <Ask number={tidied} />
    </div>
  );
}

function Ask({ number }: { readonly number: string | undefined }) {
  const words = useHallWords();
  const [typed, setTyped] = useState(number ?? '');
  const [wrong, setWrong] = useState(number !== undefined && !shape.test(number));
  const submit = (event: Event) => {
    event.preventDefault();
    const fits = shape.test(tidy(typed));
    setWrong(!fits);
    if (fits) navigate(`/verify/${tidy(typed)}`);
  };
  return (
    <form class="card stack tight" onSubmit={submit} noValidate>
      {number === undefined && <p>{words('verify-lead')}</p>}
      {number !== undefined && <h2>{words('verify-again')}</h2>}
      <div class={wrong ? 'field bad' : 'field'}>
        <label for="number">{words('verify-label')}</label>
        <p class="hint" id="number-hint">
          {words('verify-hint')}
        </p>
        {wrong && (
          <p class="error" id="number-error" role="alert">
            <Icon name="alert" /> {words('verify-shape')}
          </p>
        )}
        <input
          id="number"
          class="short number"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          aria-describedby={wrong ? 'number-hint number-error' : 'number-hint'}
          aria-invalid={wrong}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <p>
        <button type="submit" class="button">
          {words('verify-do')}
        </button>
      </p>
    </form>
  );
}

function Result({ number }: { readonly number: string }) {
  const words = useHallWords();
  const { data, problem, reload } = useLoad(number, () =>
    call('GET /v1/documents/{documentNumber}', { path: { documentNumber: number } }),
  );
  if (problem?.code === 'not-found') {
    return (
      <div class="notice problem stack tight" role="status">
        <h2>{words('verify-unknown')}</h2>
        <p class="number">{number}</p>
        <p>{words('verify-unknown-text')}</p>
      </div>
    );
  }
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined) return <Loading />;
  return <Found document={data} />;
}

function Found({ document }: { readonly document: DocumentVerification }) {
  const t = useWords();
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const { number } = document;
  const checked = useLoad(`record ${number}`, () =>
    call('GET /v1/documents/{documentNumber}/record', { path: { documentNumber: number } }),
  );
  const record = checked.data;
  const rows = [
    [words('verify-kind'), t(`document-${document.kind}`)],
    [words('done-item'), say(document.itemName)],
    [words('verify-holder'), document.holder],
    [words('done-agency'), say(document.agencyName)],
    [words('verify-issued'), timeText(document.issuedAt, language, new Date(0))],
    [words('verify-case'), document.caseNumber],
    [words('verify-hash'), document.sha256],
    ...(record === undefined
      ? []
      : [
          [
            words('verify-record'),
            words(record.intact ? 'record-whole' : 'record-broken', { n: record.events }),
          ] as const,
        ]),
  ] as const;
  return (
    <div class="paper" role="status">
      <p class={document.valid ? 'verdict true' : 'verdict'}>
        <Icon name={document.valid ? 'shield' : 'alert'} /> {words(document.valid ? 'verify-true' : 'verify-false')}
      </p>
      <p class="paper-number number">{document.number}</p>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="break">
              <Said>{value}</Said>
            </dd>
          </div>
        ))}
      </dl>
      <PartProblem of={checked} what={words('verify-record')} />
    </div>
  );
}

/** As printed: capitals, plain digits, no spaces. */
function tidy(typed: string): string {
  return halfWidth(typed)
    .toUpperCase()
    .replace(/\s/g, '')
    .replace(/[–—－]/g, '-');
}
