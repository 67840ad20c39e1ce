/** Booking's words as its calls answer them. Pure. */
import { secondsAfter } from '../base/time.ts';
import type { Bilingual, Instant } from '../base/words.ts';
import { type Appointment, statusNow } from './appointment.ts';
import { isFree, type NumberRow } from './booking-rows.ts';
import type { Directory } from './directory.ts';
import { momentOf } from './moments.ts';
import type { Carer } from './patient.ts';
import { placeOf } from './queue.ts';
import { numbersFor, type Session, sessionOf, timeOf } from './session.ts';
import { doorsOf } from './turns.ts';
import type { AppointmentView, CarerView, SessionView } from './views.ts';

/** @param carerId names the account to those who may see this, and tells nothing else of it */
export function carerShown(link: Carer, carerId: string): Omit<CarerView, 'mine'> {
  const { name = '—', relation, since, consentUntil, asked, agreedAt } = link;
  return {
    ...{ carerId, name, relation, since },
    ...(consentUntil === undefined ? {} : { consentUntil }),
    ...(asked === undefined ? {} : { asked }),
    ...(agreedAt === undefined ? {} : { agreedAt }),
  };
}

const unknown: Bilingual = { zh: '—', en: '—' };

/** @param session the others of the session, where the place in line is told */
export function appointmentViewOf(
  one: Appointment,
  directory: Directory,
  now: Instant,
  session?: readonly Appointment[],
): AppointmentView {
  const policy = directory.policyOf(one.department);
  const minutes =
    sessionOf(directory, one.sessionId)?.minutes ?? (Date.parse(one.end) - Date.parse(one.start)) / 60_000;
  const place = session === undefined ? undefined : placeOf(one, session, minutes, now);
  const { appointmentId, version, patientId, patientName, sessionId, kind, date, no, start, end, feeFen, orderId } =
    one;
  const status = statusNow(one, now);
  return {
    appointmentId,
    version,
    status,
    patientId,
    patientName,
    sessionId,
    departmentId: one.department,
    kind,
    hospital: directory.hospitals.get(one.hospital)?.name ?? unknown,
    department: directory.departments.get(one.department)?.name ?? unknown,
    practitioner: directory.practitioners.get(one.practitioner)?.name ?? unknown,
    date,
    ...(no === undefined ? {} : { no }),
    start,
    end,
    feeFen,
    ...(orderId === undefined ? {} : { orderId }),
    ...(one.condition === undefined ? {} : { condition: one.condition }),
    ...(status !== 'pending' || one.holdUntil === undefined ? {} : { holdUntil: one.payUntil ?? one.holdUntil }),
    paid: one.paidAt !== undefined,
    ...(one.movedFrom === undefined ? {} : { movedFrom: one.movedFrom }),
    ...(one.offered === undefined ? {} : { offered: one.offered }),
    ...(one.cancelReason !== undefined
      ? { cancelReason: one.cancelReason }
      : status !== one.status
        ? { cancelReason: 'lapsed' as const }
        : {}),
    cancelUntil: momentOf(policy.cancelUntil, one),
    checkInFrom: secondsAfter(start, -policy.checkInOpens * 60),
    ...(place === undefined ? {} : { place: { ...place } }),
  };
}

/** Numbers that people online can have now. */
export function freeOnline(
  session: Session,
  directory: Directory,
  rows: ReadonlyMap<number, NumberRow>,
  now: Instant,
): { no: number; start: Instant }[] {
  const policy = directory.policyOf(session.department);
  const open = session.stopped === undefined && now >= session.releaseAt && now < momentOf(policy.bookUntil, session);
  if (!open) return [];
  return numbersFor(session, 'online', policy, now)
    .filter((no) => isFree(rows.get(no), now))
    .map((no) => ({ no, start: timeOf(session, no).start }));
}

export function sessionViewOf(
  session: Session,
  directory: Directory,
  rows: ReadonlyMap<number, NumberRow>,
  now: Instant,
): SessionView {
  const who = directory.practitioners.get(session.practitioner);
  const left = freeOnline(session, directory, rows, now).length;
  const doors = doorsOf(session, directory);
  const { sessionId, department, date, part, kind, start, end, feeFen, releaseAt, total, stopped } = session;
  return {
    sessionId,
    departmentId: department,
    date,
    part,
    kind,
    start,
    end,
    practitioner: { id: session.practitioner, name: who?.name ?? unknown, grade: who?.grade ?? 'resident' },
    feeFen,
    releaseAt,
    left,
    total,
    state: stateOf(session, directory, left, now),
    ...(stopped?.replacement === undefined ? {} : { replacement: stopped.replacement }),
    ...(doors === undefined || now >= doors.endsAt ? {} : { queue: { opensAt: doors.opensAt, endsAt: doors.endsAt } }),
  };
}

function stateOf(session: Session, directory: Directory, left: number, now: Instant): SessionView['state'] {
  if (session.stopped !== undefined) return 'stopped';
  if (now < session.releaseAt) return 'not-released';
  if (now >= momentOf(directory.policyOf(session.department).bookUntil, session)) return 'closed';
  return left === 0 ? 'sold-out' : 'open';
}
