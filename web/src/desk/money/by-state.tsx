/** A list that is looked at by state: a tab for each, its lines a page at a time, what stands there when there are none. */
import type { ComponentChildren } from 'preact';
import type { Page } from '../../base/api-answers.ts';
import { Empty } from '../../base/conditions.tsx';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { usePlace } from '../../base/router.ts';
import { Loading, Title } from '../../base/ui.tsx';
import type { MoneyKey } from './money-rows.ts';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';

interface ByStateProps<S extends string, T> {
  readonly desk: Desk;
  /** Below the desk: `refunds`. */
  readonly place: string;
  readonly title: MoneyKey;
  /** What stands there when there are none. */
  readonly none: readonly [title: MoneyKey, text: MoneyKey];
  /** The first is shown when the address names none. */
  readonly states: readonly [S, ...S[]];
  readonly word: (state: S) => MoneyKey;
  readonly load: (query: { state: S; cursor: string | undefined; agency: string | undefined }) => Promise<Page<T>>;
  readonly table: (lines: readonly T[]) => ComponentChildren;
}

export function ByState<S extends string, T>({
  desk,
  place,
  title,
  none,
  states,
  word,
  load,
  table,
}: ByStateProps<S, T>) {
  const words = useMoneyWords();
  const { query } = usePlace();
  const state = states.find((one) => one === query.get('state')) ?? states[0];
  const list = usePaged(state, (cursor) => load({ state, cursor, agency: desk.agency }));
  return (
    <div class="stack">
      <Title site={words('site')}>{words(title)}</Title>
      <nav class="money-tabs" aria-label={words('orders-state')}>
        {states.map((one) => (
          <a key={one} href={placeOf(desk, place, { state: one })} aria-current={one === state ? 'page' : undefined}>
            {words(word(one))}
          </a>
        ))}
      </nav>
      <section class="card money-list" aria-live="polite">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && (
          <Empty icon="check" title={words(none[0])}>
            {words(none[1])}
          </Empty>
        )}
        {list.items !== undefined && list.items.length > 0 && table(list.items)}
        <MoreButton list={list} />
      </section>
    </div>
  );
}
