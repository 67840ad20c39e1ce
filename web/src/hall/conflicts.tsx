/** Answers that were changed here and on another device at the same time: told plainly, and the person chooses. */
import type { Item } from '../base/api-answers.ts';
import { Said } from '../base/said.tsx';
import { useSay } from '../base/words.ts';
import { answerText } from '../form/answer-text.ts';
import type { DraftState } from '../form/use-draft.ts';
import { useSayer } from '../form/use-sayer.ts';
import { useHallWords } from './hall-words.ts';

export function Conflicts({ item, draft }: { readonly item: Pick<Item, 'form'>; readonly draft: DraftState }) {
  const words = useHallWords();
  const say = useSay();
  const sayer = useSayer();
  const fields = item.form.sections.flatMap((section) => section.fields);
  const told = draft.conflicts.flatMap(({ name, theirs }) => {
    const field = fields.find((each) => each.name === name);
    return field === undefined ? [] : [{ field, theirs }];
  });
  if (told.length === 0) return null;
  return (
    <section class="notice amber stack tight" role="alert">
      <h2>{words('conflict-title')}</h2>
      {told.map(({ field, theirs }) => {
        const values = {
          field: say(field.label),
          theirs: answerText(field, theirs ?? undefined, sayer),
          mine: answerText(field, draft.answers[field.name], sayer),
        };
        return (
          <div key={field.name} class="stack tight">
            <p>
              <Said>{words('conflict-line', values)}</Said>
            </p>
            <p class="row">
              <button type="button" class="button second" onClick={() => draft.settle(field.name, 'mine')}>
                {words('conflict-mine')}
                <span class="hidden"> {values.field}</span>
              </button>
              <button type="button" class="button second" onClick={() => draft.settle(field.name, 'theirs')}>
                {words('conflict-theirs')}
                <span class="hidden"> {values.field}</span>
              </button>
            </p>
          </div>
        );
      })}
    </section>
  );
}
