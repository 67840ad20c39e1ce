/** What booking's calls take and answer. */
import * as z from 'zod';
import { bilingual, day, instant, noted, written } from '../base/words.ts';
import { appointmentId, appointmentStates, bookingEvent, cancelReasons, patientId } from './appointment.ts';
import { closure, directoryId, parts, sessionId, template } from './directory.ts';
import { grades } from './grades.ts';
import { relations, seen } from './patient.ts';
import { ticketPattern } from './turn-ticket.ts';
import { encounter } from './visit-record.ts';
import { place, prescription } from './visit-words.ts';

export const hospitalView = z.strictObject({
  id: directoryId,
  name: bilingual,
  address: z.string(),
  telephone: z.string(),
  /** The booking rules in sentences, told before they bind. */
  rules: z.array(bilingual),
  departments: z.array(
    z.strictObject({
      id: directoryId,
      name: bilingual,
      practitioners: z.array(z.strictObject({ id: directoryId, name: bilingual, grade: z.enum(grades) })),
    }),
  ),
});

export const sessionView = z.strictObject({
  sessionId,
  departmentId: directoryId,
  date: day,
  part: z.enum(parts),
  kind: z.enum(['clinic', 'virtual']),
  start: instant,
  end: instant,
  practitioner: z.strictObject({ id: directoryId, name: bilingual, grade: z.enum(grades) }),
  feeFen: z.int(),
  releaseAt: instant,
  /** Numbers left for people online; 0 also when they have not been released. */
  left: z.int(),
  total: z.int(),
  state: z.enum(['open', 'not-released', 'closed', 'sold-out', 'stopped']),
  replacement: sessionId.optional(),
  /** The queue before it (放号排队), until it is over: from when on a ticket can be had, and when nobody needs one any more. */
  queue: z.strictObject({ opensAt: instant, endsAt: instant }).optional(),
});
export type SessionView = z.infer<typeof sessionView>;

export const daysView = z.strictObject({
  department: z.strictObject({ id: directoryId, name: bilingual, hospital: bilingual }),
  rules: z.array(bilingual),
  sessions: z.array(sessionView),
});

export const sessionNumbers = z.strictObject({
  session: sessionView,
  /** Numbers that can be had online now, with the time of each. */
  free: z.array(z.strictObject({ no: z.int(), start: instant })),
});

/** Names an account that acts for a patient, without telling which account it is. */
export const carerId = z.string().regex(/^[0-9a-f]{24}$/);
export const patientView = z.strictObject({
  patientId,
  name: z.string(),
  relation: z.enum(relations),
  birthDate: day,
  /** Not told to an account that has only asked. */
  cardNumber: z.string().optional(),
  idNumberMasked: z.string(),
  phoneMasked: z.string().optional(),
  /** The caller's own acting for them, by which it is ended. */
  ownId: carerId,
  consentUntil: day.optional(),
  /** The patient has been asked and has not said yes yet. */
  asked: z.literal(true).optional(),
  /** How many accounts wait for my yes, where I speak for this patient. */
  asking: z.int().optional(),
  /** Conditions they were seen for in person: what an online follow-up visit may be for. */
  seen: z.array(seen.pick({ condition: true, at: true })),
  /** It is not the caller's to know: the patient has not said yes in the hall. */
  withheld: z.literal(true).optional(),
});

/** An account that acts for a patient, as those see it who speak for the patient. */
export const carerView = z.strictObject({
  carerId,
  name: z.string(),
  relation: z.enum(relations),
  since: instant,
  consentUntil: day.optional(),
  asked: z.literal(true).optional(),
  agreedAt: instant.optional(),
  /** It is the caller's own. */
  mine: z.boolean(),
});
export type CarerView = z.infer<typeof carerView>;

export const appointmentView = z.strictObject({
  appointmentId,
  version: z.int(),
  status: z.enum(appointmentStates),
  patientId,
  patientName: z.string(),
  sessionId,
  departmentId: directoryId,
  kind: z.enum(['clinic', 'virtual']),
  hospital: bilingual,
  department: bilingual,
  practitioner: bilingual,
  date: day,
  /** Queue number (就诊序号). */
  no: z.int().optional(),
  start: instant,
  end: instant,
  feeFen: z.int(),
  orderId: z.string().optional(),
  /** Condition (ICD-10) it is for, or was. */
  condition: z.string().optional(),
  /** While pending: until when to confirm, or to pay where `orderId` is there. */
  holdUntil: instant.optional(),
  paid: z.boolean(),
  /** The appointment of a stopped session that this one is offered in place of. */
  movedFrom: appointmentId.optional(),
  offered: z.boolean().optional(),
  cancelReason: z.enum(cancelReasons).optional(),
  /** Until when it can be cancelled without a mark, and when check-in opens. */
  cancelUntil: instant,
  checkInFrom: instant,
  place: place.optional(),
});
export type AppointmentView = z.infer<typeof appointmentView>;

/** A visit's record (病历) with what the doctor wrote, for the patient and for those who treat them. */
export const encounterView = encounter
  .pick({ appointmentId: true, kind: true, start: true, end: true, condition: true })
  .extend({
    practitioner: bilingual,
    note: z.string(),
  });

export const appointmentWithRecord = appointmentView.extend({
  record: z.array(bookingEvent.pick({ type: true, at: true, role: true, reason: true })),
  /** After 停诊: a session of the same grade that has numbers. */
  replacement: sessionId.optional(),
  /** After the visit: what it was for and what the doctor wrote (病历), which is the patient's to read (民法典 art. 1225). */
  encounter: encounterView.optional(),
  /** There is a record, for the patient and a child's guardian only; who merely booked does not see it. */
  withheld: z.literal(true).optional(),
});

const condition = z.string().regex(/^[A-Z]\d{2}(\.\d{1,4})?$/);

export const registerPatientBody = z.strictObject({
  name: written(50),
  idNumber: z.string().regex(/^\d{17}[\dX]$/),
  phone: z.string().regex(/^1\d{10}$/),
  relation: z.enum(relations),
  /** Until when the patient lets the caller book for them; needed for anyone but oneself. */
  consentUntil: day.optional(),
  /** The caller's own identity number, as a child's guardian. */
  guardian: z
    .string()
    .regex(/^\d{17}[\dX]$/)
    .optional(),
});

/** A place in the queue before a hot session. */
export const turnBody = z.strictObject({
  patientId,
  sessionId,
  condition: condition.optional(),
  /** The appointment that is to be moved there: that it is in the same department that day is no obstacle. */
  replaces: appointmentId.optional(),
});
export const turnView = z.strictObject({
  sessionId,
  patientId,
  /** Which turn of how many, by lot: the same at every asking. */
  turn: z.int(),
  turns: z.int(),
  /** When it comes, to the second. */
  admittedFrom: instant,
  releaseAt: instant,
  /** From then on nobody needs a ticket. */
  endsAt: instant,
  /** Goes with the booking; good only for this account, patient and session. */
  ticket: z.string(),
  /** Until when; another of the same turn can be had at any time. */
  ticketUntil: instant,
});
export type TurnView = z.infer<typeof turnView>;
const queueTicket = z.string().regex(ticketPattern);

export const bookBody = z.strictObject({
  patientId,
  sessionId,
  /** A number one wants; any free one otherwise. */
  no: z.int().min(1).max(150).optional(),
  mode: z.enum(['hold', 'book']).default('book'),
  /** Condition (ICD-10) that an online follow-up visit is for. */
  condition: condition.optional(),
  /** Ticket of the queue, where the session has one. */
  ticket: queueTicket.optional(),
});
export const waitBody = bookBody.pick({ patientId: true, sessionId: true, condition: true });
export const moveBody = bookBody.pick({ sessionId: true, no: true, ticket: true });
/** At the window: a person with their card, who has no account or did not use it. */
export const windowPatientBody = registerPatientBody.pick({ name: true, idNumber: true, phone: true, guardian: true });
export const windowPatient = patientView
  .pick({ patientId: true, name: true, birthDate: true, idNumberMasked: true })
  .extend({ cardNumber: z.string(), phoneMasked: z.string() });
export const windowBookBody = bookBody.pick({ patientId: true, sessionId: true, no: true, condition: true });
export const reasonBody = z.strictObject({ reason: written(200, 2) });
export const squeezeBody = reasonBody.extend({ patientId });
export const stopBody = reasonBody.extend({ replacement: sessionId.optional() });
/** 加诊: a session that no template has. */
export const extraSessionBody = reasonBody.extend({
  ...template.pick({
    practitioner: true,
    kind: true,
    part: true,
    start: true,
    minutes: true,
    total: true,
    feeFen: true,
  }).shape,
  date: day,
});
export const completeBody = bookBody.pick({ condition: true }).extend({
  /** What the doctor writes into the record; kept sealed. */
  note: noted(5000).default(''),
});

/** How reception finds a person: by health card, identity number or the slip's code, in the body, never in a URL. */
export const findPatientBody = z.union([
  z.strictObject({ cardNumber: z.string().regex(/^[0-9A-Z]{8,24}$/) }),
  z.strictObject({ idNumber: z.string().regex(/^\d{17}[\dX]$/) }),
  z.strictObject({ appointmentId }),
]);
export const foundPatient = windowPatient.extend({
  /** Theirs at this hospital today. */
  today: z.array(appointmentView),
  /** Who acts for them in the hall, for reception, which can end what is not right. */
  carers: z.array(carerView.omit({ mine: true })),
});

/** What a doctor sees of the person before them. */
/** A hospital's weekly templates (排班模板) and the days it is closed. */
export const scheduleView = z.strictObject({
  schedules: z.array(
    z.strictObject({
      departmentId: directoryId,
      department: bilingual,
      practitioner: z.strictObject({ id: directoryId, name: bilingual, grade: z.enum(grades) }),
      lines: z.array(template),
    }),
  ),
  closures: z.array(closure),
});

export const stopAnswer = z.strictObject({
  cancelled: z.int(),
  /** Of these, those for whom a number of the replacement is kept until they say yes or no. */
  moved: z.int(),
  /** Sessions of the same grade that day. */
  replacements: z.array(sessionId),
});
export const deskSession = z.strictObject({
  session: sessionView,
  appointments: z.array(appointmentView),
});

/** What reception sees of an appointment; and, for the doctor, what the patient was seen for before in this hospital. */
export const deskAppointment = z.strictObject({
  appointment: appointmentView,
  patient: windowPatient.extend({
    sex: z.enum(['male', 'female']),
    age: z.int(),
    guardianOnRecord: z.boolean(),
  }),
  condition: z.string().optional(),
  /** What the patient was seen for in person, anywhere: an online visit rests on it. */
  seen: patientView.shape.seen,
  record: z.array(bookingEvent.pick({ type: true, at: true, role: true, reason: true })),
  encounters: z.array(encounterView),
  prescriptions: z.array(prescription),
});

export const messageBody = z.strictObject({ text: written(1000) });
export const messageView = z.strictObject({
  messageId: z.string(),
  at: instant,
  from: z.enum(['patient', 'doctor']),
  text: z.string(),
});
export type MessageView = z.infer<typeof messageView>;
