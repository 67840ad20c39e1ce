/** The clinic's side of a visit: the way into the room, prescriptions and their second signature. */
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { refusal } from '../../shared/booking/conflicts.ts';
import { mayEnter, roomOf, stateOf } from '../../shared/booking/visit.ts';
import { prescribe, review, say } from '../../shared/booking/visit-steps.ts';
import type { Prescription } from '../../shared/booking/visit-words.ts';
import type { VisitDeps } from '../booking-deps.ts';
import type { bookingDeskApi } from './api.ts';
import { hospitalOf, mayTouch, stepFor } from './clinic.ts';

type All = Handlers<typeof bookingDeskApi>;
type Keys = Extract<keyof All, `${string}/visit` | `${string}/messages` | `${string}/prescriptions${string}`>;

type Reviewing = Pick<Call<Operation>, 'caller' | 'idempotency' | 'now'> & {
  readonly params: { readonly prescriptionId: string };
};

export const visitHandlers = ({ room, visits, patients, media }: VisitDeps): Pick<All, Keys> => {
  async function appointmentFor(caller: Person, id: string) {
    const { appointment } = await room.store.get(id);
    if (!mayTouch(caller, room.directory, appointment)) throw new Problem('not-found');
    return appointment;
  }

  /** @param reason against it; none: approved */
  async function reviewBy({ caller, params, idempotency, now }: Reviewing, reason?: string, seen?: string) {
    const hospital = hospitalOf(caller, room.directory);
    const mine = (one: Prescription): void => {
      if (one.hospital !== hospital.id) throw new Problem('not-found');
    };
    const step = {
      actor: { id: caller.id, role: 'pharmacist' as const },
      idempotency,
      now,
      reason,
      mine,
      ...(seen === undefined ? {} : { seen }),
    };
    return { body: await review({ room, visits }, params.prescriptionId, step) };
  }

  return {
    'GET /v1/booking/desk/appointments/{appointmentId}/messages': async ({ caller, params }) => {
      const one = await appointmentFor(caller, params.appointmentId);
      return { body: { items: await visits.messages(one.appointmentId) } };
    },

    'POST /v1/booking/desk/appointments/{appointmentId}/messages': async (call) => {
      const line = { from: 'doctor' as const, text: call.body.text };
      return { body: await say({ room, visits }, call.params.appointmentId, line, stepFor(room, call)) };
    },

    'GET /v1/booking/desk/appointments/{appointmentId}/visit': async ({ caller, params, query: { role }, now }) => {
      const one = await appointmentFor(caller, params.appointmentId);
      const found = mayEnter(one);
      if (found.length > 0) throw refusal(found);
      const state = stateOf(one);
      if (state !== 'admitted') return { body: { state, role } };
      const identity = `${role}-${one.appointmentId}`;
      const ticket = await media.ticket({ room: roomOf(one), identity, name: caller.name, role, now });
      return { body: { state, role, ticket: { ...ticket } } };
    },

    'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions': async (call) => ({
      body: await prescribe({ room, visits, patients }, call.params.appointmentId, call.body, stepFor(room, call)),
    }),

    'GET /v1/booking/desk/prescriptions': async ({ caller }) => ({
      body: { items: await visits.drafts(hospitalOf(caller, room.directory).id) },
    }),
    'POST /v1/booking/desk/prescriptions/{prescriptionId}/approve': (call) => reviewBy(call, undefined, call.body.seen),
    'POST /v1/booking/desk/prescriptions/{prescriptionId}/reject': (call) => reviewBy(call, call.body.reason),
  };
};
