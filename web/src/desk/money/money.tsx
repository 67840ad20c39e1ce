/** The finance desk: what waits today, orders, suspense, refunds, days. */
import type { ComponentChildren } from 'preact';
import { useWords } from '../../base/base-words.ts';
import { route, usePlace } from '../../base/router.ts';
import { Title } from '../../base/ui.tsx';
import { AgencyChoice } from '../agency-choice.tsx';
import type { AreaProps } from '../areas.ts';
import { Day } from './day.tsx';
import { Days } from './days.tsx';
import { useMoneyWords } from './money-words.ts';
import { Order } from './order.tsx';
import { Orders } from './orders.tsx';
import { Overview } from './overview.tsx';
import { type Desk, deskOf, mayAct, needsAgency, placeOf } from './places.ts';
import { Reductions } from './reductions.tsx';
import { Refunds } from './refunds.tsx';
import { Suspense } from './suspense.tsx';
import '../../styles/money.css';

export function Money({ person }: AreaProps) {
  const { path, query } = usePlace();
  const desk = deskOf(person, query);
  return (
    <div class="money">
      <Sides desk={desk} path={path} />
      <main id="main" class="money-main" tabIndex={-1}>
        {needsAgency(desk) ? <ChooseFirst /> : (pageAt(desk, path) ?? <Lost />)}
      </main>
    </div>
  );
}

function pageAt(desk: Desk, path: string): ComponentChildren {
  const key = desk.agency ?? '';
  return route<ComponentChildren>(path, [
    ['/desk/money', () => <Overview key={key} desk={desk} />],
    ['/desk/money/orders', () => <Orders key={key} desk={desk} />],
    ['/desk/money/orders/:no', ({ no = '' }) => <Order key={`${key}${no}`} desk={desk} orderNo={no} />],
    ['/desk/money/suspense', () => <Suspense key={key} desk={desk} />],
    ['/desk/money/refunds', () => <Refunds key={key} desk={desk} />],
    ['/desk/money/reductions', () => <Reductions key={key} desk={desk} />],
    ['/desk/money/days', () => <Days key={key} desk={desk} />],
    ['/desk/money/days/:day', ({ day = '' }) => <Day key={`${key}${day}`} desk={desk} day={day} />],
  ]);
}

const sides = [
  ['', 'nav-overview'],
  ['orders', 'nav-orders'],
  ['suspense', 'nav-suspense'],
  ['refunds', 'nav-refunds'],
  ['reductions', 'nav-reductions'],
  ['days', 'nav-days'],
] as const;

function Sides({ desk, path }: { readonly desk: Desk; readonly path: string }) {
  const words = useMoneyWords();
  const here = path.split('/')[3] ?? '';
  return (
    <nav class="money-sides no-print" aria-label={words('nav')}>
      {desk.person.agency === undefined && (
        <AgencyChoice agency={desk.agency} href={(agency) => `${path}?${new URLSearchParams({ agency })}`} />
      )}
      <ul class="plain">
        {sides.map(([side, word]) => (
          <li key={side}>
            <a href={placeOf(desk, side)} aria-current={here === side ? 'page' : undefined}>
              {words(word)}
            </a>
          </li>
        ))}
      </ul>
      {!mayAct(desk) && <p class="small muted">{words('read-only')}</p>}
    </nav>
  );
}

function ChooseFirst() {
  const words = useMoneyWords();
  return (
    <>
      <Title site={words('site')}>{words('nav')}</Title>
      <p class="muted">{words('agency-choose')}</p>
    </>
  );
}

function Lost() {
  const t = useWords();
  const words = useMoneyWords();
  return (
    <>
      <Title site={words('site')}>{t('not-found-title')}</Title>
      <p>{t('not-found-text')}</p>
    </>
  );
}
