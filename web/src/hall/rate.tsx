/** Rating the service (好差评): 1 best … 5 worst, in words, once. */
import { useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { CaseView } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { useAction } from '../base/load.ts';
import { Said } from '../base/said.tsx';
import { type Score, scoreOf, scores } from '../base/scores.ts';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { useKept } from '../form/use-kept.ts';
import { useHallWords } from './hall-words.ts';

interface RateProps {
  readonly view: CaseView;
  readonly reload: () => Promise<void>;
}

export function Rate({ view, reload }: RateProps) {
  const t = useWords();
  const words = useHallWords();
  const given = scoreOf(view.rating?.score);
  if (given !== undefined) {
    return (
      <section class="card" role="status">
        <h2>{words('rate-done')}</h2>
        <p>
          <strong>{t(`rate-${given}`)}</strong>
        </p>
        {view.rating?.comment !== undefined && (
          <p class="muted">
            <Said>{view.rating.comment}</Said>
          </p>
        )}
        {view.workOrder !== undefined && view.workOrder.answer === undefined && <p>{words('rate-waiting')}</p>}
        {view.workOrder?.answer !== undefined && (
          <>
            <h3>{words('rate-answered')}</h3>
            <p>
              <Said>{view.workOrder.answer.text}</Said>
            </p>
          </>
        )}
      </section>
    );
  }
  return <RateForm caseId={view.caseId} reload={reload} />;
}

interface Given {
  readonly score?: Score;
  readonly comment: string;
}

const nothingGiven: Given = { comment: '' };

function isGiven(kept: unknown): kept is Given {
  if (typeof kept !== 'object' || kept === null) return false;
  const { score, comment } = { score: undefined, comment: undefined, ...kept };
  return typeof comment === 'string' && (score === undefined || scores.some((each) => each === score));
}

function RateForm({ caseId, reload }: { readonly caseId: string; readonly reload: () => Promise<void> }) {
  const t = useWords();
  const words = useHallWords();
  const [{ score, comment }, keep, forget] = useKept<Given>(`banshi.rate.${caseId}`, nothingGiven, isGiven);
  const [missing, setMissing] = useState(false);
  const rating = useAction(async (key, body: { score: Score; comment?: string }) => {
    await call('POST /v1/cases/{caseId}/rate', { path: { caseId }, body, idempotencyKey: key });
    forget();
    await reload();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setMissing(score === undefined);
    if (score !== undefined) void rating.run({ score, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) });
  };
  return (
    <section class="card">
      <form class="stack tight" onSubmit={submit}>
        <fieldset class={missing ? 'field bad' : 'field'}>
          <legend>
            <h2>{words('rate-title')}</h2>
          </legend>
          <p class="hint">{words('rate-lead')}</p>
          {missing && (
            <p class="error" role="alert">
              {words('rate-missing')}
            </p>
          )}
          <div class="options scores">
            {scores.map((each) => (
              <label class="option" key={each}>
                <input
                  type="radio"
                  name="score"
                  checked={score === each}
                  onChange={() => keep({ score: each, comment })}
                />
                {t(`rate-${each}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <div class="field">
          <label for="comment">
            {words('rate-comment')} <span class="hint">({t('optional')})</span>
          </label>
          <textarea
            id="comment"
            rows={3}
            maxLength={2000}
            value={comment}
            onInput={(event) => keep({ ...(score === undefined ? {} : { score }), comment: event.currentTarget.value })}
          />
        </div>
        {rating.problem !== undefined && <ProblemNotice problem={rating.problem} />}
        <p>
          <ActionButton type="submit" busy={rating.busy}>
            {words('rate-submit')}
          </ActionButton>
        </p>
      </form>
    </section>
  );
}
