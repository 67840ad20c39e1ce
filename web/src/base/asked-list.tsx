import type { CaseView, Item } from './api-answers.ts';
import { askedLines } from './asked.ts';
import { Said } from './said.tsx';
import { useSay } from './words.ts';

interface AskedListProps {
  readonly correction: NonNullable<CaseView['correction']>;
  readonly item: Item;
}

/** What is to be put right, and why: one line each. */
export function AskedList({ correction, item }: AskedListProps) {
  const say = useSay();
  return (
    <ul class="asked">
      {askedLines(correction, item).map(({ key, of, reason, marks }) => (
        <li key={key}>
          {of !== undefined && <strong>{say(of)} </strong>}
          <Said>{reason ?? ''}</Said>
          {marks.length > 0 && (
            <ul>
              {marks.map((mark) => (
                <li key={mark.key}>
                  <span class="muted">{say(mark.place)}</span> <Said>{mark.text}</Said>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
