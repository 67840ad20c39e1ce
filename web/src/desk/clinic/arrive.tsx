/** Reception: somebody shows a card, an identity card or a slip; who are they, what have they booked today, check them in. */

import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { AppointmentView, FoundPatient } from '../../base/booking-answers.ts';
import { plainDayText } from '../../base/format.ts';
import { useAction } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { appointmentTag } from '../../booking/states.ts';
import { clockText } from '../../booking/times.ts';
import { useClinicWords } from './clinic-words.ts';
import { findBody } from './find-body.ts';
import { FoundCarers } from './found-carers.tsx';

export function Arrive({ onChanged }: { readonly onChanged: () => void }) {
  const words = useClinicWords();
  const [typed, setTyped] = useState('');
  const [bad, setBad] = useState(false);
  const [found, setFound] = useState<FoundPatient | undefined>(undefined);
  const finding = useAction(async (_key, body: NonNullable<ReturnType<typeof findBody>>) => {
    setFound(undefined);
    setFound(await call('POST /v1/booking/desk/patients/find', { body }));
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const body = findBody(typed);
    setBad(body === undefined);
    if (body !== undefined) void finding.run(body);
  };
  return (
    <section class="card stack tight" aria-labelledby="arrive-title">
      <h2 id="arrive-title">{words('arrive-title')}</h2>
      <form class="stack tight" onSubmit={submit} noValidate>
        <div class={bad ? 'field bad' : 'field'}>
          <label for="arrive">{words('arrive-label')}</label>
          <p class="hint" id="arrive-hint">
            {words('arrive-hint')}
          </p>
          {bad && (
            <p class="error" id="arrive-error" role="alert">
              {words('arrive-bad')}
            </p>
          )}
          <input
            id="arrive"
            autoComplete="off"
            spellcheck={false}
            aria-invalid={bad}
            aria-describedby={bad ? 'arrive-hint arrive-error' : 'arrive-hint'}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <p>
          <ActionButton type="submit" kind="second" busy={finding.busy}>
            {words('arrive-find')}
          </ActionButton>
        </p>
      </form>
      <Refusal problem={finding.problem} />
      {found !== undefined && (
        <Person
          found={found}
          changed={async (one) => {
            setFound({
              ...found,
              today: found.today.map((old) => (old.appointmentId === one.appointmentId ? one : old)),
            });
            onChanged();
          }}
        />
      )}
    </section>
  );
}

interface PersonProps {
  readonly found: FoundPatient;
  readonly changed: (one: AppointmentView) => Promise<void>;
}

function Person({ found, changed }: PersonProps) {
  const words = useClinicWords();
  const { language } = useSettings();
  return (
    <div class="found stack tight" role="status">
      <p>
        <strong>
          <Said>{found.name}</Said>
        </strong>{' '}
        <span class="muted small">
          {words('arrive-born', { when: plainDayText(found.birthDate, language) })} · {found.idNumberMasked} ·{' '}
          {found.phoneMasked}
        </span>
      </p>
      {found.today.length === 0 && <p>{words('arrive-none')}</p>}
      <ul class="plain stack tight">
        {found.today.map((one) => (
          <Booked key={one.appointmentId} one={one} changed={changed} />
        ))}
      </ul>
      <FoundCarers key={found.patientId} found={found} />
    </div>
  );
}

function Booked({ one, changed }: { readonly one: AppointmentView } & Pick<PersonProps, 'changed'>) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const say = useSay();
  const checkingIn = useAction(async (key) => {
    const path = { appointmentId: one.appointmentId };
    await changed(
      await call('POST /v1/booking/desk/appointments/{appointmentId}/check-in', {
        path,
        body: {},
        idempotencyKey: key,
      }),
    );
  });
  return (
    <li class="stack tight">
      <p class="row">
        <span class="number">{clockText(one.start)}</span>
        <span>
          {say(one.department)} {say(one.practitioner)}
          {one.no !== undefined && ` ${booking('number-of', { n: one.no })}`}
        </span>
        <span class={appointmentTag(one.status)}>{booking(`state-${one.status}`)}</span>
      </p>
      {one.status === 'booked' && (
        <p>
          <ActionButton busy={checkingIn.busy} onClick={() => void checkingIn.run()}>
            {words('check-in')}
            <span class="hidden">
              {' '}
              <Said>{one.patientName}</Said>
            </span>
          </ActionButton>
        </p>
      )}
      <Refusal problem={checkingIn.problem} />
    </li>
  );
}
