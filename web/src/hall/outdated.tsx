/** A draft whose item has changed meanwhile: what must be answered again, and the way on. Nothing moves before the person says so. */
import { call } from '../base/api.ts';
import type { DraftView } from '../base/api-answers.ts';
import { useAction } from '../base/load.ts';
import { ActionButton, BackLink, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';

interface OutdatedProps {
  readonly draft: DraftView;
  readonly outdated: NonNullable<DraftView['outdated']>;
  /** The draft has moved. */
  readonly moved: () => Promise<void>;
}

export function Outdated({ draft: { caseId, itemName }, outdated: { again, gone }, moved }: OutdatedProps) {
  const words = useHallWords();
  const say = useSay();
  const moving = useAction(async () => {
    await call('POST /v1/drafts/{caseId}/migrate', { path: { caseId }, body: {} });
    await moved();
  });
  return (
    <div class="narrow stack">
      <BackLink href="/" />
      <Title site={words('site')}>{words('outdated-title')}</Title>
      <p>{words('outdated-lead', { item: say(itemName) })}</p>
      {again.length === 0 ? (
        <p>{words('outdated-nothing')}</p>
      ) : (
        <section class="card">
          <h2>{words('outdated-again')}</h2>
          <ul>
            {again.map(({ field, label, why }) => (
              <li key={field}>
                {say(label)} <span class="muted">{words(`outdated-${why}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {gone.length > 0 && <p class="muted">{words('outdated-gone', { what: gone.map(say).join('、') })}</p>}
      {moving.problem !== undefined && <ProblemNotice problem={moving.problem} />}
      <p>
        <ActionButton busy={moving.busy} onClick={() => void moving.run()}>
          {words('outdated-do')}
        </ActionButton>
      </p>
    </div>
  );
}
