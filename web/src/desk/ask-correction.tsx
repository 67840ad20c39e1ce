/** The head of a request for corrections; its items are ticked on the case below. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../base/api.ts';
import type { DeskCaseView } from '../base/api-answers.ts';
import { useWords } from '../base/base-words.ts';
import { useAction } from '../base/load.ts';
import { PanelEnd } from '../base/panel-end.tsx';
import { ProblemNotice } from '../base/ui.tsx';
import { useDeskWords } from './desk-words.ts';
import { Foreseen } from './foreseen.tsx';
import { countOf, type Request, requestBody, unexplained, unsaid } from './request-correction.ts';

interface AskCorrectionProps {
  readonly view: DeskCaseView;
  readonly request: Request;
  readonly setRequest: (request: Request) => void;
  /** What was there when the person came back. */
  readonly draft: ComponentChildren;
  /** Shows a mark that does not say yet what is wrong. */
  readonly look: (mark: number) => void;
  readonly cancel: () => void;
  readonly done: () => Promise<void>;
}

export function AskCorrection({ view, request, setRequest, draft, look, cancel, done }: AskCorrectionProps) {
  const t = useWords();
  const words = useDeskWords();
  const [none, setNone] = useState(false);
  const sending = useAction(async (key, body: ReturnType<typeof requestBody>) => {
    await call('POST /v1/agency/cases/{caseId}/request-correction', {
      path: { caseId: view.caseId },
      body,
      idempotencyKey: key,
    });
    await done();
  });
  const count = countOf(request);
  const submit = (event: Event) => {
    event.preventDefault();
    setNone(count === 0);
    const [first] = unexplained(request);
    const [bare] = unsaid(request);
    if (bare !== undefined) look(bare);
    else if (first !== undefined) document.getElementById(`why-${first.part}-${first.name}`)?.focus();
    else if (count > 0) void sending.run(requestBody(request));
  };
  return (
    <form class="card panel stack tight" onSubmit={submit} noValidate>
      <h2>{words('action-request-correction')}</h2>
      <p>{words('correction-help')}</p>
      {draft}
      <Foreseen action="request-correction" view={view} />
      <div class="field">
        <label for="correction-note">
          {words('correction-note')} <span class="hint">({t('optional')})</span>
        </label>
        <textarea
          id="correction-note"
          rows={2}
          maxLength={2000}
          value={request.note}
          onInput={(event) => setRequest({ ...request, note: event.currentTarget.value })}
        />
      </div>
      {none && count === 0 && (
        <p class="error" role="alert">
          {words('correction-none')}
        </p>
      )}
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <PanelEnd
        doing={words('action-do', { action: words('action-request-correction') })}
        busy={sending.busy}
        close={cancel}
      >
        <span class="muted" role="status">
          {words('correction-count', { n: count })}
        </span>
      </PanelEnd>
    </form>
  );
}
