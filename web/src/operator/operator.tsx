/** The operator's page: queues and their dead letters, events sent again, timers of the law. Nothing of a person is on it. */

import { useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import { useWords } from '../base/base-words.ts';
import { Shown } from '../base/conditions.tsx';
import type { OperationsAnswers } from '../base/desk-answers.ts';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { Icon } from '../base/icon.tsx';
import { useLoad } from '../base/load.ts';
import { Scrolling } from '../base/scrolling.tsx';
import { useSettings } from '../base/settings.ts';
import { Title } from '../base/ui.tsx';
import '../styles/operator.css';
import { Letters } from './letters.tsx';
import { nameKey, useOperatorWords } from './operator-words.ts';
import { Replay } from './replay.tsx';
import { Timers } from './timers.tsx';

export function Operator() {
  const words = useOperatorWords();
  const queues = useLoad('queues', () => call('GET /v1/operations/queues', {}));
  const [open, setOpen] = useState<string | undefined>(undefined);
  return (
    <main id="main" class="page stack operator" tabIndex={-1}>
      <div class="row apart">
        <Title site={words('site')}>{words('title')}</Title>
        <button type="button" class="button second" onClick={() => void queues.reload()}>
          {words('refresh')}
        </button>
      </div>
      <section class="card stack tight" aria-labelledby="queues">
        <h2 id="queues">{words('queues')}</h2>
        <Shown of={queues}>
          {({ items }) => (
            <>
              <Health items={items} />
              <Queues items={items} open={open} setOpen={setOpen} />
            </>
          )}
        </Shown>
        <p class="small muted">{words('queues-help')}</p>
      </section>
      {open !== undefined && <Letters key={open} queue={open} changed={() => void queues.reload()} />}
      <div class="operator-columns">
        <Replay />
        <Timers />
      </div>
    </main>
  );
}

type Queue = OperationsAnswers['GET /v1/operations/queues']['items'][number];

function Health({ items }: { readonly items: readonly Queue[] }) {
  const words = useOperatorWords();
  const dead = items.reduce((all, { deadLetters }) => all + deadLetters, 0);
  return (
    <p class={dead === 0 ? 'tag ok' : 'tag overdue'} role="status">
      <Icon name={dead === 0 ? 'check' : 'alert'} /> {dead === 0 ? words('all-well') : words('some-dead', { n: dead })}
    </p>
  );
}

interface QueuesProps {
  readonly items: readonly Queue[];
  readonly open: string | undefined;
  readonly setOpen: (queue: string | undefined) => void;
}

function Queues({ items, open, setOpen }: QueuesProps) {
  const t = useWords();
  const words = useOperatorWords();
  const { language } = useSettings();
  return (
    <Scrolling class="scrolling" label={t('table-of', { what: words('queues') })}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{words('queue')}</th>
            <th scope="col" class="number">
              {words('waiting')}
            </th>
            <th scope="col" class="number">
              {words('in-flight')}
            </th>
            <th scope="col" class="number">
              {words('dead')}
            </th>
            <th scope="col">{words('oldest')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map(({ name, waiting, inFlight, deadLetters, oldestDeadLetterAt }) => (
            <tr key={name} class={deadLetters > 0 ? 'wrong' : undefined}>
              <th scope="row">
                <QueueName name={name} />
              </th>
              <td class="number">{waiting}</td>
              <td class="number">{inFlight}</td>
              <td class="number">
                {deadLetters > 0 ? <strong class="overdue-ink">{deadLetters}</strong> : deadLetters}
              </td>
              <td class="small">
                {oldestDeadLetterAt !== undefined && timeText(oldestDeadLetterAt, language, hallNow())}
              </td>
              <td>
                <button
                  type="button"
                  class="link-button"
                  aria-expanded={open === name}
                  aria-label={words('look-at', { name })}
                  onClick={() => setOpen(open === name ? undefined : name)}
                >
                  {words('look')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** In words, and as the queue is called in the runbook. */
export function QueueName({ name }: { readonly name: string }) {
  const words = useOperatorWords();
  const key = nameKey(name);
  return (
    <>
      {key !== undefined && <>{words(key)} </>}
      <span class="small muted">{name}</span>
    </>
  );
}
