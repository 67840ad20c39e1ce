/** Reception acts for a patient: cancels with a reason, or moves to another session of the department. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { AppointmentView } from '../../base/booking-answers.ts';
import { dayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { PanelEnd } from '../../base/panel-end.tsx';
import { useSettings } from '../../base/settings.ts';
import { Loading, ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { clockText } from '../../booking/times.ts';
import { useClinicWords } from './clinic-words.ts';
import { ReasonForm } from './reason-form.tsx';

interface FormProps {
  readonly one: AppointmentView;
  readonly done: (what: string) => Promise<void>;
  readonly close: () => void;
}

export function CancelFor({ one, done, close }: FormProps) {
  const words = useClinicWords();
  const cancelling = useAction(async (key, reason: string) => {
    await call('POST /v1/booking/desk/appointments/{appointmentId}/cancel', {
      path: { appointmentId: one.appointmentId },
      body: { reason },
      idempotencyKey: key,
    });
    await done(words('done', { what: words('cancel'), name: one.patientName }));
  });
  return (
    <ReasonForm
      id={`cancel-${one.appointmentId}`}
      title={words('cancel-title', { name: one.patientName })}
      hint={words('reason-hint')}
      action={words('cancel-do')}
      danger
      busy={cancelling.busy}
      problem={cancelling.problem}
      submit={(reason) => void cancelling.run(reason)}
      close={close}
    />
  );
}

export function MoveFor({ one, done, close }: FormProps) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  const [chosen, setChosen] = useState('');
  const { data, problem, reload } = useLoad(one.departmentId, () =>
    call('GET /v1/booking/departments/{departmentId}/sessions', {
      path: { departmentId: one.departmentId },
      query: { days: '14' },
    }),
  );
  const moving = useAction(async (key, sessionId: string) => {
    await call('POST /v1/booking/desk/appointments/{appointmentId}/reschedule', {
      path: { appointmentId: one.appointmentId },
      body: { sessionId },
      idempotencyKey: key,
    });
    await done(words('done', { what: words('reschedule'), name: one.patientName }));
  });
  const fitting = data?.sessions.filter(
    ({ sessionId, kind, state }) =>
      sessionId !== one.sessionId && kind === one.kind && (state === 'open' || state === 'sold-out'),
  );
  const picked = chosen === '' ? fitting?.[0]?.sessionId : chosen;
  return (
    <form
      class="card panel stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (picked !== undefined) void moving.run(picked);
      }}
    >
      <h2>{words('reschedule-title', { name: one.patientName })}</h2>
      {problem !== undefined && <ProblemNotice problem={problem} retry={() => void reload()} />}
      {fitting === undefined && problem === undefined && <Loading />}
      {fitting?.length === 0 && <p>{words('reschedule-none')}</p>}
      {fitting !== undefined && fitting.length > 0 && (
        <div class="field">
          <label for={`move-${one.appointmentId}`}>{words('reschedule-to')}</label>
          <select
            id={`move-${one.appointmentId}`}
            value={picked}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {fitting.map(({ sessionId, date, part, start, practitioner, state }) => (
              <option key={sessionId} value={sessionId}>
                {`${dayText(date, language, hallNow())} ${booking(`part-${part}`)} ${clockText(start)} ${say(practitioner.name)} · ${booking(`session-${state}`)}`}
              </option>
            ))}
          </select>
        </div>
      )}
      <Refusal problem={moving.problem} />
      <PanelEnd doing={picked === undefined ? undefined : words('reschedule-do')} busy={moving.busy} close={close} />
    </form>
  );
}
