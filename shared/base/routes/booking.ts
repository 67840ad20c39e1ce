/** Numbers at hospitals, and what a patient does with theirs. */
import type { Route } from '../route.ts';

export const bookingRoutes = {
  'GET /v1/booking/hospitals': { function: 'booking', roles: 'public' },
  'GET /v1/booking/departments/{departmentId}/sessions': { function: 'booking', roles: 'public' },
  'GET /v1/booking/sessions/{sessionId}': { function: 'booking', roles: 'public' },
  'POST /v1/booking/patients': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/patients': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/patients/{patientId}/carers': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/end': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/queue': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/appointments': { function: 'booking', roles: ['citizen'], idempotent: true },
  'POST /v1/booking/waitlist': { function: 'booking', roles: ['citizen'], idempotent: true },
  'GET /v1/booking/appointments': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}/calendar': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/appointments/{appointmentId}/confirm': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },
  'POST /v1/booking/appointments/{appointmentId}/reschedule': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },
  'POST /v1/booking/appointments/{appointmentId}/cancel': { function: 'booking', roles: ['citizen'], idempotent: true },
  'POST /v1/booking/appointments/{appointmentId}/check-in': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },

  'GET /v1/booking/appointments/{appointmentId}/visit': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}/prescriptions': { function: 'booking', roles: ['citizen'] },
  'GET /v1/booking/appointments/{appointmentId}/messages': { function: 'booking', roles: ['citizen'] },
  'POST /v1/booking/appointments/{appointmentId}/messages': {
    function: 'booking',
    roles: ['citizen'],
    idempotent: true,
  },
} as const satisfies Record<string, Route>;
