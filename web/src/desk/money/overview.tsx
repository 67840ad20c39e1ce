/** What waits for a finance officer: refunds to check, money in suspense, days without a signature. */
import { call } from '../../base/api.ts';
import type { Page, RefundLine } from '../../base/api-answers.ts';
import { Shown } from '../../base/conditions.tsx';
import { Icon, type IconName } from '../../base/icon.tsx';
import { type Loaded, useLoad } from '../../base/load.ts';
import { Title } from '../../base/ui.tsx';
import { useMoneyWords } from './money-words.ts';
import { type Desk, placeOf } from './places.ts';

export function Overview({ desk }: { readonly desk: Desk }) {
  const words = useMoneyWords();
  const query = { agency: desk.agency, limit: '100' };
  const refunds = useLoad('asked', () => call('GET /v1/money/refunds', { query: { ...query, state: 'asked' } }));
  const stuck = useLoad('stuck', async () => {
    const states = ['refused', 'abnormal'] as const;
    const [refused, abnormal] = await Promise.all(
      states.map((state) => call('GET /v1/money/refunds', { query: { ...query, state } })),
    );
    return { items: [...(refused?.items ?? []), ...(abnormal?.items ?? [])], next: refused?.next ?? abnormal?.next };
  });
  const asks = useLoad('asks', () => call('GET /v1/money/reductions', { query: { ...query, state: 'asked' } }));
  const suspense = useLoad('late-paid', () =>
    call('GET /v1/money/orders', { query: { ...query, state: 'late-paid' } }),
  );
  const days = useLoad('days', async () => {
    const { items } = await call('GET /v1/money/days', { query: { agency: desk.agency } });
    return { items: items.filter(({ signedOff }) => signedOff === undefined) };
  });
  return (
    <div class="stack">
      <Title site={words('site')}>{words('overview-title')}</Title>
      <div class="money-heaps">
        <Heap of={refunds} unit="count" word="overview-refunds" icon="shield" href={placeOf(desk, 'refunds')} />
        <Heap
          of={stuck}
          unit="count"
          word="overview-stuck"
          icon="alert"
          href={placeOf(desk, 'refunds', {
            state: stuck.data?.items.some(isRefused) === false ? 'abnormal' : 'refused',
          })}
        />
        <Heap of={asks} unit="count" word="overview-reductions" icon="person" href={placeOf(desk, 'reductions')} />
        <Heap of={suspense} unit="count" word="overview-suspense" icon="yuan" href={placeOf(desk, 'suspense')} />
        <Heap of={days} unit="count-days" word="overview-days" icon="pencil" href={placeOf(desk, 'days')} />
      </div>
    </div>
  );
}

const isRefused = ({ state }: RefundLine): boolean => state === 'refused';

interface HeapProps {
  readonly of: Pick<Loaded<Page<unknown>>, 'data' | 'problem' | 'reload'>;
  readonly unit: 'count' | 'count-days';
  readonly word: 'overview-refunds' | 'overview-stuck' | 'overview-reductions' | 'overview-suspense' | 'overview-days';
  readonly icon: IconName;
  readonly href: string;
}

function Heap({ of, unit, word, icon, href }: HeapProps) {
  const words = useMoneyWords();
  return (
    <section class="card" aria-labelledby={word}>
      <h2 id={word}>
        <Icon name={icon} /> {words(word)}
      </h2>
      <Shown of={of}>
        {({ items, next }) => (
          <p class="money-count">
            <a href={href}>
              {items.length === 0
                ? words('overview-none')
                : words(next === undefined ? unit : 'count-more', { n: items.length })}
              <span class="hidden"> {words(word)}</span>
            </a>
          </p>
        )}
      </Shown>
      <p class="small muted">{words(`text-${word}`)}</p>
    </section>
  );
}
