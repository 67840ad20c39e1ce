/** Bad ratings (差评) that wait for an answer: fifteen working days, and the citizen reads what is written. */

import { useState } from 'preact/hooks';
import { isBlank } from '../../../shared/base/blank.ts';
import { call } from '../base/api.ts';
import type { WorkOrderRow } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { Empty } from '../base/conditions.tsx';
import { Lamp } from '../base/due.tsx';
import { dayText, timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction } from '../base/load.ts';
import { MoreButton, usePaged } from '../base/paged.tsx';
import { usePlace } from '../base/router.ts';
import { Said } from '../base/said.tsx';
import { scoreOf } from '../base/scores.ts';
import { useSettings } from '../base/settings.ts';
import { ActionButton, Loading, ProblemNotice, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { AgencyChoice } from './agency-choice.tsx';
import type { AreaProps } from './areas.ts';
import { useDeskWords } from './desk-words.ts';
import { textIn } from './drafts.ts';
import { useDraft } from './use-draft.ts';

export function WorkOrders({ person }: AreaProps) {
  const words = useDeskWords();
  const { query } = usePlace();
  const agency = person.agency === undefined ? (query.get('agency') ?? undefined) : undefined;
  const key = person.agency === undefined && agency === undefined ? undefined : `orders ${agency ?? ''}`;
  const list = usePaged(key, (cursor) => call('GET /v1/agency/work-orders', { query: { agency, cursor } }));
  return (
    <main id="main" class="desk-page stack" tabIndex={-1}>
      <Title site={words('site')}>{words('orders-title')}</Title>
      <p class="muted">{words('orders-help')}</p>
      {person.agency === undefined && (
        <AgencyChoice agency={agency} href={(code) => `/desk/work-orders?agency=${code}`} />
      )}
      {key !== undefined && list.items === undefined && list.problem === undefined && <Loading />}
      {list.items?.length === 0 && <Empty icon="check" title={words('orders-none')} />}
      {list.items?.map((order) => (
        <Order
          key={order.caseId}
          order={order}
          mayAnswer={person.roles.includes('supervisor')}
          done={() => void list.reload()}
        />
      ))}
      <MoreButton list={list} />
    </main>
  );
}

interface OrderProps {
  readonly order: WorkOrderRow;
  readonly mayAnswer: boolean;
  readonly done: () => void;
}

function Order({ order, mayAnswer, done }: OrderProps) {
  const t = useWords();
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  const score = scoreOf(order.score);
  return (
    <section class="card stack tight" aria-labelledby={`order-${order.caseId}`}>
      <h2 id={`order-${order.caseId}`}>
        <a href={`/desk/cases/${order.caseId}`}>{say(order.itemName)}</a>
      </h2>
      <p class="row">
        {score !== undefined && <span class="tag overdue">{t(`rate-${score}`)}</span>}
        <span>
          <Said>{order.applicantName}</Said>
        </span>
        <span class="muted small">{timeText(order.openedAt, language, hallNow())}</span>
      </p>
      <p class={order.comment === undefined ? 'muted' : 'quote'}>
        <Said>{order.comment ?? words('orders-no-comment')}</Said>
      </p>
      <p class="row">
        <Lamp lamp={order.lamp} />
        <strong class="number">{words('orders-by', { day: dayText(order.answerBy, language, hallNow()) })}</strong>
        <span class="muted small">{words('orders-clock')}</span>
      </p>
      {mayAnswer && <Answer order={order} done={done} />}
    </section>
  );
}

function Answer({ order: { caseId, openedAt }, done }: Pick<OrderProps, 'order' | 'done'>) {
  const words = useDeskWords();
  const draft = useDraft({ caseId, form: 'answer', stand: openedAt }, '', textIn);
  const { value: text, set: setText } = draft;
  const [wrong, setWrong] = useState(false);
  const id = `answer-${caseId}`;
  const sending = useAction(async (key, answer: string) => {
    await call('POST /v1/agency/cases/{caseId}/answer-work-order', {
      path: { caseId },
      body: { answer },
      idempotencyKey: key,
    });
    draft.drop();
    done();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setWrong(isBlank(text));
    if (isBlank(text)) document.getElementById(id)?.focus();
    else void sending.run(text.trim());
  };
  return (
    <form class="stack tight" onSubmit={submit} noValidate>
      <div class={wrong ? 'field bad' : 'field'}>
        <label for={id}>{words('answer')}</label>
        <p class="hint" id={`${id}-hint`}>
          {words('reason-shown')}
        </p>
        {wrong && (
          <p class="error" id={`${id}-error`}>
            {words('write-first', { label: words('answer') })}
          </p>
        )}
        <textarea
          id={id}
          rows={3}
          maxLength={2000}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-hint ${id}-error` : `${id}-hint`}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <p>
        <ActionButton type="submit" busy={sending.busy}>
          {words('orders-answer')}
        </ActionButton>
      </p>
    </form>
  );
}
