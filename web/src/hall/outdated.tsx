/** A draft whose item has changed meanwhile: what must be answered again, and the way on. Nothing moves before the person says so. */
import type { Bilingual } from '../../../shared/base/words.ts';
import type { DraftView } from '../base/api-answers.ts';
import { useAction } from '../base/load.ts';
import { ActionButton, BackLink, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';

interface OutdatedProps {
  /** What has changed: an item, or those of a package. */
  readonly names: readonly Bilingual[];
  readonly outdated: Pick<NonNullable<DraftView['outdated']>, 'again' | 'gone'>;
  /** Moves it, and shows it as it is then. */
  readonly move: () => Promise<void>;
}

export function Outdated({ names, outdated: { again, gone }, move }: OutdatedProps) {
  const words = useHallWords();
  const say = useSay();
  const moving = useAction(move);
  return (
    <div class="narrow stack">
      <BackLink href="/" />
      <Title site={words('site')}>{words('outdated-title')}</Title>
      <p>{words('outdated-lead', { item: names.map(say).join('、') })}</p>
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
