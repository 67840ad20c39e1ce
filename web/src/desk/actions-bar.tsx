/** The buttons of a case: exactly the actions the hall allows this person now, each with its key. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';
import { useAction } from '../base/load.ts';
import { asProblem } from '../base/problem.ts';
import { Said } from '../base/said.tsx';
import { useSettings } from '../base/settings.ts';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { ActionPanel } from './action-panel.tsx';
import { actionForms, immediate, inOrder, type OpenForm } from './actions.ts';
import { useDeskWords } from './desk-words.ts';
import { useKeys } from './keys.ts';

interface ActionsProps {
  readonly view: DeskCaseView;
  readonly open: OpenForm;
  readonly setOpen: (open: OpenForm) => void;
  readonly done: () => Promise<void>;
  /** Looks again how the case stands. */
  readonly changed: () => Promise<void>;
}

export function Actions({ view, open, setOpen, done, changed }: ActionsProps) {
  const words = useDeskWords();
  const { keys } = useSettings();
  const [told, setTold] = useState<OfficerAction | undefined>(undefined);
  const acting = useAction(
    async (key, action: OfficerAction, body: Readonly<Record<string, string>>, sent?: () => void) => {
      const path = { caseId: view.caseId };
      await call(`POST /v1/agency/cases/{caseId}/${action}`, { path, body, idempotencyKey: key }).catch(
        async (error) => {
          // Refused at once, the case is not as it was shown. Where a form is open, what was written in it stays in sight.
          if (immediate.has(action) && asProblem(error).code !== 'offline') await changed();
          throw error;
        },
      );
      sent?.();
      setTold(action);
      await done();
    },
  );
  const press = (action: OfficerAction) => {
    if (immediate.has(action)) void acting.run(action, {});
    else setOpen(open === action ? undefined : action);
  };
  useKeys(Object.fromEntries(view.actions.map((action) => [actionForms[action].key, () => press(action)])));
  const panel = usePanelFocus(open);
  const form = open !== undefined && !formsOfTheirOwn.has(open) && view.actions.includes(open) ? open : undefined;
  return (
    <section class="actions" aria-label={words('actions-label')}>
      {view.actions.length === 0 && <p class="muted">{words('actions-none')}</p>}
      <div class="row">
        {inOrder(view.actions).map(({ action, main }) => (
          <ActionButton
            key={action}
            busy={acting.busy}
            onClick={() => press(action)}
            {...(main ? {} : { kind: 'second' })}
          >
            {words(`action-${action}`)}
            {keys === 'on' && <kbd>{actionForms[action].key.toUpperCase()}</kbd>}
          </ActionButton>
        ))}
      </div>
      {view.withheld.length > 0 && <Withheld view={view} />}
      <p class="hidden" role="status">
        {told === undefined ? '' : words('action-done', { action: words(`action-${told}`) })}
      </p>
      {acting.problem !== undefined && <ProblemNotice problem={acting.problem} />}
      <div ref={panel}>
        {form !== undefined && (
          <ActionPanel
            key={form}
            action={form}
            view={view}
            busy={acting.busy}
            submit={(body, sent) => void acting.run(form, body, sent)}
            cancel={() => setOpen(undefined)}
          />
        )}
      </div>
    </section>
  );
}

const formsOfTheirOwn: ReadonlySet<OfficerAction> = new Set(['request-correction', 'consult']);

/** What is not to be had now, and why: said once for all that wait for the same. */
function Withheld({ view: { withheld } }: { readonly view: DeskCaseView }) {
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  const why = Map.groupBy(withheld, (each) => say(each.why));
  return (
    <ul class="plain small muted withheld" aria-label={words('withheld-title')}>
      {[...why].map(([reason, all]) => (
        <li key={reason}>
          {all.map(({ action }) => words(`action-${action}`)).join(language === 'zh' ? '、' : ', ')}
          {language === 'zh' ? '：' : ': '}
          <Said>{reason}</Said>
        </li>
      ))}
    </ul>
  );
}

/** A form that opens takes the cursor. */
function usePanelFocus(open: OpenForm) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open !== undefined) panel.current?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }, [open]);
  return panel;
}
