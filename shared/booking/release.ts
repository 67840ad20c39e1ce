/** A number is given back: by the patient, by staff, by 停诊. What it held is freed in the write that ends it. */
import { type Appointment, appointment as appointmentShape } from './appointment.ts';
import { type Reason, releaseWrites } from './ending.ts';
import { mayCancel } from './life.ts';
import { again, answerOf, type BookingRoom, knownSession, next, refuse, replayed, type Step } from './room.ts';
import { heirOf, heirWrites, offerFreed } from './wait.ts';

/**
 * Cancels, and gives the number to the head of the waitlist in the same transaction. Nobody waiting: it is free, and who
 * joined the waitlist in that very moment is offered it by a second look.
 * @throws Problem `not-found`, `booking-refused`, `conflict`
 */
export function cancel(
  room: BookingRoom,
  appointmentId: string,
  step: Step & { readonly mine: (one: Appointment) => void; readonly byStaff?: true },
): Promise<Appointment> {
  const { store, directory } = room;
  return again(async () => {
    const { appointment: one, replay } = await store.get(appointmentId, step.idempotency);
    step.mine(one);
    const first = replayed(replay);
    if (first !== undefined) return first;
    const policy = directory.policyOf(one.department);
    const { conflicts, late } = mayCancel(one, policy, step.now);
    const binding = step.byStaff === true ? conflicts.filter(({ code }) => code !== 'too-late-to-cancel') : conflicts;
    if (binding.length > 0) return appointmentShape.parse(await refuse(room, step, binding));
    const lateByPatient = late && step.byStaff !== true;
    const reason: Reason = step.byStaff === true ? 'staff' : 'patient';
    const lapsed = one.status === 'pending' && (one.holdUntil ?? '') <= step.now;
    const heir = lapsed || one.no === undefined ? undefined : await heirOf(room, one, step.now);
    const ending = lapsed ? { ...one, no: undefined, guards: [] } : one;
    const ended = releaseWrites(room, ending, reason, step, [], lateByPatient ? { lateCancel: true } : {});
    const answer = next(one, 'cancelled', step, { status: 'cancelled', cancelReason: reason, guards: [] }).appointment;
    await store.commit([
      ...(heir === undefined ? ended : ended.filter(({ label }) => label !== 'number')),
      ...(heir === undefined ? [] : heirWrites(room, heir, { from: one.appointmentId }, step.now)),
      ...(lateByPatient
        ? [store.writes.strike(one.patientId, { kind: 'late-cancel', at: step.now, appointmentId })]
        : []),
      ...answerOf(room, answer, step),
    ]);
    room.soldOut.delete(one.sessionId);
    if (heir === undefined && one.no !== undefined) {
      const changed = (await store.deviations([one.sessionId])).get(one.sessionId);
      await offerFreed(room, knownSession(room, one.sessionId, changed), step.now);
    }
    return answer;
  });
}
