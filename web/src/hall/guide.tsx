/** An item's guide: five answers before any prose, the start in reach, and a sheet that prints. */

import { useEffect, useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { Item } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { Icon } from '../base/icon.tsx';
import { useAction, useLoad } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { seedOf } from '../base/seeds.ts';
import { ActionButton, BackLink, Loading, PageProblem, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { ForWhom } from './agents/for-whom.tsx';
import { Answers } from './guide-answers.tsx';
import { More } from './guide-more.tsx';
import { useHallWords } from './hall-words.ts';
import { noteItem } from './known-item.ts';
import { signIn } from './session.ts';
import { SignInButton } from './signed-in.tsx';

export function Guide({ code }: { readonly code: string }) {
  const words = useHallWords();
  const say = useSay();
  const {
    data: item,
    problem,
    reload,
  } = useLoad(
    code,
    () => call('GET /v1/items/{itemCode}', { path: { itemCode: code } }),
    () => seedOf('GET /v1/items/{itemCode}', { path: { itemCode: code } }),
  );
  useWholeInPrint();
  if (problem !== undefined && item === undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />;
  if (item === undefined) return <Loading />;
  return (
    <article class="guide stack">
      <BackLink href="/items">{words('all-items')}</BackLink>
      <header class="stack tight">
        <Title site={words('site')}>{say(item.name)}</Title>
        <p class="lead">{say(item.summary)}</p>
        <p class="muted small">{say(item.agency.name)}</p>
      </header>
      <div class="guide-body">
        <div class="stack">
          <Answers item={item} />
          <More item={item} />
          <p class="no-print needs-script rows-more">
            <a href={`/me/agents?item=${item.code}`}>{words('start-delegate')}</a>
          </p>
        </div>
        <Start item={item} />
      </div>
    </article>
  );
}

/** Stays in reach: beside the guide on a wide screen, at the foot of a narrow one. */
function Start({ item }: { readonly item: Item }) {
  const t = useWords();
  const words = useHallWords();
  const person = signIn.usePerson();
  const [consentId, setConsent] = useState<string | undefined>(undefined);
  const start = useAction(async (key, body: { itemCode: string; consentId?: string }) => {
    noteItem(item);
    // The form's script is on its way while the hall makes the draft.
    void import('./apply.tsx').catch(() => undefined);
    const draft = await call('POST /v1/drafts', { body, idempotencyKey: key });
    navigate(`/apply/${draft.caseId}`);
  });
  const run = () => void start.run({ itemCode: item.code, ...(consentId === undefined ? {} : { consentId }) });
  useResumedStart(person !== undefined, run);
  const wrongKind = person !== undefined && consentId === undefined && !item.applicants.includes(person.kind);
  return (
    <aside class="start no-print needs-script">
      <div class="start-in stack tight">
        {start.problem !== undefined && <ProblemNotice problem={start.problem} />}
        {person !== undefined && <ForWhom item={item} chosen={consentId} choose={setConsent} />}
        {person === undefined ? (
          <SignInButton returnTo={`/items/${item.code}?start=yes`}>{words('start')}</SignInButton>
        ) : wrongKind ? (
          <p class="notice amber">{words('start-wrong-kind')}</p>
        ) : (
          <ActionButton busy={start.busy} onClick={run}>
            {words('start')}
          </ActionButton>
        )}
        <p class="small muted">{words('start-note')}</p>
        <p class="start-print">
          <button type="button" class="link-button" onClick={() => print()}>
            <Icon name="print" /> {words('print')}
          </button>
        </p>
        <p class="small muted">{t('demo')}</p>
      </div>
    </aside>
  );
}

/** Whoever pressed "start" and was sent to sign in goes on by themselves when they are back. */
function useResumedStart(signedIn: boolean, start: () => void): void {
  useEffect(() => {
    if (!signedIn || new URLSearchParams(location.search).get('start') !== 'yes') return;
    navigate(location.pathname, { replace: true });
    start();
  }, []);
}

/** Paper cannot be unfolded: everything is open while it is printed. */
function useWholeInPrint(): void {
  useEffect(() => {
    let folded: HTMLDetailsElement[] = [];
    const open = (all: HTMLDetailsElement[], state: boolean) => {
      for (const each of all) each.open = state;
    };
    const before = () => {
      folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
      open(folded, true);
    };
    const after = () => open(folded, false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
}
