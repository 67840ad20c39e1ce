/** What other agencies ask of this one (会办): a list of what is to be answered, and each with what is shown for it. */

import { call } from '../../base/api.ts';
import type { ConsultRow } from '../../base/api-answers.ts';
import { Empty } from '../../base/conditions.tsx';
import { Lamp } from '../../base/due.tsx';
import { dayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { route, usePlace } from '../../base/router.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { Loading, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { AgencyChoice } from '../agency-choice.tsx';
import type { AreaProps } from '../areas.ts';
import { useDeskWords } from '../desk-words.ts';
import { JointCase } from './joint-case.tsx';
import { useJointWords } from './joint-words.ts';
import { toneOf } from './tones.ts';

export function Joint({ person }: AreaProps) {
  const { path, query } = usePlace();
  const words = useJointWords();
  const site = useDeskWords()('site');
  const one = route(path, [['/desk/consults/:id/:no', ({ id, no }) => ({ id, no })]]);
  if (one?.id !== undefined && one.no !== undefined)
    return (
      <main id="main" class="desk-page stack" tabIndex={-1}>
        <JointCase key={path} caseId={one.id} no={one.no} />
      </main>
    );
  const state = query.get('state') === 'closed' ? 'closed' : 'open';
  const agency = person.agency === undefined ? (query.get('agency') ?? undefined) : undefined;
  const href = (to: string, of = agency) =>
    `/desk/consults?state=${to}${of === undefined || of === '' ? '' : `&agency=${of}`}`;
  return (
    <main id="main" class="desk-page stack" tabIndex={-1}>
      <Title site={site}>{words('title')}</Title>
      <p class="muted">{words('help')}</p>
      {person.agency === undefined && <AgencyChoice agency={agency} href={(code) => href(state, code)} />}
      <nav class="row" aria-label={words('lists')}>
        {(['open', 'closed'] as const).map((each) => (
          <a key={each} class="pad-link" href={href(each)} aria-current={each === state ? 'page' : undefined}>
            {words(`list-${each}`)}
          </a>
        ))}
      </nav>
      {(person.agency !== undefined || agency !== undefined) && (
        <List key={`${state} ${agency ?? ''}`} state={state} agency={agency} />
      )}
    </main>
  );
}

function List({ state, agency }: { readonly state: 'open' | 'closed'; readonly agency: string | undefined }) {
  const words = useJointWords();
  const list = usePaged(`consults ${state} ${agency ?? ''}`, (cursor) =>
    call('GET /v1/agency/consults', { query: { state, agency, cursor } }),
  );
  return (
    <>
      {list.items === undefined && list.problem === undefined && <Loading />}
      {list.items?.length === 0 && <Empty icon="check" title={words(`none-${state}`)} />}
      {list.items?.map((row) => (
        <Row key={`${row.caseId} ${row.no}`} row={row} />
      ))}
      <MoreButton list={list} />
    </>
  );
}

function Row({ row }: { readonly row: ConsultRow }) {
  const words = useJointWords();
  const say = useSay();
  const { language } = useSettings();
  const id = `consult-${row.caseId}-${row.no}`;
  return (
    <section class="card stack tight" aria-labelledby={id}>
      <h2 id={id}>
        <a href={`/desk/consults/${row.caseId}/${row.no}`}>{say(row.itemName)}</a>
      </h2>
      <p class="row">
        <span>
          <Said>{row.applicantName}</Said>
        </span>
        <span class="muted small">
          {words('from-lead', { name: say(row.lead) })} · {timeText(row.askedAt, language, hallNow())}
        </span>
      </p>
      <p class="quote">
        <Said>{row.question}</Said>
      </p>
      <p class="row">
        {row.ended === undefined ? (
          <>
            {row.lamp !== undefined && <Lamp lamp={row.lamp} />}
            <strong class="number">{words('by', { day: dayText(row.dueBy, language, hallNow()) })}</strong>
            {row.escalated !== undefined && <span class="tag overdue">{words('escalated')}</span>}
          </>
        ) : (
          <span class={toneOf(row.ended)}>{words(`state-${row.ended}`)}</span>
        )}
      </p>
    </section>
  );
}
