/** What booking's calls answer, the patients' and the clinic's. Types only. */
import type * as z from 'zod';
import type * as views from '../../../shared/booking/views.ts';
import type { Prescription, visitView } from '../../../shared/booking/visit-words.ts';

export type { Prescription };
export type HospitalView = z.infer<typeof views.hospitalView>;
export type SessionView = views.SessionView;
export type DaysView = z.infer<typeof views.daysView>;
export type SessionNumbers = z.infer<typeof views.sessionNumbers>;
export type TurnView = views.TurnView;
export type PatientView = z.infer<typeof views.patientView>;
export type AppointmentView = views.AppointmentView;
export type AppointmentWithRecord = z.infer<typeof views.appointmentWithRecord>;
export type DeskSession = z.infer<typeof views.deskSession>;
export type CarerView = z.infer<typeof views.carerView>;
export type FoundPatient = z.infer<typeof views.foundPatient>;
export type MessageView = views.MessageView;
export type DeskAppointment = z.infer<typeof views.deskAppointment>;
export type ScheduleView = z.infer<typeof views.scheduleView>;
export type WindowPatient = z.infer<typeof views.windowPatient>;
export type VisitView = z.infer<typeof visitView>;

interface List<T> {
  readonly items: readonly T[];
}

export interface BookingAnswers {
  'GET /v1/booking/hospitals': List<HospitalView>;
  'GET /v1/booking/departments/{departmentId}/sessions': DaysView;
  'GET /v1/booking/sessions/{sessionId}': SessionNumbers;
  'POST /v1/booking/patients': PatientView;
  'GET /v1/booking/patients': List<PatientView>;
  'POST /v1/booking/queue': TurnView;
  'POST /v1/booking/appointments': AppointmentView;
  'POST /v1/booking/waitlist': AppointmentView;
  'GET /v1/booking/appointments': List<AppointmentView>;
  'GET /v1/booking/appointments/{appointmentId}': AppointmentWithRecord;
  'GET /v1/booking/appointments/{appointmentId}/calendar': string;
  'POST /v1/booking/appointments/{appointmentId}/confirm': AppointmentView;
  'POST /v1/booking/appointments/{appointmentId}/reschedule': AppointmentView;
  'POST /v1/booking/appointments/{appointmentId}/cancel': AppointmentView;
  'POST /v1/booking/appointments/{appointmentId}/check-in': AppointmentView;
  'GET /v1/booking/appointments/{appointmentId}/visit': VisitView;
  'GET /v1/booking/appointments/{appointmentId}/messages': List<MessageView>;
  'POST /v1/booking/appointments/{appointmentId}/messages': MessageView;
  'GET /v1/booking/appointments/{appointmentId}/prescriptions': List<Prescription>;

  'GET /v1/booking/patients/{patientId}/carers': List<CarerView>;
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree': CarerView;
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/end': Record<string, never>;
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/agree': Omit<CarerView, 'mine'>;
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end': Record<string, never>;
  'POST /v1/booking/desk/patients': WindowPatient;
  'POST /v1/booking/desk/appointments': AppointmentView;
  'POST /v1/booking/desk/sessions': SessionView;
  'GET /v1/booking/desk/sessions': List<SessionView>;
  'GET /v1/booking/desk/sessions/{sessionId}': DeskSession;
  'GET /v1/booking/desk/schedules': ScheduleView;
  'POST /v1/booking/desk/patients/find': FoundPatient;
  'POST /v1/booking/desk/sessions/{sessionId}/squeeze-in': AppointmentView;
  'POST /v1/booking/desk/sessions/{sessionId}/stop': z.infer<typeof views.stopAnswer>;
  'POST /v1/booking/desk/sessions/{sessionId}/call-next': AppointmentView;
  'POST /v1/booking/desk/appointments/{appointmentId}/check-in': AppointmentView;
  'POST /v1/booking/desk/appointments/{appointmentId}/complete': AppointmentView;
  'POST /v1/booking/desk/appointments/{appointmentId}/no-show': AppointmentView;
  'POST /v1/booking/desk/appointments/{appointmentId}/cancel': AppointmentView;
  'POST /v1/booking/desk/appointments/{appointmentId}/reschedule': AppointmentView;
  'POST /v1/booking/desk/appointments/{appointmentId}/admit': AppointmentView;
  'GET /v1/booking/desk/appointments/{appointmentId}/visit': VisitView;
  'GET /v1/booking/desk/appointments/{appointmentId}/messages': List<MessageView>;
  'POST /v1/booking/desk/appointments/{appointmentId}/messages': MessageView;
  'GET /v1/booking/desk/appointments/{appointmentId}': DeskAppointment;
  'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions': Prescription;
  'GET /v1/booking/desk/prescriptions': List<Prescription>;
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/approve': Prescription;
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/reject': Prescription;
}
