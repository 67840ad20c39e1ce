/** Stopping a session (停诊): what it means is said first, then why, and who sees the patients instead. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { SessionView } from '../../base/booking-answers.ts';
import { PartProblem } from '../../base/conditions.tsx';
import { useAction, useLoad } from '../../base/load.ts';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { spanText } from '../../booking/times.ts';
import { useClinicWords } from './clinic-words.ts';
import { ReasonForm } from './reason-form.tsx';

interface StopProps {
  readonly session: SessionView;
  readonly done: (what: string) => Promise<void>;
  readonly close: () => void;
}

export function StopSession({ session, done, close }: StopProps) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const say = useSay();
  const [replacement, setReplacement] = useState('');
  const sameDay = useLoad(session.date, () => call('GET /v1/booking/desk/sessions', { query: { date: session.date } }));
  // As the hall asks: the same department, kind and grade (shared/booking/stop.ts).
  const fitting = sameDay.data?.items.filter(
    (one) =>
      one.sessionId !== session.sessionId &&
      one.departmentId === session.departmentId &&
      one.kind === session.kind &&
      one.practitioner.grade === session.practitioner.grade &&
      one.state !== 'stopped',
  );
  const stopping = useAction(async (key, body: { reason: string; replacement?: string }) => {
    const { cancelled, moved, replacements } = await call('POST /v1/booking/desk/sessions/{sessionId}/stop', {
      path: { sessionId: session.sessionId },
      body,
      idempotencyKey: key,
    });
    const none = replacements.length === 0 ? words('stop-done-none') : '';
    await done(`${words('stop-done', { n: cancelled, moved })}${none}`);
  });
  return (
    <ReasonForm
      id="stop"
      title={words('stop-title')}
      hint={words('reason-hint')}
      action={words('stop-do')}
      danger
      busy={stopping.busy}
      problem={stopping.problem}
      submit={(reason) => void stopping.run({ reason, ...(replacement === '' ? {} : { replacement }) })}
      close={close}
    >
      <p>{words('stop-text')}</p>
      <div class="field">
        <label for="stop-replacement">{words('stop-replacement')}</label>
        <PartProblem of={sameDay} what={words('stop-replacement')} />
        <select
          id="stop-replacement"
          value={replacement}
          onChange={(event) => setReplacement(event.currentTarget.value)}
        >
          <option value="">{words('stop-replacement-auto')}</option>
          {fitting?.map(({ sessionId, practitioner, part, start, end }) => (
            <option key={sessionId} value={sessionId}>
              {`${say(practitioner.name)} ${booking(`part-${part}`)} ${spanText(start, end)}`}
            </option>
          ))}
        </select>
      </div>
    </ReasonForm>
  );
}
