/** The bar under the inbox while cases are ticked: one act on all of them, told one by one, and a minute to undo it. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import { useWords } from '../base/base-words.ts';
import type { BulkAction, BulkView } from '../base/desk-answers.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction } from '../base/load.ts';
import type { SignedIn } from '../base/person.ts';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { begunWith, FieldsForm } from './action-panel.tsx';
import { type ActionView, actionForms, immediate } from './actions.ts';
import { bulkActionsFor, secondsLeft } from './bulk.ts';
import { useDeskWords } from './desk-words.ts';
import type { InboxState } from './filter.ts';

interface BulkBarProps {
  readonly state: InboxState;
  readonly person: SignedIn;
  readonly chosen: readonly string[];
  /** The last act that was begun: it can be undone for a minute. */
  readonly result: BulkView | undefined;
  readonly setResult: (result: BulkView | undefined) => void;
  readonly clear: () => void;
  /** Told when cases have moved. */
  readonly moved: () => void;
}

/** Cases of many items: every way of delivery there is; the hall refuses the one an item does not have. */
const anyItem: ActionView = { item: { delivery: ['online', 'counter', 'post'], suspensions: [] } };

type Body = Readonly<Record<string, string>>;
type Cases = readonly string[];

export function BulkBar({ state, person, chosen, result, setResult, clear, moved }: BulkBarProps) {
  const t = useWords();
  const words = useDeskWords();
  const [open, setOpen] = useState<BulkAction | undefined>(undefined);
  const [last, setLast] = useState<Body>({});
  const [refused, setRefused] = useState<BulkView | undefined>(undefined);
  const [values, setValues] = useState<Body>({});
  const acting = useAction(async (key, action: BulkAction, body: Body, ifRefused: 'stop' | 'skip', cases: Cases) => {
    setLast(body);
    const answer = await call('POST /v1/agency/bulk', {
      body: { action, body, cases, ifRefused },
      idempotencyKey: key,
    });
    const begun = answer.state !== 'not-started';
    setRefused(begun ? undefined : answer);
    setOpen(undefined);
    if (!begun) return;
    setResult(answer);
    clear();
    moved();
  });
  const press = (action: BulkAction) => {
    setRefused(undefined);
    if (immediate.has(action)) void acting.run(action, {}, 'stop', chosen);
    else {
      setValues(begunWith(actionForms[action].fields(anyItem)));
      setOpen(open === action ? undefined : action);
    }
  };
  if (chosen.length === 0 && result === undefined && refused === undefined)
    return <p class="small muted pad">{words('bulk-help')}</p>;
  return (
    <section class="bulk-bar stack tight" aria-label={words('bulk-title')}>
      {chosen.length > 0 && (
        <div class="row">
          <strong class="number" role="status">
            {words('bulk-chosen', { n: chosen.length })}
          </strong>
          {bulkActionsFor(state, person.roles).map((action) => (
            <ActionButton key={action} kind="second" busy={acting.busy} onClick={() => press(action)}>
              {words(`action-${action}`)}
            </ActionButton>
          ))}
          <button type="button" class="link-button" onClick={clear}>
            {t('cancel')}
          </button>
        </div>
      )}
      {open !== undefined && (
        <FieldsForm
          key={open}
          title={words(`action-${open}`)}
          fields={actionForms[open].fields(anyItem)}
          values={values}
          setValues={setValues}
          busy={acting.busy}
          doing={words('bulk-do', { action: words(`action-${open}`), n: chosen.length })}
          submit={(body) => void acting.run(open, body, 'stop', chosen)}
          cancel={() => setOpen(undefined)}
        />
      )}
      {acting.problem !== undefined && <ProblemNotice problem={acting.problem} />}
      {refused !== undefined && (
        <Refused
          result={refused}
          busy={acting.busy}
          skip={() => void acting.run(refused.action, last, 'skip', chosen)}
        />
      )}
      {result !== undefined && <Undo key={result.bulkId} begun={result} setResult={setResult} moved={moved} />}
    </section>
  );
}

interface RefusedProps {
  readonly result: BulkView;
  readonly busy: boolean;
  readonly skip: () => void;
}

/** Some may not: nothing was done to any, and each says why. */
function Refused({ result: { outcomes, counts }, busy, skip }: RefusedProps) {
  const words = useDeskWords();
  const say = useSay();
  return (
    <div class="notice amber stack tight" role="alert">
      <p>{words('bulk-refused', { n: counts.refused })}</p>
      <ul class="small refused">
        {outcomes
          .filter(({ outcome }) => outcome === 'refused')
          .map(({ caseId, caseNumber, problem }) => (
            <li key={caseId} class="break">
              <a href={`/desk/cases/${caseId}`} class="number">
                {caseNumber === undefined ? caseId : caseNumber.slice(-12)}
              </a>{' '}
              {problem !== undefined && say(problem.detail)}
            </li>
          ))}
      </ul>
      {counts.ready > 0 && (
        <p>
          <ActionButton busy={busy} onClick={skip}>
            {words('bulk-skip', { n: counts.ready })}
          </ActionButton>
        </p>
      )}
    </div>
  );
}

interface UndoProps {
  readonly begun: BulkView;
  readonly setResult: (result: BulkView | undefined) => void;
  readonly moved: () => void;
}

/** The minute goes on in another list, where nothing is ticked. */
export function StillUndone(props: UndoProps) {
  const words = useDeskWords();
  return (
    <section class="bulk-bar stack tight" aria-label={words('bulk-title')}>
      <Undo {...props} />
    </section>
  );
}

/** Counts the minute down; when it is over, asks what has become of it. */
function Undo({ begun: view, setResult, moved }: UndoProps) {
  const t = useWords();
  const words = useDeskWords();
  const [now, setNow] = useState(() => hallNow().getTime());
  const left = secondsLeft(view, now);
  const told = useRef(moved);
  told.current = moved;
  const keep = useRef(setResult);
  keep.current = setResult;
  useEffect(() => {
    const clock = setInterval(() => setNow(hallNow().getTime()), 1000);
    return () => clearInterval(clock);
  }, []);
  const { bulkId = '' } = view;
  const pending = left === 0 && (view.state === 'waiting' || view.state === 'applying');
  useEffect(() => {
    if (!pending) return undefined;
    const look = setInterval(async () => {
      // Without a network it is asked again by the next tick.
      const next = await call('GET /v1/agency/bulk/{bulkId}', { path: { bulkId } }).catch(() => undefined);
      if (next === undefined || next.state === 'waiting' || next.state === 'applying') return;
      keep.current(next);
      told.current();
    }, 3000);
    return () => clearInterval(look);
  }, [pending, bulkId]);
  const undoing = useAction(async (key) => {
    setResult(await call('POST /v1/agency/bulk/{bulkId}/undo', { path: { bulkId }, body: {}, idempotencyKey: key }));
    told.current();
  });
  const action = words(`action-${view.action}`);
  const { ready, done, undone } = view.counts;
  return (
    <div class="notice ok stack tight">
      <p role="status">
        {view.state === 'undone'
          ? words('bulk-undone', { n: undone, action })
          : view.state === 'done'
            ? words('bulk-done', { n: done, action })
            : words(pending ? 'bulk-doing' : 'bulk-waiting', { n: ready, action })}
      </p>
      {undoing.problem !== undefined && <ProblemNotice problem={undoing.problem} />}
      <p class="row">
        {left > 0 && view.state !== 'undone' && (
          <ActionButton busy={undoing.busy} onClick={() => void undoing.run()}>
            {words('bulk-undo')} <span class="number">{words('bulk-seconds', { n: left })}</span>
          </ActionButton>
        )}
        <button type="button" class="link-button" onClick={() => setResult(undefined)}>
          {t('close')}
        </button>
      </p>
    </div>
  );
}
