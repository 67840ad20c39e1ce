/** A proposal, for whoever approves it: what would change, how it would read, and what may be done about it. */

import { useState } from 'preact/hooks';
import { isBlank } from '../../../../shared/base/blank.ts';
import { call } from '../../base/api.ts';
import { Shown } from '../../base/conditions.tsx';
import type { ProposalView } from '../../base/desk-answers.ts';
import { plainDayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useDeskWords } from '../desk-words.ts';
import { Changes } from './changes.tsx';
import { Preview } from './preview.tsx';

interface ProposalProps {
  readonly id: string;
  readonly agency: string | undefined;
}

export function ProposalPage({ id, agency }: ProposalProps) {
  const proposal = useLoad(id, () =>
    call('GET /v1/agency/items/proposals/{proposalId}', { path: { proposalId: id }, query: { agency } }),
  );
  const words = useDeskWords();
  return (
    <Shown of={proposal} page={words('site')}>
      {(view) => <Whole view={view} done={proposal.reload} />}
    </Shown>
  );
}

function Whole({ view, done }: { readonly view: ProposalView; readonly done: () => Promise<void> }) {
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  const { name, state, version, effectiveFrom, proposedBy, proposedAt, note, endedBy, reason, actions } = view;
  return (
    <>
      <Title site={words('site')}>{say(name)}</Title>
      <section class="card stack tight">
        <p class="row">
          <span class={state === 'open' ? 'tag amber' : state === 'approved' ? 'tag ok' : 'tag'}>
            {words(`proposal-${state}`)}
          </span>
          <span>
            {words('proposal-line', { n: version, day: plainDayText(effectiveFrom, language), name: proposedBy.name })}
          </span>
          <span class="small muted">{timeText(proposedAt, language, hallNow())}</span>
        </p>
        {note !== undefined && (
          <p class="quote">
            <Said>{note}</Said>
          </p>
        )}
        {endedBy !== undefined && (
          <p class="muted">
            <Said>{endedBy.name}</Said> {reason !== undefined && <Said>{reason}</Said>}
          </p>
        )}
        {state === 'open' && actions.length > 0 && !actions.includes('approve') && (
          <p class="small muted">
            {words('editor-proposed')} {words('proposal-own')}
          </p>
        )}
        {actions.length > 0 && <Acts view={view} done={done} />}
      </section>
      <div class="editor-columns">
        <Changes changes={view.changes} />
        <Preview item={view.item} />
      </div>
    </>
  );
}

function Acts({
  view: { proposalId, actions },
  done,
}: {
  readonly view: ProposalView;
  readonly done: () => Promise<void>;
}) {
  const words = useDeskWords();
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState(false);
  const acting = useAction(async (key, action: ProposalView['actions'][number], why: string) => {
    const path = { proposalId };
    if (action === 'approve')
      await call('POST /v1/agency/items/proposals/{proposalId}/approve', { path, body: {}, idempotencyKey: key });
    else if (action === 'reject')
      await call('POST /v1/agency/items/proposals/{proposalId}/reject', {
        path,
        body: { reason: why },
        idempotencyKey: key,
      });
    else await call('POST /v1/agency/items/proposals/{proposalId}/withdraw', { path, body: {}, idempotencyKey: key });
    await done();
  });
  const reject = () => {
    setWrong(isBlank(reason));
    if (isBlank(reason)) document.getElementById('reject-reason')?.focus();
    else void acting.run('reject', reason.trim());
  };
  return (
    <div class="stack tight">
      {acting.problem !== undefined && <ProblemNotice problem={acting.problem} />}
      {actions.includes('reject') && (
        <div class={wrong ? 'field bad' : 'field'}>
          <label for="reject-reason">{words('proposal-reason')}</label>
          {wrong && (
            <p class="error" id="reject-reason-error">
              {words('write-first', { label: words('proposal-reason') })}
            </p>
          )}
          <textarea
            id="reject-reason"
            rows={2}
            maxLength={1000}
            aria-invalid={wrong}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      )}
      <p class="row">
        {actions.includes('approve') && (
          <ActionButton busy={acting.busy} onClick={() => void acting.run('approve', '')}>
            {words('proposal-approve')}
          </ActionButton>
        )}
        {actions.includes('reject') && (
          <ActionButton kind="second" busy={acting.busy} onClick={reject}>
            {words('proposal-reject')}
          </ActionButton>
        )}
        {actions.includes('withdraw') && (
          <ActionButton kind="second" busy={acting.busy} onClick={() => void acting.run('withdraw', '')}>
            {words('proposal-withdraw')}
          </ActionButton>
        )}
      </p>
    </div>
  );
}
