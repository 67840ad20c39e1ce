/** Time, person and (for a follow-up) condition; then the number is held, moved to, or waited for. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { AppointmentWithRecord, PatientView, SessionNumbers } from '../../base/booking-answers.ts';
import { dayOf } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { navigate } from '../../base/router.ts';
import { ActionButton, ErrorSummary, Loading, type PageError, ProblemNotice } from '../../base/ui.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { signIn } from '../session.ts';
import { SignInButton } from '../signed-in.tsx';
import { ConditionChoice } from './condition-choice.tsx';
import { InQueue } from './in-queue.tsx';
import { NumberChoice } from './number-choice.tsx';
import { PatientChoice } from './patient-choice.tsx';
import { usePatientWords } from './patient-words.ts';
import { knocking, useTurn } from './use-turn.ts';

interface TakeProps {
  readonly numbers: SessionNumbers;
  /** The appointment that is to be moved here. */
  readonly move: string | undefined;
  readonly reload: () => Promise<void>;
}

export function TakeForm(props: TakeProps) {
  const words = usePatientWords();
  const person = signIn.usePerson();
  if (person === undefined) {
    return (
      <section class="card stack tight">
        <p>{words('sign-in-why')}</p>
        <SignInButton />
      </section>
    );
  }
  return props.move === undefined ? <Taking key={person.id} {...props} /> : <Moving {...props} move={props.move} />;
}

/** A new time for an appointment one has: only the number is chosen. */
function Moving(props: TakeProps & { readonly move: string }) {
  const { data, problem, reload } = useLoad(props.move, () =>
    call('GET /v1/booking/appointments/{appointmentId}', { path: { appointmentId: props.move } }),
  );
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  return data === undefined ? <Loading /> : <MoveForm {...props} one={data} />;
}

function MoveForm({
  numbers,
  move,
  reload,
  one,
}: TakeProps & { readonly move: string; readonly one: AppointmentWithRecord }) {
  const words = usePatientWords();
  const [no, setNo] = useState<number | undefined>(undefined);
  const { sessionId, state } = numbers.session;
  const turn = useTurn(numbers.session, reload);
  const asked = {
    sessionId,
    patientId: one.patientId,
    replaces: move,
    ...(one.condition === undefined ? {} : { condition: one.condition }),
  };
  const moving = useAction(async (key, wish: { sessionId: string; no?: number }) => {
    try {
      const ticket = await turn.ticket(asked);
      const moved = await knocking(() =>
        call('POST /v1/booking/appointments/{appointmentId}/reschedule', {
          path: { appointmentId: move },
          body: { ...wish, ...ticket },
          idempotencyKey: key,
        }),
      );
      navigate(`/booking/appointments/${moved.appointmentId}`);
    } finally {
      void reload();
    }
  });
  if (turn.queueing && turn.place !== undefined)
    return <InQueue place={turn.place} name={one.patientName} onTurn={turn.look} />;
  if (turn.queueing)
    return (
      <section class="card stack tight">
        <p>{words('queue-lead')}</p>
        <Refusal problem={turn.taking.problem} />
        <p>
          <ActionButton busy={turn.taking.busy} onClick={() => void turn.taking.run(asked)}>
            {words('queue-take')}
          </ActionButton>
        </p>
      </section>
    );
  if (state !== 'open') return null;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void moving.run({ sessionId, ...(no === undefined ? {} : { no }) });
      }}
    >
      <NumberChoice free={numbers.free} chosen={no} choose={setNo} />
      <Refusal problem={moving.problem} />
      <p>
        <ActionButton type="submit" busy={moving.busy}>
          {words('move-here')}
        </ActionButton>
      </p>
    </form>
  );
}

function Taking({ numbers, reload }: TakeProps) {
  const { data, problem, reload: again } = useLoad('patients', () => call('GET /v1/booking/patients', {}));
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void again()} />;
  if (data === undefined) return <Loading />;
  return <Form numbers={numbers} patients={data.items} reload={reload} />;
}

interface Wish {
  readonly sessionId: string;
  readonly patientId: string;
  readonly no?: number;
  readonly condition?: string;
}

/** What a place in the queue is asked for. */
const asked = ({ sessionId, patientId, condition }: Wish) => ({
  sessionId,
  patientId,
  ...(condition === undefined ? {} : { condition }),
});

function Form({
  numbers: { session, free },
  patients,
  reload,
}: Pick<TakeProps, 'numbers' | 'reload'> & { readonly patients: readonly PatientView[] }) {
  const words = usePatientWords();
  const today = dayOf(hallNow());
  const able = patients.filter(
    ({ relation, consentUntil, asked }) => !asked && (relation === 'self' || (consentUntil ?? '') >= today),
  );
  const [no, setNo] = useState<number | undefined>(undefined);
  const [patientId, setPatient] = useState<string | undefined>(able.length === 1 ? able[0]?.patientId : undefined);
  const [condition, setCondition] = useState<string | undefined>(undefined);
  const [pressed, setPressed] = useState(0);
  const turn = useTurn(session, reload);
  // A ticket is good for the one it was taken for.
  const bound = session.queue === undefined ? undefined : turn.place?.patientId;
  const shown = bound === undefined ? patients : patients.filter((one) => one.patientId === bound);
  const patient = able.find((one) => one.patientId === patientId);
  const waits = session.state === 'sold-out';
  const taking = useAction(async (key, wish: Wish) => {
    try {
      const ticket = waits ? {} : await turn.ticket(asked(wish));
      const made = waits
        ? await call('POST /v1/booking/waitlist', { body: wish, idempotencyKey: key })
        : await knocking(() =>
            call('POST /v1/booking/appointments', { body: { ...wish, ...ticket, mode: 'hold' }, idempotencyKey: key }),
          );
      navigate(`/booking/appointments/${made.appointmentId}`);
    } finally {
      void reload();
    }
  });
  const missing: PageError[] = [
    ...(patient === undefined ? [{ id: 'who', text: words('who-first') }] : []),
    ...(session.kind === 'virtual' && patient !== undefined && condition === undefined
      ? [{ id: 'condition', text: words('condition-first') }]
      : []),
  ];
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed((count) => count + 1);
    if (missing.length > 0 || patientId === undefined) return;
    const wish: Wish = {
      sessionId: session.sessionId,
      patientId,
      ...(no === undefined || waits || turn.queueing ? {} : { no }),
      ...(condition === undefined ? {} : { condition }),
    };
    void (turn.queueing ? turn.taking.run(asked(wish)) : taking.run(wish));
  };
  if (turn.queueing && turn.place !== undefined)
    return <InQueue place={turn.place} name={patient?.name} onTurn={turn.look} leave={turn.leave} />;
  const impossible = session.kind === 'virtual' && patient !== undefined && patient.seen.length === 0;
  return (
    <form class="stack" onSubmit={submit} noValidate>
      {pressed > 0 && missing.length > 0 && <ErrorSummary key={pressed} errors={missing} />}
      {turn.queueing && <p class="notice">{words('queue-lead')}</p>}
      {waits && <p class="notice">{words('wait-lead')}</p>}
      {!waits && !turn.queueing && (
        <>
          {turn.place !== undefined && (
            <p class="notice" role="status">
              {words('queue-now')}
            </p>
          )}
          <NumberChoice free={free} chosen={no} choose={setNo} />
        </>
      )}
      <PatientChoice
        patients={waits ? patients : shown}
        able={able}
        chosen={patientId}
        choose={(id) => {
          setPatient(id);
          setCondition(undefined);
        }}
      />
      {session.kind === 'virtual' && patient !== undefined && (
        <ConditionChoice patient={patient} chosen={condition} choose={setCondition} />
      )}
      <Refusal problem={turn.queueing ? turn.taking.problem : taking.problem} />
      {!impossible && able.length > 0 && (
        <div class="stack tight">
          <p>
            <ActionButton type="submit" busy={taking.busy || turn.taking.busy}>
              {words(waits ? 'wait' : turn.queueing ? 'queue-take' : 'hold')}
            </ActionButton>
          </p>
          {!waits && !turn.queueing && <p class="muted small">{words('hold-next')}</p>}
        </div>
      )}
    </form>
  );
}
