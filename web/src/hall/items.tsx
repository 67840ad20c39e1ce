/** All items, by theme and by whom they are for, or the results of a search. */
import { isTheme, themes } from '../../../shared/catalogue/themes.ts';
import { Empty } from '../base/conditions.tsx';
import { MoreButton, usePaged } from '../base/paged.tsx';
import { usePlace } from '../base/router.ts';
import { seedOf } from '../base/seeds.ts';
import { BackLink, Loading, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { findItems } from './find-items.ts';
import { useHallWords } from './hall-words.ts';
import { ItemList } from './item-row.tsx';
import { SearchBox } from './search-box.tsx';

export function Items() {
  const words = useHallWords();
  const say = useSay();
  const { query } = usePlace();
  const q = query.get('q') ?? '';
  const theme = query.get('theme') ?? '';
  const applicant = query.get('applicant') ?? '';
  const filter = { theme, applicant };
  const start = query.get('cursor') ?? undefined;
  const list = usePaged(
    query.toString(),
    (cursor = start) =>
      q === ''
        ? findItems('GET /v1/items', { query: { ...filter, cursor } })
        : findItems('GET /v1/items/search', { query: { ...filter, q, cursor } }),
    () =>
      q === ''
        ? seedOf('GET /v1/items', { query: { ...filter, cursor: start } })
        : seedOf('GET /v1/items/search', { query: { ...filter, q, cursor: start } }),
  );
  const title =
    q !== ''
      ? words('items-query', { q })
      : isTheme(theme)
        ? words('items-theme', { theme: say(themes[theme]) })
        : words('items-title');
  return (
    <div class="stack">
      <BackLink href="/">{words('nav-home')}</BackLink>
      <Title site={words('site')}>{title}</Title>
      <SearchBox key={q} initial={q} />
      <For q={q} theme={theme} applicant={applicant} />
      <section class="card">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && <NothingFound q={q === '' ? title : q} />}
        <ItemList items={list.items ?? []} />
        <MoreButton list={list} href={list.next && address({ q, theme, applicant, cursor: list.next })} />
      </section>
    </div>
  );
}

/** The two other ways to a service: by theme, and through all of them. */
function NothingFound({ q }: { readonly q: string }) {
  const words = useHallWords();
  return (
    <div role="status">
      <Empty icon="search" title={words('search-none-title', { q })}>
        {words('search-none-text')}
      </Empty>
      <p class="row centred">
        <a href="/#themes">{words('themes')}</a>
        <a href="/items">{words('all-items')}</a>
      </p>
    </div>
  );
}

function address(values: Readonly<Record<string, string>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return given.length === 0 ? '/items' : `/items?${new URLSearchParams(given)}`;
}

interface ForProps {
  readonly q: string;
  readonly theme: string;
  readonly applicant: string;
}

/** For people, for bodies, or for either. */
function For({ q, theme, applicant }: ForProps) {
  const words = useHallWords();
  return (
    <nav class="tabs" aria-label={words('for-label')}>
      {(['', 'natural', 'legal'] as const).map((kind) => (
        <a
          key={kind}
          href={address({ q, theme, applicant: kind })}
          aria-current={applicant === kind ? 'page' : undefined}
        >
          {words(kind === '' ? 'for-anyone' : `for-${kind}`)}
        </a>
      ))}
    </nav>
  );
}
