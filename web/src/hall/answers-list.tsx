/** What was answered, section by section, each line perhaps with a way to change it. */
import type { ComponentChildren } from 'preact';
import { visibleSections } from '../../../shared/catalogue/answers.ts';
import type { Answers } from '../../../shared/catalogue/item.ts';
import type { Item } from '../base/api-answers.ts';
import { Said } from '../base/said.tsx';
import { useSay } from '../base/words.ts';
import { answerText } from '../form/answer-text.ts';
import { useSayer } from '../form/use-sayer.ts';

interface AnswersListProps {
  readonly item: Pick<Item, 'form'>;
  readonly answers: Answers;
  /** Drawn at the end of a line. */
  readonly action?: (section: string, field: string, label: string) => ComponentChildren;
  readonly level?: 'card' | 'plain';
}

export function AnswersList({ item, answers, action, level = 'card' }: AnswersListProps) {
  const say = useSay();
  const sayer = useSayer();
  return (
    <>
      {visibleSections(item.form, answers).map(({ section, fields }) => (
        <section key={section.name} class={level === 'card' ? 'card' : ''}>
          <h2>{say(section.title)}</h2>
          <dl class="facts">
            {fields.map((field) => (
              <div key={field.name}>
                <dt>{say(field.label)}</dt>
                <dd>
                  <Said>{answerText(field, answers[field.name], sayer)}</Said>
                </dd>
                {action !== undefined && <dd>{action(section.name, field.name, say(field.label))}</dd>}
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
