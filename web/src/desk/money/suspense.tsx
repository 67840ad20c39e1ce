/** Money that came and fits no order: each opens as an order of its own, where it is matched or sent back. */
import { call } from '../../base/api.ts';
import { Empty } from '../../base/conditions.tsx';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { Loading, Title } from '../../base/ui.tsx';
import { useMoneyWords } from './money-words.ts';
import { OrderTable } from './order-table.tsx';
import type { Desk } from './places.ts';

export function Suspense({ desk }: { readonly desk: Desk }) {
  const words = useMoneyWords();
  const list = usePaged('suspense', (cursor) =>
    call('GET /v1/money/orders', { query: { state: 'late-paid', cursor, agency: desk.agency } }),
  );
  return (
    <div class="stack">
      <Title site={words('site')}>{words('suspense-title')}</Title>
      <p class="muted">{words('suspense-lead')}</p>
      <section class="card money-list" aria-live="polite">
        {list.items === undefined && list.problem === undefined && <Loading />}
        {list.items?.length === 0 && (
          <Empty icon="check" title={words('suspense-none')}>
            {words('suspense-none-text')}
          </Empty>
        )}
        {list.items !== undefined && list.items.length > 0 && <OrderTable desk={desk} orders={list.items} why />}
        <MoreButton list={list} />
      </section>
    </div>
  );
}
