/** Somebody stands at the window with their identity card: put on record if need be, and given a number of this session. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { SessionView } from '../../base/booking-answers.ts';
import { useAction } from '../../base/load.ts';
import { PanelEnd } from '../../base/panel-end.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { useClinicWords } from './clinic-words.ts';
import { emptyWalkIn, type WalkIn, walkInBody } from './walk-in-entry.ts';

interface WalkInProps {
  readonly session: SessionView;
  readonly done: (what: string) => Promise<void>;
  readonly close: () => void;
}

const fields = ['name', 'id', 'phone'] as const;

export function BookAtWindow({ session, done, close }: WalkInProps) {
  const words = useClinicWords();
  const [entry, setEntry] = useState<WalkIn>(emptyWalkIn);
  const [bad, setBad] = useState(false);
  const booking = useAction(async (key, body: NonNullable<ReturnType<typeof walkInBody>>) => {
    const { patientId } = await call('POST /v1/booking/desk/patients', { body });
    const made = await call('POST /v1/booking/desk/appointments', {
      body: { patientId, sessionId: session.sessionId },
      idempotencyKey: key,
    });
    await done(words('walk-in-done', { name: made.patientName, n: made.no ?? '' }));
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const body = walkInBody(entry);
    setBad(body === undefined);
    if (body !== undefined) void booking.run(body);
  };
  return (
    <form class="card panel stack tight" onSubmit={submit} noValidate>
      <h2>{words('walk-in-title')}</h2>
      <p>{words('walk-in-text')}</p>
      {bad && (
        <p class="error" id="walk-in-error" role="alert">
          {words('walk-in-bad')}
        </p>
      )}
      {fields.map((field) => (
        <div class="field" key={field}>
          <label for={`walk-in-${field}`}>{words(`walk-in-${field}`)}</label>
          <input
            id={`walk-in-${field}`}
            class="short"
            autoComplete="off"
            spellcheck={false}
            aria-invalid={bad}
            {...(bad ? { 'aria-describedby': 'walk-in-error' } : {})}
            value={entry[field]}
            onInput={(event) => setEntry({ ...entry, [field]: event.currentTarget.value })}
          />
        </div>
      ))}
      <Refusal problem={booking.problem} />
      <PanelEnd doing={words('walk-in-do')} busy={booking.busy} close={close} />
    </form>
  );
}
