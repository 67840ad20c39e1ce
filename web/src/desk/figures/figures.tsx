/** The supervisor's dashboard: volume, clocks, ratings and backlog of an agency, and agencies or items beside each other. */

import { call } from '../../base/api.ts';
import { useWords } from '../../base/base-words.ts';
import { Empty, Shown } from '../../base/conditions.tsx';
import type { ComparedFigures, StatisticsView } from '../../base/desk-answers.ts';
import { dayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useLoad } from '../../base/load.ts';
import { navigate, usePlace } from '../../base/router.ts';
import { scores } from '../../base/scores.ts';
import { Scrolling } from '../../base/scrolling.tsx';
import { useSettings } from '../../base/settings.ts';
import { Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { AgencyChoice } from '../agency-choice.tsx';
import type { AreaProps } from '../areas.ts';
import { useDeskWords } from '../desk-words.ts';
import { heaps } from '../filter.ts';
import '../../styles/figures.css';
import { Backlog } from './backlog.tsx';
import { DayBars, Figure, Lines } from './charts.tsx';
import { percentText, type Span, spanFrom, spans } from './spans.ts';

export function Figures({ person }: AreaProps) {
  const words = useDeskWords();
  const { query } = usePlace();
  const span = spanFrom(query.get('days'));
  const agency = person.agency === undefined ? (query.get('agency') ?? undefined) : undefined;
  const href = (change: { days?: Span; agency?: string | undefined }) => {
    const next = { days: String(change.days ?? span), agency: change.agency ?? agency ?? '' };
    return `/desk/figures?${new URLSearchParams(next)}`;
  };
  const known = person.agency !== undefined || agency !== undefined;
  return (
    <main id="main" class="desk-page stack" tabIndex={-1}>
      <div class="row apart">
        <Title site={words('site')}>{words('figures-title')}</Title>
        <fieldset class="row spans">
          <legend class="hidden">{words('figures-span')}</legend>
          {spans.map((each) => (
            <label key={each} class="mine">
              <input type="radio" name="days" checked={each === span} onChange={() => navigate(href({ days: each }))} />
              {words('figures-days', { n: each })}
            </label>
          ))}
        </fieldset>
      </div>
      {person.agency === undefined && <AgencyChoice agency={agency} href={(code) => href({ agency: code })} />}
      {known ? (
        <OfAgency agency={agency} span={span} opens={!person.roles.includes('operator')} />
      ) : (
        <Beside span={span} of="agencies" agency={undefined} />
      )}
    </main>
  );
}

interface OfAgencyProps {
  readonly agency: string | undefined;
  readonly span: Span;
  /** May the cases behind a number be looked at? */
  readonly opens: boolean;
}

function OfAgency({ agency, span, opens }: OfAgencyProps) {
  const figures = useLoad(`figures ${agency ?? ''} ${span}`, () =>
    call('GET /v1/agency/statistics', { query: { agency, ...datesOf(span) } }),
  );
  const inbox = opens
    ? (query: string) => `/desk?${query}${agency === undefined ? '' : `&agency=${agency}`}`
    : undefined;
  return (
    <Shown of={figures}>
      {(view) => (
        <>
          <Now view={view} inbox={inbox} />
          <div class="figure-columns">
            <Volume view={view} />
            <Clocks view={view} />
            <Stages view={view} inbox={inbox} />
            <Ratings view={view} />
          </div>
          <Beside span={span} of="items" agency={agency} />
        </>
      )}
    </Shown>
  );
}

/** Today and the span before it, as the hall counts days: in Beijing. */
function datesOf(span: Span): { from: string; to: string } {
  const day = (back: number) =>
    new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(hallNow().getTime() - back * 86_400_000);
  return { from: day(span - 1), to: day(0) };
}

interface PartProps {
  readonly view: StatisticsView;
}
type Inbox = ((query: string) => string) | undefined;

/** What waits now, the worst first: each number leads to its cases. */
function Now({ view: { backlog }, inbox }: PartProps & { readonly inbox: Inbox }) {
  const words = useDeskWords();
  const tiles = [
    {
      key: 'overdue',
      value: backlog.due.overdue,
      tone: backlog.due.overdue > 0 ? 'bad' : '',
      query: 'all=unfinished&urgent=true',
    },
    {
      key: 'today',
      value: backlog.due.today,
      tone: backlog.due.today > 0 ? 'soon' : '',
      query: 'all=unfinished&urgent=true',
    },
    { key: 'soon', value: backlog.due.soon, tone: '', query: 'all=unfinished' },
    { key: 'open', value: backlog.open, tone: '', query: 'all=open' },
    { key: 'orders', value: backlog.openWorkOrders, tone: backlog.openWorkOrders > 0 ? 'soon' : '', query: 'orders' },
  ] as const;
  return (
    <ul class="plain tiles">
      {tiles.map(({ key, value, tone, query }) => {
        const href = inbox === undefined ? undefined : query === 'orders' ? '/desk/work-orders' : inbox(query);
        return (
          <li key={key} class={`card tile ${tone}`}>
            <span class="muted">{words(`tile-${key}`)}</span>
            {href === undefined ? (
              <strong class="number">{value}</strong>
            ) : (
              <a class="number" href={href}>
                {value}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Volume({ view: { days, volume, totals } }: PartProps) {
  const words = useDeskWords();
  const { language } = useSettings();
  const shown = ['submitted', 'granted', 'denied'] as const;
  const tones = { submitted: 'tone-1', granted: 'tone-2', denied: 'tone-3' } as const;
  const busy = days.filter((_, at) => shown.some((name) => (volume[name][at] ?? 0) > 0));
  return (
    <Figure
      title={words('figures-volume')}
      chart={
        <DayBars
          days={days}
          series={shown.map((name) => ({
            name: `${words(`volume-${name}`)} ${totals[name]}`,
            tone: tones[name],
            values: volume[name],
          }))}
          label={shown.map((name) => `${words(`volume-${name}`)} ${totals[name]}`).join('; ')}
        />
      }
      table={
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{words('figures-day')}</th>
              {shown.map((name) => (
                <th key={name} scope="col" class="number">
                  {words(`volume-${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {busy.map((day) => (
              <tr key={day}>
                <th scope="row">{dayText(day, language, hallNow())}</th>
                {shown.map((name) => (
                  <td key={name} class="number">
                    {volume[name][days.indexOf(day)]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

function Clocks({ view: { clocks } }: PartProps) {
  const t = useWords();
  const words = useDeskWords();
  const ended = clocks.filter((each) => each.ended > 0);
  return (
    <Figure
      title={words('figures-clocks')}
      chart={
        ended.length === 0 ? (
          <p class="muted">{words('figures-no-clocks')}</p>
        ) : (
          <Lines
            most={1}
            lines={ended.map(({ clock, onTimeShare = 0 }) => ({
              name: t(`clock-${clock}`),
              value: onTimeShare,
              tone: onTimeShare === 1 ? 'tone-2' : onTimeShare >= 0.95 ? 'tone-amber' : 'tone-3',
              text: percentText(onTimeShare),
            }))}
          />
        )
      }
      table={
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{words('figures-clock')}</th>
              <th scope="col" class="number">
                {words('figures-ended')}
              </th>
              <th scope="col" class="number">
                {words('figures-late')}
              </th>
              <th scope="col" class="number">
                {words('figures-average')}
              </th>
            </tr>
          </thead>
          <tbody>
            {clocks.map(({ clock, ended: all, late, averageDays }) => (
              <tr key={clock}>
                <th scope="row">{t(`clock-${clock}`)}</th>
                <td class="number">{all}</td>
                <td class="number">{late}</td>
                <td class="number">{averageDays === undefined ? '–' : averageDays.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

function Stages({ view: { backlog }, inbox }: PartProps & { readonly inbox: Inbox }) {
  const words = useDeskWords();
  const states = [...heaps.todo, ...heaps.deliver];
  const lines = states.map((state) => ({
    name: words(`state-${state}`),
    value: backlog.byState[state] ?? 0,
    tone: 'tone-1',
    href: inbox?.(`state=${state}`),
  }));
  return (
    <Figure
      title={words('figures-stages')}
      chart={<Lines lines={lines} />}
      table={
        <table class="figures">
          <tbody>
            {(['overdue', 'today', 'soon', 'later'] as const).map((due) => (
              <tr key={due}>
                <th scope="row">{words(`due-${due}`)}</th>
                <td class="number">{backlog.due[due]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

function Ratings({ view: { ratings } }: PartProps) {
  const t = useWords();
  const words = useDeskWords();
  const lines = scores.map((score) => ({
    name: t(`rate-${score}`),
    value: ratings.scores[score],
    tone: score <= 3 ? 'tone-2' : 'tone-3',
  }));
  return (
    <Figure
      title={words('figures-ratings')}
      chart={
        <>
          <Lines lines={lines} />
          <p class="small muted">
            {ratings.goodShare === undefined
              ? words('figures-no-ratings')
              : words('figures-good', { share: percentText(ratings.goodShare), n: ratings.rated })}
          </p>
        </>
      }
      table={
        <table class="figures">
          <tbody>
            {lines.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

interface BesideProps {
  readonly span: Span;
  readonly of: 'items' | 'agencies';
  readonly agency: string | undefined;
}

/** Items of an agency, or all agencies, beside each other: the busiest first. */
function Beside({ span, of, agency }: BesideProps) {
  const words = useDeskWords();
  const dates = datesOf(span);
  const lines = useLoad(`${of} ${agency ?? ''} ${span}`, () =>
    of === 'items'
      ? call('GET /v1/agency/statistics/items', { query: { agency, ...dates } })
      : call('GET /v1/agency/statistics/agencies', { query: dates }),
  );
  return (
    <>
      {of === 'agencies' && lines.data !== undefined && <Backlog items={lines.data.items} />}
      <section class="card stack tight" aria-labelledby="beside">
        <h2 id="beside">{words(`figures-${of}`)}</h2>
        <Shown of={lines} isEmpty={({ items }) => items.length === 0} empty={<Empty title={words('figures-none')} />}>
          {({ items }) => <Table items={items} of={of} />}
        </Shown>
      </section>
    </>
  );
}

function Table({ items, of }: { readonly items: readonly ComparedFigures[]; readonly of: BesideProps['of'] }) {
  const t = useWords();
  const words = useDeskWords();
  const say = useSay();
  const columns = (['submitted', 'decided', 'open', 'overdue', 'on-time', 'average', 'good'] as const).filter(
    (name) => name !== 'overdue' || of === 'agencies',
  );
  return (
    <Scrolling class="scrolling" label={t('table-of', { what: words(`figures-${of}`) })}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{words(`figures-${of}`)}</th>
            {columns.map((name) => (
              <th key={name} scope="col" class="number">
                {words(`column-${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ code, name, submitted, decided, open, overdue = 0, onTimeShare, averageDays, goodShare }) => (
            <tr key={code}>
              <th scope="row">
                {of === 'agencies' ? <a href={`/desk/figures?agency=${code}`}>{say(name)}</a> : say(name)}
              </th>
              <td class="number">{submitted}</td>
              <td class="number">{decided}</td>
              <td class="number">{open}</td>
              {of === 'agencies' && <td class={overdue > 0 ? 'number overdue' : 'number'}>{overdue}</td>}
              <td class="number">{onTimeShare === undefined ? '–' : percentText(onTimeShare)}</td>
              <td class="number">{averageDays === undefined ? '–' : averageDays.toFixed(1)}</td>
              <td class="number">{goodShare === undefined ? '–' : percentText(goodShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
