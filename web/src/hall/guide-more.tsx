/** What else a guide knows, folded away below the five answers. */
import type { Item } from '../base/api-answers.ts';
import { type Bilingual, useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';

export function More({ item }: { readonly item: Item }) {
  const words = useHallWords();
  const say = useSay();
  return (
    <section class="card" aria-labelledby="more">
      <h2 id="more">{words('guide-more')}</h2>
      <details>
        <summary>{words('more-process')}</summary>
        <ol>
          {item.process.map((step) => (
            <li key={step.zh}>{say(step)}</li>
          ))}
        </ol>
      </details>
      <details>
        <summary>{words('more-result')}</summary>
        <p>{say(item.result.name)}</p>
        {item.result.validity !== undefined && (
          <p class="muted">{words('more-validity', { validity: say(item.result.validity) })}</p>
        )}
      </details>
      <details>
        <summary>{words('more-basis')}</summary>
        <Sentences of={item.legalBasis} />
      </details>
      {item.faq.length > 0 && (
        <details>
          <summary>{words('more-faq')}</summary>
          <dl class="stack tight">
            {item.faq.map(({ question, answer }) => (
              <div key={question.zh}>
                <dt>
                  <strong>{say(question)}</strong>
                </dt>
                <dd>{say(answer)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <p class="small muted break">
        {words('more-codes')} {item.implementingCode}
      </p>
    </section>
  );
}

function Sentences({ of }: { readonly of: readonly Bilingual[] }) {
  const say = useSay();
  return (
    <ul>
      {of.map((sentence) => (
        <li key={sentence.zh}>{say(sentence)}</li>
      ))}
    </ul>
  );
}
