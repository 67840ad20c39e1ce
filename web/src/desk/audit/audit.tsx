/** A case for the auditor: is its record whole, who looked at it, how did it stand at a time. Each look is itself noted. */

import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { PastView } from '../../base/api-answers.ts';
import { Shown } from '../../base/conditions.tsx';
import { DueList } from '../../base/due.tsx';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Icon } from '../../base/icon.tsx';
import { useAction, useLoad } from '../../base/load.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, Loading, ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';

export interface AuditProps {
  readonly caseId: string;
}

export function Audit({ caseId }: AuditProps) {
  const words = useDeskWords();
  return (
    <section class="card stack audit" aria-labelledby="audit">
      <h2 id="audit">{words('audit-title')}</h2>
      <Whole caseId={caseId} />
      <div class="audit-columns">
        <Looks caseId={caseId} />
        <Past caseId={caseId} />
      </div>
    </section>
  );
}

function Whole({ caseId }: AuditProps) {
  const words = useDeskWords();
  const check = useLoad(caseId, () => call('GET /v1/agency/cases/{caseId}/record', { path: { caseId } }));
  return (
    <Shown of={check}>
      {({ intact, events, brokenAt }) => (
        <p class={intact ? 'notice ok' : 'notice problem'} role={intact ? 'status' : 'alert'}>
          <Icon name={intact ? 'shield' : 'alert'} />{' '}
          {intact ? words('audit-whole', { n: events }) : words('audit-broken', { at: brokenAt ?? 0, n: events })}
        </p>
      )}
    </Shown>
  );
}

function Looks({ caseId }: AuditProps) {
  const words = useDeskWords();
  const { language } = useSettings();
  const list = usePaged(caseId, (cursor) =>
    call('GET /v1/agency/cases/{caseId}/access', { path: { caseId }, query: { cursor } }),
  );
  return (
    <section class="stack tight" aria-labelledby="looks">
      <h3 id="looks">{words('audit-looks')}</h3>
      {list.items === undefined && list.problem === undefined && <Loading />}
      {list.items?.length === 0 && <p class="muted">{words('audit-looks-none')}</p>}
      <ol class="plain looks">
        {list.items?.map(({ at, who, what, id }) => (
          <li key={`${at} ${who.id} ${what} ${id ?? ''}`}>
            <span class="small muted number">{timeText(at, language, hallNow())}</span> <Said>{who.name}</Said>{' '}
            <span class="muted">{words(`saw-${what}`)}</span>
            {id !== undefined && <span class="small muted break"> {id}</span>}
          </li>
        ))}
      </ol>
      <MoreButton list={list} />
    </section>
  );
}

function Past({ caseId }: AuditProps) {
  const words = useDeskWords();
  const say = useSay();
  const [at, setAt] = useState('');
  const [past, setPast] = useState<PastView | undefined>(undefined);
  const asking = useAction(async (_key, instant: string) => {
    setPast(await call('GET /v1/agency/cases/{caseId}/past', { path: { caseId }, query: { at: instant } }));
  });
  const submit = (event: Event) => {
    event.preventDefault();
    // The field gives a time without a zone; the law's zone is Beijing's, wherever the auditor sits.
    if (at !== '') void asking.run(`${at.length === 16 ? `${at}:00` : at}+08:00`);
  };
  return (
    <section class="stack tight" aria-labelledby="past">
      <h3 id="past">{words('audit-past')}</h3>
      <form class="row" onSubmit={submit} noValidate>
        <div class="field">
          <label for="past-at" class="small">
            {words('audit-at')}
          </label>
          <input id="past-at" type="datetime-local" value={at} onInput={(event) => setAt(event.currentTarget.value)} />
        </div>
        <ActionButton type="submit" kind="second" busy={asking.busy}>
          {words('audit-show')}
        </ActionButton>
      </form>
      {asking.problem !== undefined && <ProblemNotice problem={asking.problem} />}
      {past !== undefined && (
        <div class="stack tight" role="status">
          <p>
            <strong>{words('audit-then', { status: say(past.status) })}</strong>{' '}
            <span class="muted small">
              {words('audit-lines', { n: past.seq })}
              {past.handler !== undefined && <> · {words('audit-then-by', { name: past.handler.name })}</>}
            </span>
          </p>
          <DueList due={past.due} />
        </div>
      )}
    </section>
  );
}
