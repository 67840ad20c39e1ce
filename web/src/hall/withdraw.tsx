/** Withdrawing asks once more, because it cannot be undone. */
import { call } from '../base/api.ts';
import { useWords } from '../base/base-words.ts';
import { useAction } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { ActionButton, BackLink, ProblemNotice, Title } from '../base/ui.tsx';
import { isText, useKept } from '../form/use-kept.ts';
import { useHallWords } from './hall-words.ts';
import { Own } from './signed-in.tsx';

export function Withdraw({ id }: { readonly id: string }) {
  const words = useHallWords();
  return <Own why={words('sign-in-for-cases')}>{() => <WithdrawForm id={id} />}</Own>;
}

function WithdrawForm({ id }: { readonly id: string }) {
  const t = useWords();
  const words = useHallWords();
  const [reason, setReason, forget] = useKept(`banshi.withdraw.${id}`, '', isText);
  const withdrawing = useAction(async (key, body: { reason?: string }) => {
    await call('POST /v1/cases/{caseId}/withdraw', { path: { caseId: id }, body, idempotencyKey: key });
    forget();
    navigate(`/cases/${id}`, { replace: true });
  });
  const submit = (event: Event) => {
    event.preventDefault();
    void withdrawing.run(reason.trim() === '' ? {} : { reason: reason.trim() });
  };
  return (
    <form class="narrow stack" onSubmit={submit}>
      <BackLink href={`/cases/${id}`} />
      <Title site={words('site')}>{words('case-withdraw-title')}</Title>
      <p>{words('case-withdraw-text')}</p>
      <div class="field">
        <label for="reason">
          {words('case-withdraw-reason')} <span class="hint">({t('optional')})</span>
        </label>
        <textarea
          id="reason"
          rows={3}
          maxLength={2000}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      {withdrawing.problem !== undefined && <ProblemNotice problem={withdrawing.problem} />}
      <p class="row">
        <ActionButton type="submit" kind="danger" busy={withdrawing.busy}>
          {words('case-withdraw-do')}
        </ActionButton>
        <a class="button second" href={`/cases/${id}`}>
          {words('case-withdraw-keep')}
        </a>
      </p>
    </form>
  );
}
