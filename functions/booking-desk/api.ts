/** What the calls of reception and doctors take and answer. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { day, sha256 } from '../../shared/base/words.ts';
import { appointmentId, patientId } from '../../shared/booking/appointment.ts';
import { sessionId } from '../../shared/booking/directory.ts';
import {
  appointmentView,
  carerId,
  carerView,
  completeBody,
  deskAppointment,
  deskSession,
  extraSessionBody,
  findPatientBody,
  foundPatient,
  messageBody,
  messageView,
  moveBody,
  reasonBody,
  scheduleView,
  sessionView,
  squeezeBody,
  stopAnswer,
  stopBody,
  windowBookBody,
  windowPatient,
  windowPatientBody,
} from '../../shared/booking/views.ts';
import { prescribeBody, prescription, prescriptionId, visitView } from '../../shared/booking/visit-words.ts';
import { emptyBody } from '../../shared/cases/commands.ts';

const ofSession = z.strictObject({ sessionId });
const ofAppointment = z.strictObject({ appointmentId });
const step = {
  params: ofAppointment,
  status: 200,
  answer: appointmentView,
  problems: ['booking-refused', 'conflict'],
} as const;

const listOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item) });

export const bookingDeskApi = {
  'POST /v1/booking/desk/patients': {
    summary: 'Find the person at the window by their card, or put them on record',
    body: windowPatientBody,
    status: 200,
    answer: windowPatient,
    problems: ['patient-differs', 'conflict'],
  },
  'POST /v1/booking/desk/appointments': {
    summary: 'Book a number kept for the window; the fee is paid at the desk',
    body: windowBookBody,
    status: 201,
    answer: appointmentView,
    problems: ['not-found', 'booking-refused', 'conflict'],
  },
  'GET /v1/booking/desk/appointments/{appointmentId}': {
    summary:
      'One appointment with its patient; for the doctor also what the patient was seen for and prescribed before',
    params: ofAppointment,
    status: 200,
    answer: deskAppointment,
    problems: [],
  },
  'GET /v1/booking/desk/appointments/{appointmentId}/messages': {
    summary: 'The chat of a video visit',
    params: ofAppointment,
    status: 200,
    answer: listOf(messageView),
    problems: [],
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/messages': {
    summary: 'Write to the patient, from check-in until the visit ends',
    params: ofAppointment,
    body: messageBody,
    status: 201,
    answer: messageView,
    problems: ['booking-refused', 'conflict'],
  },
  'POST /v1/booking/desk/sessions': {
    summary: 'Add a session that no template has (加诊), with a reason that is kept',
    body: extraSessionBody,
    status: 201,
    answer: sessionView,
    problems: ['not-found', 'booking-refused', 'conflict'],
  },
  'GET /v1/booking/desk/sessions/{sessionId}/replacements': {
    summary: 'Sessions of the same grade that could take this one’s patients',
    params: ofSession,
    status: 200,
    answer: listOf(sessionView),
    problems: [],
  },
  'GET /v1/booking/desk/sessions': {
    summary: 'Sessions of my hospital (of mine, for a doctor) on a day',
    query: z.strictObject({ date: day.optional() }),
    status: 200,
    answer: z.strictObject({ items: z.array(sessionView) }),
    problems: [],
  },
  'GET /v1/booking/desk/sessions/{sessionId}': {
    summary: 'One session with its appointments and its line',
    params: ofSession,
    status: 200,
    answer: deskSession,
    problems: [],
  },
  'POST /v1/booking/desk/sessions/{sessionId}/squeeze-in': {
    summary: 'One more number than the session has (加号), with a reason that is kept',
    params: ofSession,
    body: squeezeBody,
    status: 201,
    answer: appointmentView,
    problems: ['booking-refused', 'conflict'],
  },
  'POST /v1/booking/desk/sessions/{sessionId}/stop': {
    summary:
      'Stop a session (停诊): all are cancelled and told; a number with a doctor of the same grade is kept for each until they consent',
    params: ofSession,
    body: stopBody,
    status: 200,
    answer: stopAnswer,
    problems: ['booking-refused', 'conflict'],
  },
  'POST /v1/booking/desk/sessions/{sessionId}/call-next': {
    summary: 'Call in who is next in line',
    params: ofSession,
    body: emptyBody,
    status: 200,
    answer: appointmentView,
    problems: ['booking-refused', 'conflict'],
  },
  'GET /v1/booking/desk/schedules': {
    summary: 'Weekly templates and closed days of my hospital (of mine, for a doctor)',
    status: 200,
    answer: scheduleView,
    problems: [],
  },
  'POST /v1/booking/desk/patients/find': {
    summary: 'A person on record, by health card, identity number or slip, with their appointments of today',
    body: findPatientBody,
    status: 200,
    answer: foundPatient,
    problems: ['not-found'],
  },
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/agree': {
    summary: 'The patient says at the window that the account may book for them',
    params: z.strictObject({ patientId, carerId }),
    body: emptyBody,
    status: 200,
    answer: carerView.omit({ mine: true }),
    problems: ['not-found', 'conflict'],
  },
  'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end': {
    summary: 'End that an account acts for a patient, after looking at their papers; who did so and why is kept',
    params: z.strictObject({ patientId, carerId }),
    body: reasonBody,
    status: 200,
    answer: z.strictObject({}),
    problems: ['not-found', 'conflict'],
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/check-in': {
    ...step,
    summary: 'They are here (签到)',
    body: emptyBody,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/complete': {
    ...step,
    summary: 'Seen; for which condition',
    body: completeBody,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/no-show': {
    ...step,
    summary: 'They did not come (爽约)',
    body: emptyBody,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/cancel': {
    ...step,
    summary: 'Cancel for the patient, with a reason that is kept',
    body: reasonBody,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/reschedule': {
    ...step,
    summary: 'Move to another number or session for the patient (改约)',
    status: 201,
    body: moveBody,
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/admit': {
    ...step,
    summary: 'Let in from the waiting room',
    body: emptyBody,
  },
  'GET /v1/booking/desk/appointments/{appointmentId}/visit': {
    summary: 'The way into the video room, for the doctor, a specialist or an interpreter',
    params: ofAppointment,
    query: z.strictObject({ role: z.enum(['doctor', 'specialist', 'interpreter']).default('doctor') }),
    status: 200,
    answer: visitView,
    problems: ['booking-refused'],
  },
  'POST /v1/booking/desk/appointments/{appointmentId}/prescriptions': {
    summary: 'Write a prescription; a pharmacist must check it',
    params: ofAppointment,
    body: prescribeBody,
    status: 201,
    answer: prescription,
    problems: ['booking-refused', 'conflict'],
  },
  'GET /v1/booking/desk/prescriptions': {
    summary: 'Prescriptions of my hospital that wait for a pharmacist',
    status: 200,
    answer: z.strictObject({ items: z.array(prescription) }),
    problems: [],
  },
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/approve': {
    summary: 'Sign as pharmacist: the prescription is active',
    params: z.strictObject({ prescriptionId }),
    /** `seen`: hash of what was before the pharmacist; another content is not signed unseen. */
    body: z.strictObject({ seen: sha256.optional() }),
    status: 200,
    answer: prescription,
    problems: ['booking-refused', 'conflict'],
  },
  'POST /v1/booking/desk/prescriptions/{prescriptionId}/reject': {
    summary: 'Send back with a reason',
    params: z.strictObject({ prescriptionId }),
    body: reasonBody,
    status: 200,
    answer: prescription,
    problems: ['booking-refused', 'conflict'],
  },
} as const satisfies Api<'booking-desk'>;
