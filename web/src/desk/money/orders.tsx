/** Orders by state and days, or the one of a number. */
import { useState } from 'preact/hooks';
import { orderStates } from '../../../../shared/payments/order-graph.ts';
import { call } from '../../base/api.ts';
import { Empty } from '../../base/conditions.tsx';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { navigate, usePlace } from '../../base/router.ts';
import { Loading, Title } from '../../base/ui.tsx';
import { useMoneyWords } from './money-words.ts';
import { OrderTable } from './order-table.tsx';
import { type Desk, placeOf } from './places.ts';

interface Filter {
  readonly state: (typeof orderStates)[number];
  readonly from: string;
  readonly to: string;
  readonly find: string;
}

function filterOf(query: URLSearchParams): Filter {
  const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(query.get(name) ?? '') ? (query.get(name) ?? '') : '');
  return {
    state: orderStates.find((state) => state === query.get('state')) ?? 'receipted',
    from: day('from'),
    to: day('to'),
    find: query.get('find') ?? '',
  };
}

export function Orders({ desk }: { readonly desk: Desk }) {
  const words = useMoneyWords();
  const { query } = usePlace();
  const filter = filterOf(query);
  const { state, from, to, find } = filter;
  const list = usePaged(JSON.stringify(filter), (cursor) =>
    call('GET /v1/money/orders', { query: { state, from, to, find, cursor, agency: desk.agency } }),
  );
  const show = (change: Partial<Filter>) => navigate(placeOf(desk, 'orders', { ...filter, find: '', ...change }));
  return (
    <div class="stack">
      <Title site={words('site')}>{words('orders-title')}</Title>
      <Find key={find} find={find} show={show} />
      {find === '' && <Choose filter={filter} show={show} />}
      <section class="card money-list" aria-live="polite">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && (
          <Empty title={words(find === '' ? 'orders-none' : 'orders-found-none')}>
            {words(find === '' ? 'orders-none-text' : 'orders-found-hint')}
          </Empty>
        )}
        {list.items !== undefined && list.items.length > 0 && <OrderTable desk={desk} orders={list.items} />}
        <MoreButton list={list} />
      </section>
    </div>
  );
}

interface FindProps {
  readonly find: string;
  readonly show: (change: Partial<Filter>) => void;
}

function Find({ find, show }: FindProps) {
  const words = useMoneyWords();
  const [typed, setTyped] = useState(find);
  const submit = (event: Event) => {
    event.preventDefault();
    show({ find: typed.trim() });
  };
  return (
    <search>
      <form class="money-find" onSubmit={submit}>
        <label for="find">{words('orders-find')}</label>
        <div class="money-find-line">
          <input
            id="find"
            type="search"
            autocomplete="off"
            maxLength={64}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <button type="submit" class="button">
            {words('orders-find-do')}
          </button>
          {find !== '' && (
            <button type="button" class="button second" onClick={() => show({ find: '' })}>
              {words('orders-find-clear')}
            </button>
          )}
        </div>
      </form>
    </search>
  );
}

function Choose({ filter, show }: { readonly filter: Filter; readonly show: (change: Partial<Filter>) => void }) {
  const words = useMoneyWords();
  return (
    <div class="money-filter">
      <div class="field">
        <label for="state">{words('orders-state')}</label>
        <select
          id="state"
          value={filter.state}
          onChange={({ currentTarget }) =>
            show({ state: orderStates.find((one) => one === currentTarget.value) ?? 'paid' })
          }
        >
          {orderStates.map((state) => (
            <option key={state} value={state}>
              {words(`state-${state}`)}
            </option>
          ))}
        </select>
      </div>
      <fieldset class="field">
        <legend>{words('orders-dates')}</legend>
        <div class="row">
          {(['from', 'to'] as const).map((name) => (
            <label class="money-date" key={name}>
              {words(`orders-${name}`)}
              <input
                type="date"
                value={filter[name]}
                onChange={({ currentTarget }) => show({ [name]: currentTarget.value })}
              />
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
