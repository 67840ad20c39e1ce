/** One of the person's own packages: filled in while it is a draft, followed once it is submitted. */

import { call } from '../../base/api.ts';
import type { PackageView } from '../../base/api-answers.ts';
import { dayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { stateTag } from '../../base/states.ts';
import { ActionButton, BackLink, Loading, PageProblem, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { openedPackage } from '../../form/use-package.ts';
import { useHallWords } from '../hall-words.ts';
import { Outdated } from '../outdated.tsx';
import type { StepName } from '../steps.ts';
import { FillPackage } from './fill-package.tsx';
import { useTogetherWords } from './together-words.ts';

export function OwnPackage({ id, step }: { readonly id: string; readonly step: StepName }) {
  const words = useHallWords();
  const { data, problem, reload } = useLoad(id, () => openedPackage(id));
  if (problem !== undefined && data === undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />;
  if (data === undefined) return <Loading />;
  if (data.view.outdated !== undefined) {
    const move = async () => {
      await call('POST /v1/me/packages/{packageId}/migrate', { path: { packageId: id }, body: {} });
      await reload();
    };
    return <Outdated names={data.view.outdated.items} outdated={data.view.outdated} move={move} />;
  }
  if (data.view.state === 'draft') return <FillPackage opened={data} step={step} submitted={reload} />;
  return <Followed view={data.view} reload={reload} />;
}

function Followed({ view, reload }: { readonly view: PackageView; readonly reload: () => Promise<void> }) {
  const words = useTogetherWords();
  const hall = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <div class="narrow stack">
      <BackLink href="/cases">{hall('nav-cases')}</BackLink>
      <header class="stack tight">
        <Title site={hall('site')}>{say(view.name)}</Title>
        <p class="row">
          {view.state === 'submitted' && <span class="tag ok">{words('submitted')}</span>}
          {view.submittedAt !== undefined && (
            <span class="muted small">{timeText(view.submittedAt, language, hallNow())}</span>
          )}
        </p>
      </header>
      {view.state === 'submitting' && <GoOn view={view} reload={reload} />}
      <section class="card stack tight" aria-labelledby="each-case">
        <h2 id="each-case">{words('each-case')}</h2>
        <p>{words('progress', { n: view.progress.closed, all: view.progress.all })}</p>
        <progress
          class="progress-line"
          max={view.progress.all}
          value={view.progress.closed}
          aria-labelledby="each-case"
        />
        <ul class="plain rows">
          {view.children.map((child) => (
            <Child key={child.caseId} child={child} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Child({ child }: { readonly child: PackageView['children'][number] }) {
  const hall = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const { caseId, itemName, state, case: filed } = child;
  if (filed === undefined) return <li>{say(itemName)}</li>;
  return (
    <li>
      <a class="row-link" href={`/cases/${caseId}`}>
        <span class="row-name">
          {say(itemName)} <span class={stateTag(state)}>{say(filed.status)}</span>
        </span>
        <span class="row-facts">
          {filed.next.whose !== 'nobody' && <span>{say(filed.next.what)}</span>}
          {filed.next.whose !== 'nobody' && filed.next.by !== undefined && (
            <span>{hall('by-day', { day: dayText(filed.next.by, language, hallNow()) })}</span>
          )}
          <span class="case-number">{filed.caseNumber}</span>
        </span>
      </a>
    </li>
  );
}

/** Some are submitted and some not yet: the same press goes on where it stopped. */
function GoOn({ view, reload }: { readonly view: PackageView; readonly reload: () => Promise<void> }) {
  const words = useTogetherWords();
  const going = useAction(async () => {
    const path = { packageId: view.packageId };
    await call('POST /v1/me/packages/{packageId}/submit', { path, body: { declaration: true } });
    await reload();
  });
  const done = view.children.filter(({ case: filed }) => filed !== undefined).length;
  return (
    <div class="notice amber stack tight" role="status">
      <p>{words('submitting', { n: done })}</p>
      <p>
        <ActionButton busy={going.busy} onClick={() => void going.run()}>
          {words('go-on')}
        </ActionButton>
      </p>
      {going.problem !== undefined && <ProblemNotice problem={going.problem} />}
    </div>
  );
}
