/** One number more than the session has (加号): for whom, and why. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { DeskSession } from '../../base/booking-answers.ts';
import { useAction } from '../../base/load.ts';
import { useClinicWords } from './clinic-words.ts';
import { findBody } from './find-body.ts';
import { ReasonForm } from './reason-form.tsx';

interface SqueezeProps {
  readonly view: DeskSession;
  readonly done: (what: string) => Promise<void>;
  readonly close: () => void;
}

export function SqueezeIn({ view, done, close }: SqueezeProps) {
  const words = useClinicWords();
  const [who, setWho] = useState('');
  const [bad, setBad] = useState(false);
  const path = { sessionId: view.session.sessionId };
  const adding = useAction(async (key, body: { patientId: string; reason: string }) => {
    const made = await call('POST /v1/booking/desk/sessions/{sessionId}/squeeze-in', {
      path,
      body,
      idempotencyKey: key,
    });
    await done(words('squeeze-done', { name: made.patientName, n: made.no ?? '' }));
  });
  const finding = useAction(async (_key, body: NonNullable<ReturnType<typeof findBody>>, reason: string) => {
    const { patientId } = await call('POST /v1/booking/desk/patients/find', { body });
    await adding.run({ patientId, reason });
  });
  const submit = (reason: string) => {
    const body = findBody(who);
    setBad(body === undefined);
    if (body !== undefined) void finding.run(body, reason);
  };
  return (
    <ReasonForm
      id="squeeze"
      title={words('squeeze-title')}
      hint={words('squeeze-reason-hint')}
      action={words('squeeze-do')}
      busy={finding.busy || adding.busy}
      problem={finding.problem ?? adding.problem}
      submit={submit}
      close={close}
    >
      <div class={bad ? 'field bad' : 'field'}>
        <label for="squeeze-who">{words('squeeze-who')}</label>
        {bad && (
          <p class="error" id="squeeze-error" role="alert">
            {words('arrive-bad')}
          </p>
        )}
        <input
          id="squeeze-who"
          autoComplete="off"
          spellcheck={false}
          aria-invalid={bad}
          {...(bad ? { 'aria-describedby': 'squeeze-error' } : {})}
          value={who}
          onInput={(event) => setWho(event.currentTarget.value)}
        />
      </div>
    </ReasonForm>
  );
}
