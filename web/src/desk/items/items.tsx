/** The agency's items: a list with what is proposed, an editor, and a proposal for whoever approves it. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import { Empty } from '../../base/conditions.tsx';
import type { ItemView, Proposal } from '../../base/desk-answers.ts';
import { plainDayText } from '../../base/format.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { route, usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Loading, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { AgencyChoice } from '../agency-choice.tsx';
import type { AreaProps } from '../areas.ts';
import { useDeskWords } from '../desk-words.ts';
import '../../styles/items.css';
import { Editor } from './editor.tsx';
import { ProposalPage } from './proposal.tsx';

export function Items({ person }: AreaProps) {
  const words = useDeskWords();
  const { path, query } = usePlace();
  const agency = person.agency === undefined ? (query.get('agency') ?? undefined) : undefined;
  const back = `/desk/items${agency === undefined ? '' : `?agency=${agency}`}`;
  const page = route(path, [
    ['/desk/items/proposals/:id', ({ id = '' }) => <ProposalPage key={id} id={id} agency={agency} />],
    ['/desk/items/:code', ({ code = '' }) => <Editor key={code} code={code} agency={agency} person={person} />],
  ]);
  return (
    <main id="main" class="desk-page stack" tabIndex={-1}>
      {page === undefined ? (
        <All person={person} agency={agency} />
      ) : (
        <>
          <BackLink href={back}>{words('items-back')}</BackLink>
          {page}
        </>
      )}
    </main>
  );
}

function All({ person, agency }: AreaProps & { readonly agency: string | undefined }) {
  const words = useDeskWords();
  const known = person.agency !== undefined || agency !== undefined;
  return (
    <>
      <Title site={words('site')}>{words('items-title')}</Title>
      <p class="muted">{words('items-help')}</p>
      {person.agency === undefined && <AgencyChoice agency={agency} href={(code) => `/desk/items?agency=${code}`} />}
      {known && <Proposals agency={agency} />}
      {known && <List agency={agency} />}
    </>
  );
}

interface OfAgency {
  readonly agency: string | undefined;
}

function Proposals({ agency }: OfAgency) {
  const words = useDeskWords();
  const list = usePaged(`proposals ${agency ?? ''}`, (cursor) =>
    call('GET /v1/agency/items/proposals', { query: { agency, cursor } }),
  );
  return (
    <section class="card stack tight" aria-labelledby="proposals">
      <h2 id="proposals">{words('items-proposals')}</h2>
      {list.items === undefined && list.problem === undefined && <Loading />}
      {list.items?.length === 0 && <p class="muted">{words('items-proposals-none')}</p>}
      <ul class="plain stack tight">
        {list.items?.map((each) => (
          <ProposalLine key={each.proposalId} proposal={each} agency={agency} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

function ProposalLine({ proposal, agency }: OfAgency & { readonly proposal: Proposal }) {
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  const { proposalId, name, state, version, effectiveFrom, proposedBy } = proposal;
  return (
    <li class="row apart">
      <span>
        <a href={`/desk/items/proposals/${proposalId}${agency === undefined ? '' : `?agency=${agency}`}`}>
          {say(name)}
        </a>
        <br />
        <span class="small muted">
          {words('proposal-line', { n: version, day: plainDayText(effectiveFrom, language), name: proposedBy.name })}
        </span>
      </span>
      <span class={state === 'open' ? 'tag amber' : state === 'approved' ? 'tag ok' : 'tag'}>
        {words(`proposal-${state}`)}
      </span>
    </li>
  );
}

function List({ agency }: OfAgency) {
  const words = useDeskWords();
  const say = useSay();
  const [wanted, setWanted] = useState('');
  const list = usePaged(`items ${agency ?? ''}`, (cursor) =>
    call('GET /v1/agency/items', { query: { agency, cursor, limit: '100' } }),
  );
  const shown = list.items?.filter(({ name }) => say(name).toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <section class="card stack tight" aria-labelledby="items">
      <h2 id="items">{words('items-back')}</h2>
      <div class="field">
        <label for="items-find">{words('items-find')}</label>
        <input id="items-find" type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      </div>
      {shown === undefined && list.problem === undefined && <Loading />}
      {shown?.length === 0 && <Empty title={words('items-none')} />}
      <ul class="plain stack tight">
        {shown?.map((item) => (
          <ItemLine key={item.itemCode} item={item} agency={agency} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

function ItemLine({ item, agency }: OfAgency & { readonly item: ItemView }) {
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  const now = item.versions.find(({ standing }) => standing === 'in-force');
  const next = item.versions.find(({ standing }) => standing === 'to-come');
  return (
    <li class="row apart item-line">
      <span>
        {say(item.name)}
        <br />
        <span class="small muted">
          {now !== undefined && (
            <>
              {words('items-version', { n: now.version })} ·{' '}
              {words('items-in-force', { day: plainDayText(now.effectiveFrom, language) })}
            </>
          )}
          {next !== undefined && (
            <>
              {' '}
              · {words('items-version', { n: next.version })}{' '}
              {words('items-to-come', { day: plainDayText(next.effectiveFrom, language) })}
            </>
          )}
        </span>
      </span>
      <a
        class="item-edit"
        href={`/desk/items/${item.itemCode}${agency === undefined ? '' : `?agency=${agency}`}`}
        aria-label={words('items-edit-of', { name: say(item.name) })}
      >
        {words('items-edit')}
      </a>
    </li>
  );
}
