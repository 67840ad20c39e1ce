/** What differs between two versions of an item, part by part, for whoever approves it. */
import type { ItemChange } from '../../base/desk-answers.ts';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';

export function Changes({ changes }: { readonly changes: readonly ItemChange[] }) {
  const words = useDeskWords();
  const say = useSay();
  return (
    <section class="card stack tight" aria-labelledby="changes">
      <h2 id="changes">{words('editor-changes')}</h2>
      {changes.length === 0 && <p class="muted">{words('editor-no-changes')}</p>}
      <ul class="plain stack tight">
        {changes.map(({ path, part, name, kind, before, after }) => (
          <li key={path} class={`change ${kind}`}>
            <p>
              <span class={kind === 'added' ? 'tag ok' : kind === 'removed' ? 'tag overdue' : 'tag amber'}>
                {words(`change-${kind}`)}
              </span>{' '}
              <strong>{say(part)}</strong> {name !== undefined && say(name)}
            </p>
            {before !== undefined && kind !== 'moved' && (
              <p class="small">
                <span class="muted">{words('change-before')}</span> <del class="break">{plain(before)}</del>
              </p>
            )}
            {after !== undefined && kind !== 'moved' && (
              <p class="small">
                <span class="muted">{words('change-after')}</span> <ins class="break">{plain(after)}</ins>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A text as it is, one in two languages as both; anything else as the data file would have it. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'zh' in value && 'en' in value) return `${value.zh} / ${value.en}`;
  return JSON.stringify(value, undefined, 1);
}
