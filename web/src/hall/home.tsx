/** The first page: search, what waits for this person, life events, what is used most. */
import { useEffect, useState } from 'preact/hooks';
import { isTheme, themes } from '../../../shared/catalogue/themes.ts';
import { call } from '../base/api.ts';
import type { CaseSummary, DraftSummary } from '../base/api-answers.ts';
import { dayText, timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { Icon } from '../base/icon.tsx';
import { later } from '../base/later.tsx';
import { useLoad } from '../base/load.ts';
import { Said } from '../base/said.tsx';
import { seedOf } from '../base/seeds.ts';
import { isElder, useSettings } from '../base/settings.ts';
import { Loading, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { onKept, unsentDrafts } from '../form/kept-drafts.ts';
import { useHallWords } from './hall-words.ts';
import { ItemList } from './item-row.tsx';
import { isToPay } from './pay/standing.ts';
import { ToPay } from './pay/to-pay.tsx';
import { popular } from './popular.ts';
import { SearchBox } from './search-box.tsx';
import { signIn } from './session.ts';
import { SignInButton } from './signed-in.tsx';

// Few visits have a number ahead; what draws one is fetched once somebody is signed in.
const Numbers = later(() => import('./home-numbers.tsx').then((part) => part.Numbers));

export function Home() {
  const words = useHallWords();
  const elder = isElder(useSettings());
  return (
    <div class="home">
      <section class="hero">
        <Title site={words('site')}>{words('home-title')}</Title>
        {!elder && <p class="muted">{words('home-lead')}</p>}
        <SearchBox />
        {elder && (
          <p>
            <a class="button second" href="tel:12345">
              <Icon name="phone" /> {words('call-us')}
            </a>
          </p>
        )}
      </section>
      <Yours />
      <Themes />
      <Popular />
    </div>
  );
}

function Yours() {
  const words = useHallWords();
  const person = signIn.usePerson();
  const [numbers, setNumbers] = useState(false);
  return (
    <section class="card yours" aria-labelledby="yours">
      <h2 id="yours">{words('yours')}</h2>
      {person === undefined ? (
        <div class="row apart">
          <p class="muted">{words('yours-sign-in')}</p>
          <SignInButton kind="second" returnTo="/" />
        </div>
      ) : (
        <>
          <Unsent />
          <Waiting key={person.id} id={person.id} more={numbers} />
          <Numbers key={`numbers of ${person.id}`} onFound={setNumbers} />
          <News />
        </>
      )}
    </section>
  );
}

/** How many notices are unread, and the way to them. */
function News() {
  const words = useHallWords();
  const { data } = useLoad('unread', () => call('GET /v1/me/notices', { query: { limit: '1' } }));
  return (
    <p class="rows-more">
      <a href="/notices">
        <Icon name="bell" />{' '}
        {data === undefined || data.unread === 0 ? words('notices') : words('notices-unread', { n: data.unread })}
      </a>
    </p>
  );
}

/** What this device still has to send, when a network failed somebody. */
function Unsent() {
  const words = useHallWords();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const look = () =>
      void unsentDrafts().then(
        (all) => setCount(all.length),
        () => undefined,
      );
    look();
    return onKept(look);
  }, []);
  return count === 0 ? null : (
    <p class="notice amber" role="status">
      {words('unsent', { n: count })}
    </p>
  );
}

/**
 * What is to be paid, cases whose next step is the applicant's, and drafts. A case that waits for its fee is there as that fee.
 * @param more something else waits, below
 */
function Waiting({ id, more }: { readonly id: string; readonly more: boolean }) {
  const words = useHallWords();
  const { data, problem, reload } = useLoad(id, async () => {
    const [drafts, cases, orders, theirs] = await Promise.all([
      call('GET /v1/drafts', {}),
      call('GET /v1/cases', {}),
      call('GET /v1/orders', {}),
      call('GET /v1/orders', { query: { for: 'others' } }),
    ]);
    const toPay = [...orders.items, ...theirs.items].filter((order) => isToPay(order, hallNow()));
    const paying = new Set(toPay.map(({ caseId }) => caseId));
    const mine = cases.items.filter(({ next }) => next.whose === 'applicant');
    const waiting = mine.filter(({ caseId, state }) => state !== 'suspended' || !paying.has(caseId));
    // The drafts of a package are one thing to go on with.
    const begun = drafts.items.filter(
      ({ package: of }, at) => of === undefined || drafts.items.findIndex((each) => each.package?.id === of.id) === at,
    );
    return { drafts: begun, cases: waiting, toPay };
  });
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined) return <Loading />;
  if (data.drafts.length + data.cases.length + data.toPay.length === 0)
    return more ? null : <p class="muted">{words('yours-none')}</p>;
  return (
    <ul class="plain rows">
      {data.toPay.map((each) => (
        <ToPay key={each.orderNo} order={each}>
          {each.payerName !== undefined && (
            <span class="tag info">
              <Said>{words('start-for', { name: each.payerName })}</Said>
            </span>
          )}
        </ToPay>
      ))}
      {data.cases.map((each) => (
        <WaitingCase key={each.caseId} case={each} />
      ))}
      {data.drafts.slice(0, draftsShown).map((each) => (
        <WaitingDraft key={each.caseId} draft={each} />
      ))}
      {data.drafts.length > draftsShown && (
        <li class="rows-more">
          <a href="/cases">{words('drafts-more', { n: data.drafts.length - draftsShown })}</a>
        </li>
      )}
    </ul>
  );
}

function WaitingCase({ case: { caseId, itemName, next } }: { readonly case: CaseSummary }) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <a class="row-link" href={`/cases/${caseId}`}>
        <span class="row-name">{say(next.what)}</span>
        <span class="row-facts">
          <span>{say(itemName)}</span>
          {next.by !== undefined && (
            <strong class="tag amber">{words('by-day', { day: dayText(next.by, language, hallNow()) })}</strong>
          )}
        </span>
      </a>
    </li>
  );
}

function WaitingDraft({ draft: { caseId, itemName, updatedAt, package: of } }: { readonly draft: DraftSummary }) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <a class="row-link" href={of === undefined ? `/apply/${caseId}` : `/together/mine/${of.id}`}>
        <span class="row-name">{say(of?.name ?? itemName)}</span>
        <span class="row-facts">
          <span>{words('draft-row', { when: timeText(updatedAt, language, hallNow()) })}</span>
        </span>
      </a>
    </li>
  );
}

/** Drafts on the first page; the rest are under "my cases". */
const draftsShown = 4;

const themeCodes = Object.keys(themes).filter(isTheme);
/** What the elder mode (长辈版) shows first: fewer things, those that older people come for. */
const elderThemes = ['elderly', 'health', 'social-insurance', 'disability', 'hardship', 'residence'] as const;

function Themes() {
  const words = useHallWords();
  const say = useSay();
  const elder = isElder(useSettings());
  return (
    <section class="by-theme" aria-labelledby="themes">
      <h2 id="themes">{words('themes')}</h2>
      <ul class="plain themes">
        {(elder ? elderThemes : themeCodes).map((code) => (
          <li key={code}>
            <a href={`/items?theme=${code}`}>
              <Icon name={code} />
              {say(themes[code])}
            </a>
          </li>
        ))}
      </ul>
      <p class="rows-more">
        <a href="/together">{words('to-together')}</a>
      </p>
    </section>
  );
}

function Popular() {
  const words = useHallWords();
  const elder = isElder(useSettings());
  const named = { query: { codes: popular.join(',') } };
  const { data, problem, reload } = useLoad(
    'popular',
    () => call('GET /v1/items', named),
    () => seedOf('GET /v1/items', named),
  );
  return (
    <section class="card popular" aria-labelledby="popular">
      <h2 id="popular">{words('popular')}</h2>
      {problem !== undefined && <ProblemNotice problem={problem} retry={() => void reload()} />}
      {data === undefined ? (
        problem === undefined && <Loading />
      ) : (
        <ItemList items={elder ? data.items.slice(0, 5) : data.items} />
      )}
      <p class="rows-more">
        <a href="/items">{words('all-items')}</a>
      </p>
    </section>
  );
}
