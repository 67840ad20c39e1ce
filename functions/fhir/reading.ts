/** Read and search: the directory for everyone signed in, people and appointments only within one's reach. */
import type * as fhir from '@medplum/fhirtypes';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { type Appointment, appointmentId } from '../../shared/booking/appointment.ts';
import { parts } from '../../shared/booking/directory.ts';
import { askedNear } from '../../shared/booking/fhir/near.ts';
import { FhirFault } from '../../shared/booking/fhir/outcome.ts';
import {
  appointmentResource,
  consentOf,
  encounterResource,
  locationOf,
  medicationRequestsOf,
  organizationOf,
  patientResource,
  practitionerOf,
  proposalOf,
  responsesOf,
  roleOf,
  scheduleOf,
  serviceOf,
  slotOf,
} from '../../shared/booking/fhir/resources.ts';
import {
  askedDate,
  definitionOf,
  isType,
  matches,
  type ResourceType,
  unknownParameters,
} from '../../shared/booking/fhir/search.ts';
import { addDays, daysFrom, earlier } from '../../shared/booking/moments.ts';
import { mayAttend, maySeeRecord } from '../../shared/booking/records.ts';
import { knownSession } from '../../shared/booking/room.ts';
import { numberId, numberParts, type Session, sessionIdOf, sessionsBetween } from '../../shared/booking/session.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { FhirCall } from './call.ts';

/** @throws Problem `not-found`, FhirFault */
export async function read(deps: BookingDeps, type: string, id: string, call: FhirCall): Promise<fhir.Resource> {
  const { room } = deps;
  if (type === 'Organization') return found(room.directory.data.hospitals.map(organizationOf), id);
  if (!isType(type)) throw new FhirFault(404, 'not-supported', `No resource type ${type.slice(0, 40)} here.`);
  if (type === 'Slot' || (type === 'Appointment' && numberId.safeParse(id).success))
    return readNumber(deps, type, id, call);
  if (type === 'Appointment' && !appointmentId.safeParse(id).success) throw new Problem('not-found');
  if (type === 'Appointment') {
    const { appointment } = await room.store.get(id);
    if (!(await reaches(deps, call, appointment))) throw new Problem('not-found');
    return appointmentResource(appointment, room.directory, call.now);
  }
  return found(await candidates(deps, type, [['_id', id]], call), id);
}

async function readNumber({ room }: BookingDeps, type: string, id: string, { now }: FhirCall): Promise<fhir.Resource> {
  if (!numberId.safeParse(id).success) throw new Problem('not-found');
  const { sessionId, no } = numberParts(id);
  const [changed, rows] = await Promise.all([room.store.deviations([sessionId]), room.store.numbers(sessionId, [no])]);
  const session = knownSession(room, sessionId, changed.get(sessionId));
  if (no < 1 || no > session.total + session.extra) throw new Problem('not-found');
  return type === 'Slot'
    ? slotOf(session, no, rows.get(no), room.directory, now)
    : proposalOf(session, no, room.directory);
}

function found<T extends fhir.Resource>(all: readonly T[], id: string): T {
  const one = all.find((it) => it.id === id);
  if (one === undefined) throw new Problem('not-found');
  return one;
}

/** @returns a searchset, a page of it, with a link to the next */
export async function search(deps: BookingDeps, type: string, call: FhirCall): Promise<fhir.Bundle> {
  if (!isType(type)) throw new FhirFault(404, 'not-supported', `No resource type ${type.slice(0, 40)} here.`);
  const unknown = unknownParameters(
    type,
    call.query.map(([name]) => name),
  );
  if (call.strict && unknown.length > 0) {
    throw new FhirFault(
      400,
      'not-supported',
      unknown.map((name) => `Unknown search parameter: ${name.slice(0, 60)}`),
    );
  }
  const asked = call.query.filter(([name]) => !unknown.includes(name));
  checkValues(type, asked);
  const all = (await candidates(deps, type, asked, call)).filter((one) => matches(type, one, asked));
  return pageOf(all, type, asked, call);
}

/** @throws FhirFault naming every parameter whose value cannot be read */
function checkValues(type: ResourceType, asked: FhirCall['query']): void {
  const wrong = asked.flatMap(([name, value]) => {
    const kind = definitionOf(type, name)?.split(':', 1)[0];
    const each = value.split(',');
    if (kind === 'date' && each.some((one) => askedDate(one) === undefined))
      return [`Parameter ${name} is not a date of FHIR.`];
    if (kind === 'special' && each.some((one) => askedNear(one) === undefined))
      return [`Parameter ${name} is not [latitude]|[longitude]|[distance]|[units].`];
    return [];
  });
  if (wrong.length > 0) throw new FhirFault(400, 'value', wrong);
}

function pageOf(
  all: readonly fhir.Resource[],
  type: string,
  asked: FhirCall['query'],
  { base }: FhirCall,
): fhir.Bundle {
  const value = (name: string): number => Number(asked.find(([one]) => one === name)?.[1] ?? Number.NaN);
  const count = Number.isInteger(value('_count')) ? Math.min(Math.max(value('_count'), 0), 200) : 50;
  const from = Number.isInteger(value('_page')) ? Math.max(value('_page'), 0) : 0;
  const link = (page: number): string => {
    const query = new URLSearchParams();
    for (const [name, text] of asked) if (name !== '_page') query.append(name, text);
    if (page > 0) query.set('_page', String(page));
    return `${base}/${type}?${query}`;
  };
  const page = all.slice(from, from + count);
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: all.length,
    link: [
      { relation: 'self', url: link(from) },
      ...(from + count < all.length && count > 0 ? [{ relation: 'next', url: link(from + count) }] : []),
    ],
    entry: page.map((one) => ({
      fullUrl: `${base}/${one.resourceType}/${one.id}`,
      resource: one,
      search: { mode: 'match' },
    })),
  };
}

type Asked = FhirCall['query'];
const lastOf = (asked: Asked, ...names: string[]): string | undefined =>
  asked
    .find(([name]) => names.includes(name))?.[1]
    ?.split('/')
    .at(-1);

/** Everything of a type that may match and that the caller may see, read by key or index. */
async function candidates(
  deps: BookingDeps,
  type: ResourceType,
  asked: Asked,
  call: FhirCall,
): Promise<fhir.Resource[]> {
  const { room } = deps;
  const { directory } = room;
  const { data } = directory;
  switch (type) {
    case 'Practitioner':
      return data.practitioners.map(practitionerOf);
    case 'PractitionerRole':
      return data.practitioners.map((one) => roleOf(one, directory));
    case 'HealthcareService':
      return data.departments.map(serviceOf);
    case 'Location':
      return data.hospitals.map(locationOf);
    case 'Schedule':
      return [...directory.templates.keys()].flatMap((id) => scheduleOf(id, directory) ?? []);
    case 'Slot':
      return slots(deps, asked, call);
    case 'Patient':
      return (await people(deps, asked, call)).map(({ patient }) => patientResource(patient));
    case 'Consent':
      return (await people(deps, asked, call)).flatMap(({ carers }) =>
        carers.filter((one) => one.relation !== 'self' && one.account === call.caller.id).map(consentOf),
      );
    case 'Appointment':
      return (await appointments(deps, asked, call)).map((one) => appointmentResource(one, directory, call.now));
    case 'AppointmentResponse':
      return (await appointments(deps, asked, call)).flatMap((one) => responsesOf(one, directory, call.now));
    case 'Encounter':
      return (await ofOwnPeople(deps, asked, call, deps.visits.encountersOf)).map(encounterResource);
    case 'MedicationRequest':
      return (await ofOwnPeople(deps, asked, call, deps.visits.prescriptionsOf)).flatMap(medicationRequestsOf);
  }
}

async function slots({ room }: BookingDeps, asked: Asked, { now }: FhirCall): Promise<fhir.Slot[]> {
  const schedule = lastOf(asked, 'schedule');
  if (schedule === undefined) {
    throw new FhirFault(400, 'required', 'Search slots by schedule: Slot?schedule=Schedule/…&start=…');
  }
  const dates = asked.filter(([name]) => name === 'start').flatMap(([, text]) => askedDate(text) ?? []);
  const from = dates.find(({ prefix }) => ['ge', 'gt', 'sa', 'eq'].includes(prefix));
  const to = dates.find(({ prefix }) => ['le', 'lt', 'eb', 'eq'].includes(prefix));
  const first = from === undefined ? dayOf(now) : dayOf(new Date(from.from).toISOString());
  const wanted = to === undefined ? addDays(first, 28) : dayOf(new Date(to.to).toISOString());
  const last = earlier(wanted, addDays(first, 28));
  const days = daysFrom(first, Math.max(0, (Date.parse(last) - Date.parse(first)) / 86_400_000) + 1);
  const ids = days.flatMap((date) => parts.map((part) => sessionIdOf(schedule, date, part)));
  const changed = await room.store.deviations(ids);
  const sessions = sessionsBetween(room.directory, [schedule], first, last, changed);
  const rows = await Promise.all(sessions.map(({ sessionId }) => room.store.numbersListed(sessionId)));
  return sessions.flatMap((one, at) =>
    numbersOf(one).map((no) => slotOf(one, no, rows[at]?.get(no), room.directory, now)),
  );
}

const numbersOf = ({ total, extra }: Session): number[] =>
  Array.from({ length: total + extra }, (_, index) => index + 1);

/** Health records are the patient's own: an account that merely books for another does not see them. */
async function ofOwnPeople<T>(
  { patients }: BookingDeps,
  asked: Asked,
  { caller, now }: FhirCall,
  list: (patientId: string) => Promise<T[]>,
): Promise<T[]> {
  const mine = await patients.ofAccount(caller.id);
  const wanted = lastOf(asked, 'patient', 'subject');
  const own = mine.filter(
    (link) => maySeeRecord(link, dayOf(now)) && (wanted === undefined || wanted === link.patientId),
  );
  return (await Promise.all(own.map(({ patientId }) => list(patientId)))).flat();
}

/** Those one may act for now; of others, also of those one once acted for, nothing is told. */
async function people({ patients }: BookingDeps, asked: Asked, { caller, now }: FhirCall) {
  const mine = (await patients.ofAccount(caller.id)).filter((link) => mayAttend(link, dayOf(now)));
  const wanted = lastOf(asked, '_id', 'patient');
  const ids = mine.map(({ patientId }) => patientId).filter((id) => wanted === undefined || id === wanted);
  return Promise.all(ids.map((id) => patients.get(id)));
}

async function appointments(deps: BookingDeps, asked: Asked, call: FhirCall): Promise<Appointment[]> {
  const { room, patients } = deps;
  const { caller, now } = call;
  if (!isStaff(call)) {
    const mine = await patients.ofAccount(caller.id);
    const lists = await Promise.all(
      mine.map(({ patientId }) => room.store.ofPatient(patientId, addDays(dayOf(now), -365))),
    );
    return lists.flat().filter((one) => one.account === caller.id);
  }
  const day = asked.flatMap(([name, text]) => (name === 'date' ? [askedDate(text)] : []))[0];
  if (day === undefined) throw new FhirFault(400, 'required', 'Staff search appointments by day: Appointment?date=…');
  const date = dayOf(new Date(day.from).toISOString());
  const planned = [...room.directory.templates.keys()];
  // With those that the desk added (加诊): no template has them.
  const here = planned.filter((schedule) => ofAgency(deps, call, schedule));
  const changed = await room.store.deviations(
    here.flatMap((schedule) => parts.map((part) => sessionIdOf(schedule, date, part))),
  );
  const all = sessionsBetween(room.directory, here, date, date, changed);
  const lists = await Promise.all(
    all.filter((one) => touches(deps, call, one)).map((one) => room.store.ofSession(one.sessionId)),
  );
  return lists.flat();
}

/** Is it a schedule of the hospital that the caller works for? */
function ofAgency({ room: { directory } }: BookingDeps, { caller }: FhirCall, schedule: string): boolean {
  const practitioner = directory.templates.get(schedule)?.[0]?.practitioner ?? '';
  const department = directory.practitioners.get(practitioner)?.department ?? '';
  const hospital = directory.departments.get(department)?.hospital ?? '';
  return directory.hospitals.get(hospital)?.code === caller.agency;
}

const isStaff = ({ caller }: FhirCall): boolean =>
  caller.roles.some((role) => role === 'receptionist' || role === 'doctor');

function touches(
  { room }: BookingDeps,
  { caller }: FhirCall,
  one: Pick<Session, 'hospital' | 'practitioner'>,
): boolean {
  const here = room.directory.hospitals.get(one.hospital)?.code === caller.agency;
  return (
    here &&
    (caller.roles.includes('receptionist') || room.directory.practitionersOf(caller.id).includes(one.practitioner))
  );
}

/** A person's own, those they made for others, and a clinic's: anything else does not exist. */
export async function reaches(deps: BookingDeps, call: FhirCall, one: Appointment): Promise<boolean> {
  if (isStaff(call)) return touches(deps, call, one);
  return one.account === call.caller.id;
}
