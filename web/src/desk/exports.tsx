/** Exports: asked for here, written by a worker, fetched when they are done. Progress is shown while it lasts. */

import { useEffect, useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import { Empty } from '../base/conditions.tsx';
import type { ExportView } from '../base/desk-answers.ts';
import { bytesText, dayOf, plainDayText, timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction } from '../base/load.ts';
import { openLink } from '../base/open-link.ts';
import { MoreButton, usePaged } from '../base/paged.tsx';
import { usePlace } from '../base/router.ts';
import { useSettings } from '../base/settings.ts';
import { ActionButton, Loading, ProblemNotice, Title } from '../base/ui.tsx';
import { AgencyChoice } from './agency-choice.tsx';
import type { AreaProps } from './areas.ts';
import { useDeskWords } from './desk-words.ts';
import '../styles/items.css';

/** Milliseconds between two looks at an export that is being written. */
const often = 2000;

export function Exports({ person }: AreaProps) {
  const words = useDeskWords();
  const { query } = usePlace();
  const agency = person.agency === undefined ? (query.get('agency') ?? undefined) : undefined;
  const key = person.agency === undefined && agency === undefined ? undefined : `exports ${agency ?? ''}`;
  const list = usePaged(key, (cursor) => call('GET /v1/agency/exports', { query: { agency, cursor } }));
  const under = list.items?.some(({ state }) => state === 'queued' || state === 'running') === true;
  useEffect(() => {
    if (!under) return undefined;
    const look = setInterval(() => void list.reload(), often);
    return () => clearInterval(look);
  }, [under, list.reload]);
  return (
    <main id="main" class="desk-page stack" tabIndex={-1}>
      <Title site={words('site')}>{words('exports-title')}</Title>
      <p class="muted">{words('exports-help')}</p>
      {person.agency === undefined && <AgencyChoice agency={agency} href={(code) => `/desk/exports?agency=${code}`} />}
      {key !== undefined && <Ask agency={agency} asked={() => void list.reload()} />}
      {key !== undefined && (
        <section class="card stack tight" aria-labelledby="exports">
          <h2 id="exports">{words('exports-list')}</h2>
          {list.items === undefined && list.problem === undefined && <Loading />}
          {list.items?.length === 0 && <Empty icon="file" title={words('exports-none')} />}
          <ul class="plain stack tight">
            {list.items?.map((each) => (
              <Line key={each.exportId} view={each} />
            ))}
          </ul>
          <MoreButton list={list} />
        </section>
      )}
    </main>
  );
}

function Ask({ agency, asked }: { readonly agency: string | undefined; readonly asked: () => void }) {
  const words = useDeskWords();
  const today = dayOf(hallNow());
  const [from, setFrom] = useState(`${today.slice(0, 8)}01`);
  const [to, setTo] = useState(today);
  const [format, setFormat] = useState<'csv' | 'ndjson' | 'national'>('csv');
  const [answers, setAnswers] = useState(false);
  const [wrong, setWrong] = useState(false);
  // The national lists hold identity numbers: never without what applicants wrote.
  const withAnswers = answers || format === 'national';
  const asking = useAction(async (key, body: object) => {
    await call('POST /v1/agency/exports', { body, idempotencyKey: key });
    asked();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const bad = from === '' || to === '' || from > to;
    setWrong(bad);
    if (bad) document.getElementById('export-from')?.focus();
    else void asking.run({ format, from, to, answers: withAnswers, ...(agency === undefined ? {} : { agency }) });
  };
  return (
    <form class="card stack tight" onSubmit={submit} noValidate>
      {wrong && (
        <p class="error" id="export-error" role="alert">
          {words('exports-days-wrong')}
        </p>
      )}
      <div class="row">
        <div class="field">
          <label for="export-from">{words('exports-from')}</label>
          <input id="export-from" type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for="export-to">{words('exports-to')}</label>
          <input id="export-to" type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
        </div>
      </div>
      <fieldset class="row">
        <legend>{words('exports-format')}</legend>
        {(['csv', 'ndjson', 'national'] as const).map((each) => (
          <label key={each} class="mine">
            <input type="radio" name="format" checked={format === each} onChange={() => setFormat(each)} />
            {words(`exports-${each}`)}
          </label>
        ))}
      </fieldset>
      <label class="mine">
        <input
          type="checkbox"
          checked={withAnswers}
          disabled={format === 'national'}
          onChange={() => setAnswers(!answers)}
        />
        {words('exports-answers')}
      </label>
      {asking.problem !== undefined && <ProblemNotice problem={asking.problem} />}
      <p>
        <ActionButton type="submit" busy={asking.busy}>
          {words('exports-start')}
        </ActionButton>
      </p>
    </form>
  );
}

function Line({ view }: { readonly view: ExportView }) {
  const words = useDeskWords();
  const { language } = useSettings();
  const { exportId, state, request, by, createdAt, cases, bytes } = view;
  const getting = useAction(async () => {
    await openLink(async () => (await call('GET /v1/agency/exports/{exportId}', { path: { exportId } })).file?.url);
  });
  return (
    <li class="export-line">
      <p class="row apart">
        <strong>
          {words('exports-span', {
            from: plainDayText(request.from, language),
            to: plainDayText(request.to, language),
          })}{' '}
          <span class="small muted">{request.format.toUpperCase()}</span>
        </strong>
        <span class="small muted">
          {words('exports-by', { name: by.name, when: timeText(createdAt, language, hallNow()) })}
        </span>
      </p>
      <p class="row apart">
        <span role="status" class={state === 'failed' ? 'error' : 'muted'}>
          {state === 'queued' && words('exports-queued')}
          {state === 'running' && words('exports-running', { n: cases })}
          {state === 'done' && words('exports-done', { n: cases, size: bytesText(bytes) })}
          {state === 'failed' && words('exports-failed')}
        </span>
        {state === 'done' && (
          <ActionButton kind="second" busy={getting.busy} onClick={() => void getting.run()}>
            {words('exports-get')}
          </ActionButton>
        )}
      </p>
      {(state === 'queued' || state === 'running') && (
        <progress class="export-progress" aria-label={words(state === 'queued' ? 'exports-queued' : 'exports-start')} />
      )}
      {getting.problem !== undefined && <ProblemNotice problem={getting.problem} />}
    </li>
  );
}
