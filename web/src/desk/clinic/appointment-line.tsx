/** One appointment in a session's list, with what may be done with it now. */

import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { AppointmentView } from '../../base/booking-answers.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import type { SignedIn } from '../../base/person.ts';
import { Said } from '../../base/said.tsx';
import { ActionButton } from '../../base/ui.tsx';
import { useBookingWords } from '../../booking/booking-words.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { appointmentTag } from '../../booking/states.ts';
import { clockText } from '../../booking/times.ts';
import { CancelFor, MoveFor } from './change-forms.tsx';
import { useClinicWords } from './clinic-words.ts';

export interface LineProps {
  readonly one: AppointmentView;
  readonly person: SignedIn;
  readonly changed: (what: string) => Promise<void>;
}

export function AppointmentLine({ one, person, changed }: LineProps) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const [open, setOpen] = useState<'cancel' | 'move' | undefined>(undefined);
  const state = one.status === 'pending' && one.offered === true ? 'offered' : one.status;
  const done = async (what: string) => {
    setOpen(undefined);
    await changed(what);
  };
  return (
    <li class="line">
      <span class="line-no number">{one.no ?? '—'}</span>
      <span class="line-who">
        <strong>
          <Said>{one.patientName}</Said>
        </strong>{' '}
        <span class="number muted">{clockText(one.start)}</span>
      </span>
      <span class="line-state">
        <span class={appointmentTag(one.status)}>{booking(`state-${state}`)}</span>
        {one.place !== undefined && (
          <span class="small muted">
            {one.place.before === 0 ? words('place-next') : words('place-before', { n: one.place.before })}
          </span>
        )}
      </span>
      <div class="line-do row">
        {person.roles.includes('doctor') ? (
          <DoctorActions one={one} changed={changed} />
        ) : (
          <ReceptionActions one={one} changed={changed} open={setOpen} />
        )}
      </div>
      {open === 'cancel' && <CancelFor one={one} done={done} close={() => setOpen(undefined)} />}
      {open === 'move' && <MoveFor one={one} done={done} close={() => setOpen(undefined)} />}
    </li>
  );
}

type ActionsProps = Pick<LineProps, 'one' | 'changed'>;

/** The address of a visit. That of a video visit is a document of its own: only there may camera and microphone be used. */
export const visitHref = ({ appointmentId, sessionId, kind }: AppointmentView): string =>
  `/desk/clinic/visits/${appointmentId}${kind === 'virtual' ? '/room' : ''}?session=${sessionId}`;

function DoctorActions({ one, changed }: ActionsProps) {
  const words = useClinicWords();
  const admitting = useAction(async (key) => {
    const path = { appointmentId: one.appointmentId };
    await call('POST /v1/booking/desk/appointments/{appointmentId}/admit', { path, body: {}, idempotencyKey: key });
    await changed(words('done', { what: words('admit'), name: one.patientName }));
  });
  const self = one.kind === 'virtual' ? { target: '_self' } : {};
  return (
    <>
      {one.status === 'checked-in' && (
        <ActionButton kind="second" busy={admitting.busy} onClick={() => void admitting.run()}>
          {words('admit')}
          <span class="hidden">
            {' '}
            <Said>{one.patientName}</Said>
          </span>
        </ActionButton>
      )}
      {(one.status === 'arrived' || one.status === 'fulfilled') && (
        <a class={one.status === 'arrived' ? 'button' : 'button second'} href={visitHref(one)} {...self}>
          {words(one.status === 'arrived' ? 'open-visit' : 'see-visit')}
          <span class="hidden">
            {' '}
            <Said>{one.patientName}</Said>
          </span>
        </a>
      )}
      <Refusal problem={admitting.problem} />
    </>
  );
}

function ReceptionActions({ one, changed, open }: ActionsProps & { readonly open: (form: 'cancel' | 'move') => void }) {
  const words = useClinicWords();
  const path = { appointmentId: one.appointmentId };
  const name = one.patientName;
  const checkingIn = useAction(async (key) => {
    await call('POST /v1/booking/desk/appointments/{appointmentId}/check-in', { path, body: {}, idempotencyKey: key });
    await changed(words('done', { what: words('check-in'), name }));
  });
  const missing = useAction(async (key) => {
    if (!confirm(words('no-show-sure', { name }))) return;
    await call('POST /v1/booking/desk/appointments/{appointmentId}/no-show', { path, body: {}, idempotencyKey: key });
    await changed(words('done', { what: words('no-show'), name }));
  });
  const booked = one.status === 'booked';
  const begun = hallNow().getTime() > Date.parse(one.start);
  return (
    <>
      {booked && (
        <ActionButton kind="second" busy={checkingIn.busy} onClick={() => void checkingIn.run()}>
          {words('check-in')}
          <span class="hidden">
            {' '}
            <Said>{name}</Said>
          </span>
        </ActionButton>
      )}
      {booked && begun && (
        <ActionButton kind="danger" busy={missing.busy} onClick={() => void missing.run()}>
          {words('no-show')}
          <span class="hidden">
            {' '}
            <Said>{name}</Said>
          </span>
        </ActionButton>
      )}
      {booked && (
        <button type="button" class="link-button" onClick={() => open('move')}>
          {words('reschedule')}
          <span class="hidden">
            {' '}
            <Said>{name}</Said>
          </span>
        </button>
      )}
      {(booked || one.status === 'waitlist' || one.status === 'pending') && (
        <button type="button" class="link-button" onClick={() => open('cancel')}>
          {words('cancel')}
          <span class="hidden">
            {' '}
            <Said>{name}</Said>
          </span>
        </button>
      )}
      <Refusal problem={checkingIn.problem ?? missing.problem} />
    </>
  );
}
