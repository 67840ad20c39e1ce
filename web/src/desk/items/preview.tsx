/** How an item would read: its name, conditions, papers and form, in the language of the page. */
import type { Item } from '../../base/api-answers.ts';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';

export function Preview({ item }: { readonly item: Item }) {
  const words = useDeskWords();
  const say = useSay();
  return (
    <section class="card stack tight preview" aria-labelledby="preview">
      <h2 id="preview">{words('editor-preview')}</h2>
      <p>
        <strong>{say(item.name)}</strong>
      </p>
      <p>{say(item.summary)}</p>
      <p class="small muted">
        {words('guide-version', { n: item.version })} ·{' '}
        {words('guide-limits', { statutory: item.limits.statutory, promised: item.limits.promised })}
      </p>
      <h3>{words('preview-conditions')}</h3>
      <ul>
        {item.conditions.map((each) => (
          <li key={each.zh}>{say(each)}</li>
        ))}
      </ul>
      <h3>{words('preview-materials')}</h3>
      <ul>
        {item.materials.map((each) => (
          <li key={each.code}>
            {say(each.name)} {each.required && <span class="small muted">({words('preview-required')})</span>}
            <br />
            <span class="small muted">{say(each.why)}</span>
          </li>
        ))}
      </ul>
      <h3>{words('preview-form')}</h3>
      {item.form.sections.map((section) => (
        <div key={section.name}>
          <p>
            <strong>{say(section.title)}</strong>
          </p>
          <ul>
            {section.fields.map((field) => (
              <li key={field.name}>
                {say(field.label)} {field.required && <span class="small muted">({words('preview-required')})</span>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
