/** One case: where it stands, what comes next and whose turn it is, what has happened. */

import { useEffect } from 'preact/hooks';
import type { CaseView } from '../base/api-answers.ts';
import { AskedList } from '../base/asked-list.tsx';
import { useWords } from '../base/base-words.ts';
import { DueList } from '../base/due.tsx';
import { dayText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { later } from '../base/later.tsx';
import { useSettings } from '../base/settings.ts';
import { stateTag } from '../base/states.ts';
import { Timeline } from '../base/timeline.tsx';
import { BackLink, Loading, PageProblem, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { FileRow } from '../form/file-row.tsx';
import { AnswersList } from './answers-list.tsx';
import { Documents } from './documents.tsx';
import { useHallWords } from './hall-words.ts';
import { OnBehalf } from './on-behalf.tsx';
import { type OwnCase, useOwnCase } from './own-case.ts';
import { Rate } from './rate.tsx';
import { isAgainst, Remedies } from './remedies.tsx';
import { Own } from './signed-in.tsx';

// Most cases have no fee.
const CaseFee = later(() => import('./pay/case-fee.tsx').then((part) => part.CaseFee));

export function CasePage({ id }: { readonly id: string }) {
  const words = useHallWords();
  return <Own why={words('sign-in-for-cases')}>{() => <Opened id={id} />}</Own>;
}

function Opened({ id }: { readonly id: string }) {
  const words = useHallWords();
  const { data, problem, reload } = useOwnCase(id);
  useLookAgain(data?.view, reload);
  if (problem !== undefined && data === undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />;
  if (data === undefined) return <Loading />;
  return <Case own={data} reload={reload} />;
}

function Case({ own, reload }: { readonly own: OwnCase; readonly reload: () => Promise<void> }) {
  const words = useHallWords();
  const say = useSay();
  const { view } = own;
  return (
    <div class="narrow stack">
      <BackLink href="/cases">{words('nav-cases')}</BackLink>
      <header class="stack tight">
        <Title site={words('site')}>{say(view.itemName)}</Title>
        <p class="row">
          <span class={stateTag(view.state)}>{say(view.status)}</span>
          <span class="muted small">{say(view.agencyName)}</span>
        </p>
      </header>
      <OnBehalf of={view.onBehalf} />
      {view.package !== undefined && (
        <p>
          <a href={`/together/mine/${view.package.id}`}>{words('in-package', { name: say(view.package.name) })}</a>
        </p>
      )}
      <NextStep own={own} />
      {own.item.fees.some(({ onlinePayment }) => onlinePayment) && <CaseFee view={view} />}
      <Documents view={view} />
      {isAgainst(view) && <Remedies item={own.item} />}
      {(view.actions.includes('rate') || view.rating !== undefined) && <Rate view={view} reload={reload} />}
      <section class="card" aria-labelledby="timeline">
        <h2 id="timeline">{words('case-timeline')}</h2>
        <Timeline entries={view.timeline} />
      </section>
      <Given own={own} />
      <p class="small muted break">
        {words('case-number')} <span class="case-number">{view.caseNumber}</span>
      </p>
      {view.actions.includes('withdraw') && (
        <p>
          <a class="button danger" href={`/cases/${view.caseId}/withdraw`}>
            {words('case-withdraw')}
          </a>
        </p>
      )}
    </div>
  );
}

/** The one thing to do now, or that there is nothing to do. */
function NextStep({ own: { view, item } }: { readonly own: OwnCase }) {
  const t = useWords();
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const { next, due } = view;
  const mine = next.whose === 'applicant';
  return (
    <section class={mine ? 'card next mine' : 'card next'} aria-labelledby="next">
      <h2 id="next">{words(mine ? 'case-next' : 'case-nothing')}</h2>
      <p class="next-what">
        {say(next.what)}
        {next.by !== undefined && (
          <>
            <span class="hidden">{language === 'zh' ? '，' : ', '}</span>{' '}
            <strong class="number">{words('case-by', { day: dayText(next.by, language, hallNow()) })}</strong>
          </>
        )}
      </p>
      {view.actions.includes('correct') && (
        <>
          {view.correction !== undefined && <AskedList correction={view.correction} item={item} />}
          <p>
            <a class="button" href={`/cases/${view.caseId}/correct`}>
              {words('case-correct-do')}
            </a>
          </p>
        </>
      )}
      {due.length > 0 && (
        <details>
          <summary>{t('why')}</summary>
          <DueList due={due} />
        </details>
      )}
    </section>
  );
}

function Given({ own: { view, item } }: { readonly own: OwnCase }) {
  const words = useHallWords();
  return (
    <section class="card">
      <details>
        <summary>{words('case-given')}</summary>
        <div class="stack">
          <AnswersList item={item} answers={view.answers} level="plain" />
          <ul class="plain files">
            {view.materials.map((material) => (
              <FileRow key={material.materialId} material={material} />
            ))}
          </ul>
        </div>
      </details>
    </section>
  );
}

/** Looks again while a decided case has no document yet, and whenever the person comes back to the window. */
function useLookAgain(view: CaseView | undefined, reload: () => Promise<void>): void {
  const waiting = view !== undefined && ['granted', 'denied'].includes(view.state) && view.documents.length === 0;
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && void reload();
    document.addEventListener('visibilitychange', back);
    const timer = waiting ? setInterval(() => void reload(), 2000) : undefined;
    return () => {
      document.removeEventListener('visibilitychange', back);
      clearInterval(timer);
    };
  }, [waiting, reload]);
}
