/** What patients' calls take and answer: find, hold, book, move, cancel, wait, check in. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { day } from '../../shared/base/words.ts';
import { appointmentId, patientId } from '../../shared/booking/appointment.ts';
import { directoryId, sessionId } from '../../shared/booking/directory.ts';
import {
  appointmentView,
  appointmentWithRecord,
  bookBody,
  carerId,
  carerView,
  daysView,
  hospitalView,
  messageBody,
  messageView,
  moveBody,
  patientView,
  registerPatientBody,
  sessionNumbers,
  turnBody,
  turnView,
  waitBody,
} from '../../shared/booking/views.ts';
import { prescription, visitView } from '../../shared/booking/visit-words.ts';
import { emptyBody } from '../../shared/cases/commands.ts';

const ofAppointment = z.strictObject({ appointmentId });
const ofCarer = z.strictObject({ patientId, carerId });
const listOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item) });

export const bookingApi = {
  'GET /v1/booking/hospitals': {
    summary: 'Hospitals, their departments and their booking rules in sentences',
    status: 200,
    answer: listOf(hospitalView),
    problems: [],
  },
  'GET /v1/booking/departments/{departmentId}/sessions': {
    summary: 'Sessions of a department from a day on, with the numbers left',
    params: z.strictObject({ departmentId: directoryId }),
    query: z.strictObject({ from: day.optional(), days: z.coerce.number().int().min(1).max(28).default(7) }),
    status: 200,
    answer: daysView,
    problems: [],
  },
  'GET /v1/booking/sessions/{sessionId}': {
    summary: 'One session with its free numbers and their times',
    params: z.strictObject({ sessionId }),
    status: 200,
    answer: sessionNumbers,
    problems: [],
  },
  'POST /v1/booking/patients': {
    summary: 'Put oneself, a child or another person on record as a patient (实名登记)',
    body: registerPatientBody,
    status: 200,
    answer: patientView,
    problems: ['patient-differs', 'patient-has-account', 'conflict'],
  },
  'GET /v1/booking/patients': {
    summary: 'Everyone I may book for, or have asked to',
    status: 200,
    answer: listOf(patientView),
    problems: [],
  },
  'GET /v1/booking/patients/{patientId}/carers': {
    summary: 'Who may act for me, or for my child, and who asks to',
    params: z.strictObject({ patientId }),
    status: 200,
    answer: listOf(carerView),
    problems: ['not-found'],
  },
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree': {
    summary: 'Let an account that asked book for me, until the day it named',
    params: ofCarer,
    body: emptyBody,
    status: 200,
    answer: carerView,
    problems: ['not-found', 'conflict'],
  },
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/end': {
    summary: 'End it: what the account had booked it keeps, and books no more',
    params: ofCarer,
    body: emptyBody,
    status: 200,
    answer: z.strictObject({}),
    problems: ['not-found', 'conflict'],
  },
  'POST /v1/booking/queue': {
    summary: 'Take a place in the queue before a hot session (放号排队); asked again, the same place',
    body: turnBody,
    status: 200,
    answer: turnView,
    problems: ['not-found', 'booking-refused', 'too-many-tries'],
  },
  'POST /v1/booking/appointments': {
    summary: 'Hold or book a number',
    body: bookBody,
    status: 201,
    answer: appointmentView,
    problems: ['not-found', 'booking-refused', 'too-many-tries', 'conflict'],
  },
  'POST /v1/booking/waitlist': {
    summary: 'Wait for a number of a sold-out session (候补)',
    body: waitBody,
    status: 201,
    answer: appointmentView,
    problems: ['not-found', 'booking-refused', 'too-many-tries', 'conflict'],
  },
  'GET /v1/booking/appointments': {
    summary: 'Appointments of everyone I book for, from 90 days ago on',
    status: 200,
    answer: listOf(appointmentView),
    problems: [],
  },
  'GET /v1/booking/appointments/{appointmentId}': {
    summary: 'One appointment with its record and, once checked in, the place in line',
    params: ofAppointment,
    status: 200,
    answer: appointmentWithRecord,
    problems: [],
  },
  'GET /v1/booking/appointments/{appointmentId}/calendar': {
    summary: 'The appointment as a calendar file',
    params: ofAppointment,
    status: 200,
    answer: z.string(),
    mediaType: 'text/calendar; charset=utf-8',
    problems: [],
  },
  'POST /v1/booking/appointments/{appointmentId}/confirm': {
    summary: 'Take the number that is held for me, or offered from the waitlist',
    params: ofAppointment,
    body: emptyBody,
    status: 200,
    answer: appointmentView,
    problems: ['booking-refused', 'conflict'],
  },
  'POST /v1/booking/appointments/{appointmentId}/reschedule': {
    summary: 'Move to another number or session (改约)',
    params: ofAppointment,
    body: moveBody,
    status: 201,
    answer: appointmentView,
    problems: ['booking-refused', 'too-many-tries', 'conflict'],
  },
  'POST /v1/booking/appointments/{appointmentId}/cancel': {
    summary: 'Give the number back; who waits for it gets it',
    params: ofAppointment,
    body: emptyBody,
    status: 200,
    answer: appointmentView,
    problems: ['booking-refused', 'conflict'],
  },
  'POST /v1/booking/appointments/{appointmentId}/check-in': {
    summary: 'I am there (签到)',
    params: ofAppointment,
    body: emptyBody,
    status: 200,
    answer: appointmentView,
    problems: ['booking-refused', 'conflict'],
  },
  'GET /v1/booking/appointments/{appointmentId}/visit': {
    summary:
      'The video visit: my place while I wait, the way in once the doctor lets me in, again whenever the line fell',
    params: ofAppointment,
    query: z.strictObject({ role: z.enum(['patient', 'guardian', 'interpreter']).default('patient') }),
    status: 200,
    answer: visitView,
    problems: ['booking-refused'],
  },
  'GET /v1/booking/appointments/{appointmentId}/prescriptions': {
    summary: 'Prescriptions of a visit, for the patient and a child’s guardian',
    params: ofAppointment,
    status: 200,
    answer: listOf(prescription),
    problems: ['booking-refused'],
  },
  'GET /v1/booking/appointments/{appointmentId}/messages': {
    summary: 'The chat of a video visit, from the waiting room on',
    params: ofAppointment,
    status: 200,
    answer: listOf(messageView),
    problems: ['booking-refused'],
  },
  'POST /v1/booking/appointments/{appointmentId}/messages': {
    summary: 'Write to the doctor, from check-in until the visit ends',
    params: ofAppointment,
    body: messageBody,
    status: 201,
    answer: messageView,
    problems: ['booking-refused', 'conflict'],
  },
} as const satisfies Api<'booking'>;
