/** The marked places in words: what is wrong at each, to be written or read. */

import { placeOf } from '../../../../shared/cases/mark-places.ts';
import { Said } from '../../base/said.tsx';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';
import type { Marking } from './mark-layer.tsx';

interface MarkListProps {
  readonly marking: Marking;
  readonly materialId: string;
}

export function MarkList({ marking: { marks, edit }, materialId }: MarkListProps) {
  const words = useDeskWords();
  const say = useSay();
  const here = marks.filter((mark) => mark.materialId === materialId);
  if (here.length === 0) return null;
  return (
    <section class="stack tight" aria-label={words('mark-list')}>
      <h3>{words('mark-list')}</h3>
      <ol class="plain stack tight">
        {here.map((mark) => {
          const place = say(placeOf(mark));
          const id = `mark-text-${mark.at}`;
          return (
            <li key={mark.at}>
              {edit === undefined ? (
                <p>
                  <span class="muted">
                    {mark.at + 1}. {place}
                  </span>{' '}
                  <Said>{mark.text}</Said>
                </p>
              ) : (
                <div class="field">
                  <label for={id}>{words('mark-text', { n: mark.at + 1, place })}</label>
                  <textarea
                    id={id}
                    rows={2}
                    maxLength={200}
                    required
                    value={mark.text}
                    onInput={(event) => edit.change(mark.at, { text: event.currentTarget.value })}
                  />
                  <button type="button" class="link-button pad-link" onClick={() => edit.remove(mark.at)}>
                    {words('mark-remove', { n: mark.at + 1 })}
                  </button>
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
