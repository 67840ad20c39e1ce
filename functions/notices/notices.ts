/**
 * Tells people: an event of a case or of an appointment becomes a notice in the inbox of whoever it concerns. A notice's id
 * follows from its event, so a message that comes twice tells once. What nobody asked for is not told in the hospital's quiet hours.
 */
import { type NoticeWork, noticeWork } from '../../events/booking-event.ts';
import { consume } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Instant } from '../../shared/base/words.ts';
import { speaksFor } from '../../shared/booking/acting.ts';
import type { Appointment } from '../../shared/booking/appointment.ts';
import type { BookingStore } from '../../shared/booking/booking-store.ts';
import type { Directory } from '../../shared/booking/directory.ts';
import { outsideQuietHours } from '../../shared/booking/moments.ts';
import { mayKnowCondition } from '../../shared/booking/records.ts';
import { askedTelling, bookingTelling } from '../../shared/booking/telling.ts';
import type { SummaryStore } from '../../shared/cases/summary-store.ts';
import { caseTelling } from '../../shared/cases/telling.ts';
import { noticeIdOf } from '../../shared/notices/notice.ts';
import type { NoticeStore } from '../../shared/notices/notice-store.ts';

export interface NoticeDeps {
  readonly notices: Pick<NoticeStore, 'tell'>;
  readonly cases: Pick<SummaryStore, 'find'>;
  readonly bookings: Pick<BookingStore, 'get' | 'carersOf' | 'asked'>;
  readonly directory: () => Directory;
  readonly clock: () => Instant;
}

export const makeHandler = (deps: NoticeDeps) =>
  consume(noticeWork, (message) => {
    switch (message.kind) {
      case 'case':
        return tellApplicant(deps, message);
      case 'booking':
        return tellPatient(deps, message);
      case 'asked':
        return tellAsked(deps, message);
    }
  });

type Of<K extends NoticeWork['kind']> = Extract<NoticeWork, { kind: K }>;

async function tellApplicant({ cases, notices, clock }: NoticeDeps, message: Of<'case'>): Promise<void> {
  const { type, caseId, at, eventId } = message;
  const entry = await cases.find(caseId);
  // Drafts are thrown away; what was submitted is kept.
  if (entry === undefined) return;
  const telling = caseTelling(type, entry, dayOf(clock()));
  if (telling === undefined) return;
  const noticeId = noticeIdOf(at, eventId);
  await notices.tell(entry.applicant.id, { noticeId, at, ...telling, about: { room: 'case', id: caseId } });
  log('info', 'NOTICE_TOLD', { eventId });
}

async function tellPatient(deps: NoticeDeps, { type, appointmentId, at, eventId }: Of<'booking'>): Promise<void> {
  const { appointment } = await deps.bookings.get(appointmentId);
  const directory = deps.directory();
  const telling = bookingTelling(type, appointment, directory, deps.clock());
  if (telling === undefined) return;
  const tellAt = isAwaited(type, appointment) ? at : outsideQuietHours(directory.policyOf(appointment.department), at);
  const noticeId = noticeIdOf(tellAt, eventId);
  const about = { room: 'appointment' as const, id: appointmentId };
  for (const account of await accountsOf(deps, appointment)) {
    await deps.notices.tell(account, { noticeId, at: tellAt, ...telling, about });
  }
  log('info', 'NOTICE_TOLD', { eventId });
}

/** Those who may say yes or no for a patient, as long as it has not been said: a name each, and nothing of anybody's health. */
async function tellAsked({ bookings, notices, clock }: NoticeDeps, { eventId, at }: Of<'asked'>): Promise<void> {
  const found = await bookings.asked(eventId);
  if (found === undefined) return;
  const { asked, person } = found;
  const link = person.carers.find(({ account }) => account === asked.account);
  // Answered meanwhile, or asked anew since, which is told of by itself.
  if (link?.asked !== true || link.endedAt !== undefined || link.since !== asked.at) return;
  const telling = askedTelling(link, person.patient);
  const about = { room: 'patient' as const, id: person.patient.patientId };
  const today = dayOf(clock());
  for (const { account } of person.carers.filter((one) => speaksFor(person, one.account, today))) {
    await notices.tell(account, { noticeId: noticeIdOf(at, eventId), at, ...telling, about });
  }
  log('info', 'NOTICE_TOLD', { eventId });
}

/** The person has just asked for it, or stands at the door: that is no disturbance. */
const isAwaited = (type: Of<'booking'>['type'], { cancelReason }: Appointment): boolean =>
  type === 'booked' || type === 'called' || (type === 'cancelled' && cancelReason === 'patient');

/** Who made it; when the clinic did, the patient and those to whom they have said yes: where somebody goes is a matter of health. */
async function accountsOf({ bookings, clock }: NoticeDeps, { account, patientId }: Appointment): Promise<string[]> {
  if (account !== '') return [account];
  const carers = await bookings.carersOf(patientId);
  return carers.filter((one) => mayKnowCondition(one, dayOf(clock()))).map(({ account }) => account);
}
