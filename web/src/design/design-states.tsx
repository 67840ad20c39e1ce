/** What a page says when something happened, and what it looks like while there is nothing to show. */
import { useWords } from '../base/base-words.ts';
import { Empty, OldNotice } from '../base/conditions.tsx';
import { Icon } from '../base/icon.tsx';
import { ownProblem } from '../base/problem.ts';
import { Loading, ProblemNotice } from '../base/ui.tsx';
import { useDesignWords } from './design-words.ts';

export function Notices() {
  const words = useDesignWords();
  return (
    <div class="stack">
      <p class="notice">{words('notice-info')}</p>
      <p class="notice ok">{words('notice-ok')}</p>
      <p class="notice amber">{words('notice-amber')}</p>
      <p class="notice problem">{words('notice-problem')}</p>
    </div>
  );
}

export function Conditions() {
  const t = useWords();
  const words = useDesignWords();
  return (
    <div class="stack">
      <p>{words('conditions-lead')}</p>
      <div class="samples">
        <div class="card">
          <Empty title={words('empty-title')}>{words('empty-text')}</Empty>
        </div>
        <div class="card">
          <Loading />
        </div>
        <div class="card">
          <ProblemNotice problem={ownProblem('unreadable')} retry={() => undefined} />
        </div>
        <div class="card">
          <ProblemNotice problem={ownProblem('offline')} retry={() => undefined} />
        </div>
      </div>
      <OldNotice when="09:05" />
      <p class="small muted">{words('offline-shown')}</p>
      <div class="offline-bar">
        <p>
          <Icon name="offline" /> {t('offline-bar')}
        </p>
      </div>
    </div>
  );
}
