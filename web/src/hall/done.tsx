/** After submitting: the receipt, and what happens next. */

import { dayText, timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { Icon } from '../base/icon.tsx';
import { useSettings } from '../base/settings.ts';
import { Loading, PageProblem, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';
import { OnBehalf } from './on-behalf.tsx';
import { type OwnCase, useOwnCase } from './own-case.ts';
import { PaperSign } from './paper-sign.tsx';
import { Own } from './signed-in.tsx';

export function Done({ id }: { readonly id: string }) {
  const words = useHallWords();
  return <Own why={words('sign-in-for-cases')}>{() => <Opened id={id} />}</Own>;
}

function Opened({ id }: { readonly id: string }) {
  const words = useHallWords();
  const { data, problem, reload } = useOwnCase(id);
  if (problem !== undefined && data === undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />;
  if (data === undefined) return <Loading />;
  return <Receipt own={data} />;
}

function Receipt({ own: { view } }: { readonly own: OwnCase }) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const decided = ['granted', 'denied', 'delivered'].includes(view.state);
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{words(decided ? 'done-granted' : 'done-title')}</Title>
      <OnBehalf of={view.onBehalf} />
      <div class="paper">
        <p class="paper-title">{words('done-receipt')}</p>
        <dl class="facts">
          <div>
            <dt>{words('done-item')}</dt>
            <dd>{say(view.itemName)}</dd>
          </div>
          <div>
            <dt>{words('done-number')}</dt>
            <dd class="case-number">{view.caseNumber}</dd>
          </div>
          <div>
            <dt>{words('done-time')}</dt>
            <dd>{timeText(view.submittedAt, language, new Date(0))}</dd>
          </div>
        </dl>
        <PaperSign agency={view.agencyName} />
      </div>
      <section class="card">
        <h2>{words('done-next')}</h2>
        <p>
          {say(view.next.what)}
          {view.next.by !== undefined && (
            <>
              {' '}
              <strong class="number">{words('case-by', { day: dayText(view.next.by, language, hallNow()) })}</strong>
            </>
          )}
        </p>
        <p class="muted">{words('done-keep')}</p>
      </section>
      <p class="row no-print">
        <a class="button" href={`/cases/${view.caseId}`}>
          {words('done-follow')}
        </a>
        <button type="button" class="link-button" onClick={() => print()}>
          <Icon name="print" /> {words('done-print')}
        </button>
      </p>
    </div>
  );
}
