/** The three lists of differences, each with what is to be done about it, and where it is written how it was settled. */

import { useState } from 'preact/hooks';
import { isBlank } from '../../../../shared/base/blank.ts';
import { call } from '../../base/api.ts';
import type { DayView, Difference } from '../../base/api-answers.ts';
import { useWords } from '../../base/base-words.ts';
import { moneyText } from '../../base/format.ts';
import { useAction } from '../../base/load.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { Said } from '../../base/said.tsx';
import { ActionButton, Loading, ProblemNotice } from '../../base/ui.tsx';
import { useMoneyWords } from './money-words.ts';
import { type Desk, mayAct, placeOf } from './places.ts';

interface ListsProps {
  readonly desk: Desk;
  readonly day: string;
  readonly run: NonNullable<DayView['run']>;
  readonly reload: () => Promise<void>;
}

export function DifferenceLists(props: ListsProps) {
  return (
    <div class="money-thirds">
      {(['missing-here', 'missing-there', 'amount-differs'] as const).map((kind) => (
        <List key={kind} {...props} kind={kind} />
      ))}
    </div>
  );
}

/** Fetched anew when the day was run again: its pages belong to the run. */
function List({ desk, day, run, reload, kind }: ListsProps & { readonly kind: Difference['kind'] }) {
  const words = useMoneyWords();
  const list = usePaged(`${day} ${run.runAt} ${kind}`, (cursor) =>
    call('GET /v1/money/days/{day}/differences', { path: { day }, query: { agency: desk.agency, kind, cursor } }),
  );
  const may = mayAct(desk) && run.signedOff === undefined;
  const again = async () => void (await Promise.all([reload(), list.reload()]));
  return (
    <section class="card" aria-labelledby={kind}>
      <h2 id={kind}>{words(kind)}</h2>
      {list.items === undefined && list.problem === undefined && <Loading />}
      {list.items?.length === 0 && <p class="muted">{words('difference-none')}</p>}
      {list.items !== undefined && list.items.length > 0 && <p class="small muted">{words(`text-${kind}`)}</p>}
      <ul class="plain money-differences">
        {list.items?.map((difference) => (
          <One key={difference.differenceId} desk={desk} day={day} difference={difference} may={may} reload={again} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

interface OneProps extends Omit<ListsProps, 'run'> {
  readonly difference: Difference;
  readonly may: boolean;
}

function One({ desk, day, difference, may, reload }: OneProps) {
  const words = useMoneyWords();
  const { provider, what, reference, orderNo, here, there, resolution } = difference;
  return (
    <li class="stack tight">
      <p class="row apart">
        <strong>
          {words(provider)} {words(`difference-${what}`)}
        </strong>
        <span class="number">
          {here !== undefined && `${words('difference-here')} ${moneyText(here)}`}
          {here !== undefined && there !== undefined && ' · '}
          {there !== undefined && `${words('difference-there')} ${moneyText(there)}`}
        </span>
      </p>
      <p class="mono small muted break">
        <Said>{reference}</Said>
      </p>
      {orderNo !== undefined && (
        <p>
          <a href={placeOf(desk, `orders/${orderNo}`)}>{words('difference-order')}</a>
        </p>
      )}
      {resolution !== undefined && <p class="notice ok">{words('difference-resolved', { note: resolution.note })}</p>}
      {resolution === undefined && may && <Resolve day={day} difference={difference} reload={reload} />}
    </li>
  );
}

function Resolve({
  day,
  difference: { differenceId },
  reload,
}: Pick<ListsProps, 'day' | 'reload'> & { readonly difference: Difference }) {
  const t = useWords();
  const words = useMoneyWords();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const [pressed, setPressed] = useState(false);
  const id = `note-${differenceId}`;
  const wrong = pressed && isBlank(note);
  const resolving = useAction(async (_key, text: string) => {
    const path = { day, differenceId };
    await call('POST /v1/money/days/{day}/differences/{differenceId}/resolve', { path, body: { note: text } });
    await reload();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    if (isBlank(note)) document.getElementById(id)?.focus();
    else void resolving.run(note.trim());
  };
  if (!open) {
    return (
      <p>
        <button type="button" class="button second" onClick={() => setOpen(true)}>
          {words('difference-resolve')}
        </button>
      </p>
    );
  }
  return (
    <form class="stack tight" onSubmit={submit} noValidate>
      <div class={wrong ? 'field bad' : 'field'}>
        <label for={id}>{words('difference-note')}</label>
        {wrong && (
          <p class="error" id={`${id}-error`}>
            {words('field-missing')}
          </p>
        )}
        <textarea
          id={id}
          rows={2}
          maxLength={200}
          value={note}
          aria-invalid={wrong}
          {...(wrong ? { 'aria-describedby': `${id}-error` } : {})}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      {resolving.problem !== undefined && <ProblemNotice problem={resolving.problem} />}
      <p class="row">
        <ActionButton type="submit" busy={resolving.busy}>
          {words('do-it')}
        </ActionButton>
        <button type="button" class="button second" onClick={() => setOpen(false)}>
          {t('cancel')}
        </button>
      </p>
    </form>
  );
}
