/** Rows that lead somewhere, questions with their answers, what is folded away. */
import { useDesignWords } from './design-words.ts';

export function Lists() {
  const words = useDesignWords();
  return (
    <>
      <nav class="tabs" aria-label={words('lists-tabs')}>
        {(['case', 'papers'] as const).map((name) => (
          <a key={name} href={`#design-${name}`} aria-current={name === 'case' ? 'page' : undefined}>
            {words(name)}
          </a>
        ))}
      </nav>
      <div class="samples">
        <div class="card">
          <ul class="plain rows">
            {(['info', 'amber'] as const).map((tone) => (
              <li key={tone}>
                <a class="row-link" href="#design-lists">
                  <span class="row-name">{words('paper-item')}</span>
                  <span class={`tag ${tone}`}>{words(tone === 'info' ? 'timeline-accepted' : 'notice-amber')}</span>
                  <span class="row-facts">
                    <span>{words('timeline-agency')}</span>
                    <span class="number">¥35.00</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
          <p class="row">
            <a href="/items">{words('lists-more')}</a>
          </p>
        </div>
        <div class="card stack tight">
          <dl class="facts">
            <div>
              <dt>{words('field-name')}</dt>
              <dd>{words('timeline-you')}</dd>
            </div>
            <div>
              <dt>{words('field-fee')}</dt>
              <dd class="number">¥35.00</dd>
            </div>
          </dl>
          <details>
            <summary>{words('lists-why')}</summary>
            <p>{words('lists-because')}</p>
          </details>
        </div>
      </div>
    </>
  );
}
