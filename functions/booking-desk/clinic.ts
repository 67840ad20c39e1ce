/** Where somebody of a clinic works, and what they may touch: nothing of another hospital exists for them. */
import type { Call, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { Appointment } from '../../shared/booking/appointment.ts';
import type { Directory, Hospital } from '../../shared/booking/directory.ts';
import { type Actor, type BookingRoom, knownSession, type Step } from '../../shared/booking/room.ts';
import type { Session } from '../../shared/booking/session.ts';

/** @throws Problem `forbidden` when their agency is no hospital */
export function hospitalOf({ agency }: Person, { data }: Directory): Hospital {
  const found = data.hospitals.find(({ code }) => code === agency);
  if (found === undefined) throw new Problem('forbidden');
  return found;
}

/** Reception works for the whole hospital, a doctor on their own sessions. */
export function mayTouch(
  caller: Person,
  directory: Directory,
  one: Pick<Session, 'hospital' | 'practitioner'>,
): boolean {
  if (hospitalOf(caller, directory).id !== one.hospital) return false;
  return caller.roles.includes('receptionist') || directory.practitionersOf(caller.id).includes(one.practitioner);
}

/** @throws Problem `not-found` also when it is another's */
export async function sessionFor(room: BookingRoom, caller: Person, sessionId: string): Promise<Session> {
  const changed = await room.store.deviations([sessionId]);
  const session = knownSession(room, sessionId, changed.get(sessionId));
  if (!mayTouch(caller, room.directory, session)) throw new Problem('not-found');
  return session;
}

export const actorOf = ({ id, roles }: Person): Actor => ({
  id,
  role: roles.includes('receptionist') ? 'receptionist' : 'doctor',
});

type Signed = Pick<Call<Operation>, 'caller' | 'idempotency' | 'now'>;

export function stepFor(
  { directory }: BookingRoom,
  { caller, idempotency, now }: Signed,
): Step & { mine: (one: Appointment) => void } {
  return {
    actor: actorOf(caller),
    idempotency,
    now,
    mine: (one) => {
      if (!mayTouch(caller, directory, one)) throw new Problem('not-found');
    },
  };
}
