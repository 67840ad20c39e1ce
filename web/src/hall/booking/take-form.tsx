/** Time, person and (for a follow-up) condition; then the number is held, moved to, or waited for. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import { useWords } from '../../base/base-words.ts';
import type { PatientView, SessionNumbers } from '../../base/booking-answers.ts';
import { dayOf } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { navigate } from '../../base/router.ts';
import { ActionButton, ErrorSummary, Loading, type PageError, ProblemNotice } from '../../base/ui.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { signIn } from '../session.ts';
import { ConditionChoice } from './condition-choice.tsx';
import { NumberChoice } from './number-choice.tsx';
import { PatientChoice } from './patient-choice.tsx';
import { usePatientWords } from './patient-words.ts';

interface TakeProps {
  readonly numbers: SessionNumbers;
  /** The appointment that is to be moved here. */
  readonly move: string | undefined;
  readonly reload: () => Promise<void>;
}

export function TakeForm(props: TakeProps) {
  const t = useWords();
  const words = usePatientWords();
  const person = signIn.usePerson();
  if (person === undefined) {
    return (
      <section class="card stack tight">
        <p>{words('sign-in-why')}</p>
        <p>
          <button type="button" class="button" onClick={() => void signIn.start(location.pathname + location.search)}>
            {t('sign-in')}
          </button>
        </p>
      </section>
    );
  }
  return props.move === undefined ? <Taking key={person.id} {...props} /> : <Moving {...props} move={props.move} />;
}

/** A new time for an appointment one has: only the number is chosen. */
function Moving({ numbers, move, reload }: TakeProps & { readonly move: string }) {
  const words = usePatientWords();
  const [no, setNo] = useState<number | undefined>(undefined);
  const { sessionId, state } = numbers.session;
  const moving = useAction(async (key, wish: { sessionId: string; no?: number }) => {
    try {
      const moved = await call('POST /v1/booking/appointments/{appointmentId}/reschedule', {
        path: { appointmentId: move },
        body: wish,
        idempotencyKey: key,
      });
      navigate(`/booking/appointments/${moved.appointmentId}`);
    } finally {
      void reload();
    }
  });
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

function Form({
  numbers: { session, free },
  patients,
  reload,
}: Pick<TakeProps, 'numbers' | 'reload'> & { readonly patients: readonly PatientView[] }) {
  const words = usePatientWords();
  const today = dayOf(hallNow());
  const able = patients.filter(({ relation, consentUntil }) => relation === 'self' || (consentUntil ?? '') >= today);
  const [no, setNo] = useState<number | undefined>(undefined);
  const [patientId, setPatient] = useState<string | undefined>(able.length === 1 ? able[0]?.patientId : undefined);
  const [condition, setCondition] = useState<string | undefined>(undefined);
  const [pressed, setPressed] = useState(0);
  const patient = able.find((one) => one.patientId === patientId);
  const waits = session.state === 'sold-out';
  const taking = useAction(async (key, wish: Wish) => {
    try {
      const made = waits
        ? await call('POST /v1/booking/waitlist', { body: wish, idempotencyKey: key })
        : await call('POST /v1/booking/appointments', { body: { ...wish, mode: 'hold' }, idempotencyKey: key });
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
    void taking.run({
      sessionId: session.sessionId,
      patientId,
      ...(no === undefined || waits ? {} : { no }),
      ...(condition === undefined ? {} : { condition }),
    });
  };
  const impossible = session.kind === 'virtual' && patient !== undefined && patient.seen.length === 0;
  return (
    <form class="stack" onSubmit={submit} noValidate>
      {pressed > 0 && missing.length > 0 && <ErrorSummary key={pressed} errors={missing} />}
      {waits ? <p class="notice">{words('wait-lead')}</p> : <NumberChoice free={free} chosen={no} choose={setNo} />}
      <PatientChoice
        patients={patients}
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
      <Refusal problem={taking.problem} />
      {!impossible && able.length > 0 && (
        <div class="stack tight">
          <p>
            <ActionButton type="submit" busy={taking.busy}>
              {words(waits ? 'wait' : 'hold')}
            </ActionButton>
          </p>
          {!waits && <p class="muted small">{words('hold-next')}</p>}
        </div>
      )}
    </form>
  );
}
