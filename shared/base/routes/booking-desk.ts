/** The clinic's desk: reception, doctor, pharmacist. */
import type { Route } from '../route.ts';

const clinic = ['receptionist', 'doctor'] as const;

export const bookingDeskRoutes = {
  'POST /v1/booking/desk/patients': { function: 'booking-desk', roles: ['receptionist'] },
  'POST /v1/booking/desk/appointments': { function: 'booking-desk', roles: ['receptionist'], idempotent: true },
  'GET /v1/booking/desk/sessions': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/sessions': { function: 'booking-desk', roles: ['receptionist'], idempotent: true },
  'GET /v1/booking/desk/sessions/{sessionId}/replacements': { function: 'booking-desk', roles: clinic },
  'GET /v1/booking/desk/sessions/{sessionId}': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/sessions/{sessionId}/squeeze-in': {
    function: 'booking-desk',
    roles: clinic,
    idempotent: true,
  },
  'POST /v1/booking/desk/sessions/{sessionId}/stop': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/sessions/{sessionId}/call-next': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'GET /v1/booking/desk/schedules': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/patients/find': { function: 'booking-desk', roles: clinic },
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/agree': {
    function: 'booking-desk',
    roles: ['receptionist'],
  },
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end': {
    function: 'booking-desk',
    roles: ['receptionist'],
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/check-in': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/complete': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/no-show': {
    function: 'booking-desk',
    roles: clinic,
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/cancel': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/reschedule': {
    function: 'booking-desk',
    roles: ['receptionist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/admit': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'GET /v1/booking/desk/appointments/{appointmentId}': { function: 'booking-desk', roles: clinic },
  'GET /v1/booking/desk/appointments/{appointmentId}/visit': { function: 'booking-desk', roles: ['doctor'] },
  'GET /v1/booking/desk/appointments/{appointmentId}/messages': { function: 'booking-desk', roles: ['doctor'] },
  'POST /v1/booking/desk/appointments/{appointmentId}/messages': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions': {
    function: 'booking-desk',
    roles: ['doctor'],
    idempotent: true,
  },
  'GET /v1/booking/desk/prescriptions': { function: 'booking-desk', roles: ['pharmacist'] },
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/approve': {
    function: 'booking-desk',
    roles: ['pharmacist'],
    idempotent: true,
  },
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/reject': {
    function: 'booking-desk',
    roles: ['pharmacist'],
    idempotent: true,
  },
} as const satisfies Record<string, Route>;
