/** All of a person's drafts and cases. */

import { call } from '../base/api.ts';
import type { CaseSummary, DraftSummary } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { PartProblem } from '../base/conditions.tsx';
import { dateText, timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction } from '../base/load.ts';
import { MoreButton, type Paged, usePaged } from '../base/paged.tsx';
import { useSettings } from '../base/settings.ts';
import { stateTag } from '../base/states.ts';
import { ActionButton, Loading, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';
import { MineTabs } from './mine-tabs.tsx';
import { Own } from './signed-in.tsx';
import { MyPackages } from './together/mine.tsx';

export function Cases() {
  const words = useHallWords();
  return <Own why={words('sign-in-for-cases')}>{() => <Lists />}</Own>;
}

function Lists() {
  const words = useHallWords();
  const drafts = usePaged('drafts', (cursor) => call('GET /v1/drafts', { query: { cursor } }));
  const cases = usePaged('cases', (cursor) => call('GET /v1/cases', { query: { cursor } }));
  return (
    <div class="narrow stack wide">
      <Title site={words('site')}>{words('cases-title')}</Title>
      <MineTabs />
      <MyPackages />
      <PartProblem
        of={{ data: drafts.items, problem: drafts.problem, reload: drafts.reload }}
        what={words('cases-drafts')}
      />
      {(drafts.items ?? []).some(isAlone) && <Drafts list={drafts} />}
      <section class="card" aria-labelledby="filed">
        <h2 id="filed">{words('cases-filed')}</h2>
        {cases.items === undefined && cases.problem === undefined && <Loading />}
        {cases.items?.length === 0 && (
          <p>
            {words('cases-none')} <a href="/">{words('cases-find')}</a>
          </p>
        )}
        <ul class="plain rows">
          {cases.items?.map((each) => (
            <CaseRow key={each.caseId} case={each} />
          ))}
        </ul>
        <MoreButton list={cases} />
      </section>
    </div>
  );
}

/** What belongs to a package is filled in and submitted with it. */
const isAlone = (draft: DraftSummary): boolean => draft.package === undefined;

function Drafts({ list }: { readonly list: Paged<DraftSummary> }) {
  const words = useHallWords();
  return (
    <section class="card" aria-labelledby="drafts">
      <h2 id="drafts">{words('cases-drafts')}</h2>
      <ul class="plain rows">
        {list.items?.filter(isAlone).map((draft) => (
          <DraftRow key={draft.caseId} draft={draft} gone={() => void list.reload()} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

function DraftRow({
  draft: { caseId, itemName, updatedAt },
  gone,
}: {
  readonly draft: DraftSummary;
  readonly gone: () => void;
}) {
  const t = useWords();
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const discarding = useAction(async () => {
    if (!confirm(words('discard-sure'))) return;
    await call('DELETE /v1/drafts/{caseId}', { path: { caseId } });
    gone();
  });
  return (
    <li class="row apart">
      <a class="row-link" href={`/apply/${caseId}`}>
        <span class="row-name">{say(itemName)}</span>
        <span class="row-facts">
          <span>{words('draft-row', { when: timeText(updatedAt, language, hallNow()) })}</span>
        </span>
      </a>
      <ActionButton kind="second" busy={discarding.busy} onClick={() => void discarding.run()}>
        {t('remove')}
        <span class="hidden"> {say(itemName)}</span>
      </ActionButton>
      {discarding.problem !== undefined && <ProblemNotice problem={discarding.problem} />}
    </li>
  );
}

function CaseRow({
  case: { caseId, itemName, state, status, submittedAt, next, package: of },
}: {
  readonly case: CaseSummary;
}) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <a class="row-link" href={`/cases/${caseId}`}>
        <span class="row-name">{say(itemName)}</span>
        <span class={stateTag(state)}>{say(status)}</span>
        <span class="row-facts">
          <span>{words('submitted-on', { when: dateText(submittedAt, language, hallNow()) })}</span>
          {of !== undefined && <span>{words('in-package', { name: say(of.name) })}</span>}
          {/* The day stands in the status. */}
          {next.whose !== 'nobody' && <span>{say(next.what)}</span>}
        </span>
      </a>
    </li>
  );
}
