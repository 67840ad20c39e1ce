/** One of the person's appointments, as it stands. */
import { call } from '../../base/api.ts';
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { type Live, useLive } from '../../booking/use-live.ts';

export type LiveAppointment = Live<AppointmentWithRecord>;

/** Looked at again every eight seconds: the doctor may call, or a hold end, at any moment. */
export function useAppointment(id: string): LiveAppointment {
  return useLive(id, () => call('GET /v1/booking/appointments/{appointmentId}', { path: { appointmentId: id } }), 8);
}
