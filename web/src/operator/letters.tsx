/** What lies in the dead letters of one queue, and the way back. */

import { useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import { useWords } from '../base/base-words.ts';
import { Empty, Shown } from '../base/conditions.tsx';
import type { OperationsAnswers } from '../base/desk-answers.ts';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction, useLoad } from '../base/load.ts';
import { Scrolling } from '../base/scrolling.tsx';
import { useSettings } from '../base/settings.ts';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { runbookKey, useOperatorWords } from './operator-words.ts';

interface LettersProps {
  readonly queue: string;
  /** Told when letters have moved. */
  readonly changed: () => void;
}

export function Letters({ queue, changed }: LettersProps) {
  const t = useWords();
  const words = useOperatorWords();
  const letters = useLoad(queue, () => call('GET /v1/operations/queues/{queue}/dead-letters', { path: { queue } }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState('');
  const moving = useAction(async (_key, messageIds: readonly string[] | undefined) => {
    const { moved, absent, left } = await call('POST /v1/operations/queues/{queue}/redrive', {
      path: { queue },
      body: messageIds === undefined ? {} : { messageIds },
    });
    setTold(
      [
        ...(moved > 0 || absent === 0 ? [words('redriven', { n: moved, left })] : []),
        ...(absent > 0 ? [words('redriven-before', { n: absent })] : []),
      ].join(' '),
    );
    setChosen(new Set());
    setAsking(false);
    await letters.reload();
    changed();
  });
  const run = runbookKey(queue);
  return (
    <section class="card stack tight" aria-labelledby="letters">
      <h2 id="letters">{words('letters', { name: queue })}</h2>
      {run !== undefined && (
        <p>
          <strong>{words('runbook')}</strong> {words(run)}
        </p>
      )}
      <p role="status">{told}</p>
      {moving.problem !== undefined && <ProblemNotice problem={moving.problem} />}
      <Shown
        of={letters}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty icon="check" title={words('letters-none')} />}
      >
        {({ items, more }) => (
          <>
            <Table items={items} chosen={chosen} setChosen={setChosen} />
            {more && <p class="small muted">{words('letters-more')}</p>}
            <p class="small muted">{words('letters-help')}</p>
            {asking ? (
              <div class="notice amber stack tight">
                <p>{words('redrive-sure', { name: queue })}</p>
                <p class="row">
                  <ActionButton busy={moving.busy} onClick={() => void moving.run(undefined)}>
                    {words('redrive-yes')}
                  </ActionButton>
                  <button type="button" class="button second" onClick={() => setAsking(false)}>
                    {t('cancel')}
                  </button>
                </p>
              </div>
            ) : (
              <p class="row">
                {chosen.size > 0 && (
                  <ActionButton busy={moving.busy} onClick={() => void moving.run([...chosen])}>
                    {words('redrive-chosen', { n: chosen.size })}
                  </ActionButton>
                )}
                <ActionButton kind="second" busy={moving.busy} onClick={() => setAsking(true)}>
                  {words('redrive-all')}
                </ActionButton>
              </p>
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

interface TableProps {
  readonly items: OperationsAnswers['GET /v1/operations/queues/{queue}/dead-letters']['items'];
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
}

function Table({ items, chosen, setChosen }: TableProps) {
  const t = useWords();
  const words = useOperatorWords();
  const { language } = useSettings();
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Scrolling class="scrolling" label={t('table-of', { what: words('dead') })}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{words('choose')}</th>
            <th scope="col">{words('about')}</th>
            <th scope="col">{words('sent')}</th>
            <th scope="col" class="number">
              {words('tries')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ messageId, about, sentAt, tries }) => (
            <tr key={messageId}>
              <td>
                <label class="tick-target">
                  <input
                    type="checkbox"
                    class="tick"
                    aria-label={`${words('choose')} ${about.caseId ?? messageId}`}
                    checked={chosen.has(messageId)}
                    onChange={() => toggle(messageId)}
                  />
                </label>
              </td>
              <td class="small break">
                {Object.keys(about).length === 0 && <em class="muted plain-em">{words('unreadable')}</em>}
                {Object.entries(about).map(([name, value]) => (
                  <span key={name} class="about">
                    <span class="muted">{name}</span> {value}
                  </span>
                ))}
              </td>
              <td class="small">{sentAt !== undefined && timeText(sentAt, language, hallNow())}</td>
              <td class="number">{tries}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
