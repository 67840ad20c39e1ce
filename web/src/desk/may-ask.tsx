/** The pinned card that says what may be asked of this applicant, why, and what may not. */
import type { DeskCaseView } from '../base/api-answers.ts';
import { useSay } from '../base/words.ts';
import { askingOf } from './asking.ts';
import { useDeskWords } from './desk-words.ts';

export function MayAsk({ view }: { readonly view: DeskCaseView }) {
  const words = useDeskWords();
  const say = useSay();
  const { materials, fields, notOfThem, once } = askingOf(view);
  return (
    <section class="card stack tight">
      <h2>{words('ask-title')}</h2>
      <p class="small">{words(once)}</p>
      <details>
        <summary>{words('ask-may', { n: materials.length, fields })}</summary>
        <ul>
          {materials.map((each) => (
            <li key={each.code}>
              {say(each.name)}
              <br />
              <span class="small muted">
                {say(each.source)} · {say(each.why)}
              </span>
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary>{words('ask-may-not')}</summary>
        <ul>
          <li>{words('ask-not-listed', { n: view.item.version })}</li>
          {notOfThem.map((each) => (
            <li key={each.code}>{words('ask-not-theirs', { name: say(each.name) })}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
