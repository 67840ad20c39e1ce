/** Everything of an application once more, what it will cost, and its submission. */
import { useState } from 'preact/hooks';
import { feesDue } from '../../../shared/catalogue/fees.ts';
import { call } from '../base/api.ts';
import { moneyText } from '../base/format.ts';
import { useAction, useLoad } from '../base/load.ts';
import { asProblem } from '../base/problem.ts';
import { navigate } from '../base/router.ts';
import { tabMemory } from '../base/tab-memory.ts';
import { useSay } from '../base/words.ts';
import { dropDraft } from '../form/kept-drafts.ts';
import type { Application } from './application.ts';
import { CheckForm } from './check-form.tsx';
import { useHallWords } from './hall-words.ts';
import { remember, remembered } from './profile.ts';
import { Remember } from './remember.tsx';

export function Check({ application }: { readonly application: Application }) {
  const words = useHallWords();
  const { id, item, draft, files, reload } = application;
  const [remembering, setRemembering] = useState(false);
  const { data: profile } = useLoad('profile', () => call('GET /v1/me/profile', {}));
  const submitting = useAction(async () => {
    await draft.flush();
    try {
      await call('POST /v1/drafts/{caseId}/submit', {
        path: { caseId: id },
        body: { declaration: true },
        idempotencyKey: submitKey(id),
      });
    } catch (error) {
      // The agency changed the form while it was filled in: the page says what that means, and the way on.
      if (asProblem(error).code === 'draft-outdated') await reload();
      throw error;
    }
    void dropDraft(id).catch(() => undefined);
    const fields = item.form.sections.flatMap((section) => section.fields);
    const kept = profile === undefined ? undefined : remembered(fields, draft.answers, profile.answers);
    // The application is in. Remembering is a comfort: when it fails, it is offered again with the next form.
    if (remembering && profile !== undefined && kept !== undefined)
      await remember(kept, profile.version).catch(() => undefined);
    navigate(`/cases/${id}/submitted`, { replace: true });
  });
  return (
    <CheckForm
      asked={item}
      answers={draft.answers}
      files={files.here}
      start={`/apply/${id}`}
      submitting={submitting}
      lead={words('check-lead')}
      submit={words('submit')}
      once={words('submit-once')}
    >
      <Fees application={application} />
      <Remember item={item} draft={draft} profile={profile} agreed={remembering} set={setRemembering} />
    </CheckForm>
  );
}

function Fees({ application: { item, draft } }: { readonly application: Application }) {
  const words = useHallWords();
  const say = useSay();
  const fees = feesDue(item, draft.answers);
  if (fees.length === 0) return null;
  return (
    <section class="card">
      <h2>{words('check-fee')}</h2>
      {fees.map((fee) => (
        <p key={fee.name.zh}>
          {say(fee.name)} <strong class="number">{moneyText(fee.amount)}</strong>
        </p>
      ))}
      <p class="muted small">{words('check-fee-later')}</p>
    </section>
  );
}

/** One key for one draft, also after a reload: pressing twice, or again after a lost answer, is one case. */
function submitKey(id: string): string {
  const name = `banshi.submit.${id}`;
  const key = tabMemory.get(name) ?? crypto.randomUUID();
  tabMemory.set(name, key);
  return key;
}
