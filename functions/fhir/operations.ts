/**
 * `$find`, `$hold`, `$book` and `$cancel` of IHE ITI Scheduling. A `Parameters` body names the number as IHE does
 * (`appointment-reference`, `appointment-resource`) or as Medplum does (`slot`, a Slot or a reference to one). What succeeds
 * is a Bundle with exactly one Appointment. `$queue` is the hall's own: a place in the queue before a hot session, answered as
 * Parameters with the ticket that `$hold` and `$book` take as `queue-ticket`.
 */
import type * as fhir from '@medplum/fhirtypes';
import * as z from 'zod';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { type Appointment, appointmentId } from '../../shared/booking/appointment.ts';
import { drawTurn } from '../../shared/booking/draw.ts';
import { FhirFault } from '../../shared/booking/fhir/outcome.ts';
import { appointmentResource, proposalOf, systems } from '../../shared/booking/fhir/resources.ts';
import { dateRange } from '../../shared/booking/fhir/search.ts';
import { addDays, earlier } from '../../shared/booking/moments.ts';
import { freeOnline } from '../../shared/booking/present.ts';
import { mayAttend } from '../../shared/booking/records.ts';
import { cancel } from '../../shared/booking/release.ts';
import {
  numberId,
  numberIdOf,
  numberParts,
  sessionIdOf,
  sessionsBetween,
  timeOf,
} from '../../shared/booking/session.ts';
import { confirm, reschedule } from '../../shared/booking/steps.ts';
import { take } from '../../shared/booking/take.ts';
import type { Wish } from '../../shared/booking/wish.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { FhirCall } from './call.ts';

const reference = z.looseObject({ reference: z.string() });
const parameter = z.looseObject({
  name: z.string(),
  valueReference: reference.optional(),
  valueString: z.string().optional(),
  valueDateTime: z.string().optional(),
  valueUri: z.string().optional(),
  resource: z.looseObject({ resourceType: z.string() }).optional(),
});
const parameters = z.looseObject({ resourceType: z.literal('Parameters'), parameter: z.array(parameter).default([]) });
type Parameter = z.infer<typeof parameter>;

/** @param id of the instance that the operation was called on, if it was */
export async function operate(
  deps: BookingDeps,
  type: string,
  name: string,
  id: string | undefined,
  body: unknown,
  call: FhirCall,
): Promise<fhir.Bundle | fhir.Parameters> {
  if (type !== 'Appointment') throw new FhirFault(404, 'not-supported', 'Operations are those of Appointment.');
  const parsed = parameters.safeParse(body);
  if (!parsed.success) throw new FhirFault(400, 'structure', 'The body is not a Parameters resource.');
  const input = parsed.data.parameter;
  switch (name) {
    case '$find':
      return find(deps, input, call);
    case '$hold':
      return one(deps, await takeNumber(deps, input, call, 'hold'), call);
    case '$book':
      return one(deps, await book(deps, input, call), call);
    case '$queue':
      return queue(deps, input, call);
    case '$cancel':
      return one(deps, await give(deps, id ?? appointmentIn(input), call), call);
    default:
      throw new FhirFault(404, 'not-supported', 'The operations are $find, $queue, $hold, $book and $cancel.');
  }
}

const one = ({ room }: BookingDeps, made: Appointment, { base, now }: FhirCall): fhir.Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: 1,
  entry: [
    {
      fullUrl: `${base}/Appointment/${made.appointmentId}`,
      resource: appointmentResource(made, room.directory, now),
      search: { mode: 'match' },
    },
  ],
});

const textOf = (input: readonly Parameter[], name: string): string | undefined => {
  const found = input.find((it) => it.name === name);
  return found?.valueString ?? found?.valueDateTime ?? found?.valueReference?.reference ?? found?.valueUri;
};
const idOf = (text: string | undefined): string => text?.split('/').at(-1) ?? '';

async function find({ room }: BookingDeps, input: readonly Parameter[], { base, now }: FhirCall): Promise<fhir.Bundle> {
  const [from, to] = ['start', 'end'].map((name) => dateRange(textOf(input, name) ?? ''));
  if (from === undefined || to === undefined)
    throw new FhirFault(400, 'required', 'Give start and end, both dates of FHIR.');
  const { directory } = room;
  const wanted = {
    practitioner: idOf(textOf(input, 'practitioner')),
    specialty: textOf(input, 'specialty')?.split('|').at(-1) ?? '',
    hospital: idOf(textOf(input, 'organization') ?? textOf(input, 'location-reference')),
  };
  const departments = directory.data.departments.filter(
    (it) =>
      (wanted.specialty === '' || it.specialty === wanted.specialty) &&
      (wanted.hospital === '' || it.hospital === wanted.hospital) &&
      (wanted.practitioner === '' || directory.practitioners.get(wanted.practitioner)?.department === it.id),
  );
  if (wanted.practitioner === '' && departments.length > 8) {
    throw new FhirFault(400, 'too-costly', 'Name a practitioner, a specialty or an organization.');
  }
  const first = dayOf(new Date(Math.max(from.from, Date.parse(now))).toISOString());
  const end = dayOf(new Date(to.to).toISOString());
  const last = earlier(end, addDays(first, 14));
  const schedules = departments.flatMap(({ id }) => directory.schedules.get(id) ?? []);
  const planned = sessionsBetween(directory, schedules, first, last);
  const changed = await room.store.deviations(planned.map(({ sessionId }) => sessionId));
  const sessions = sessionsBetween(directory, schedules, first, last, changed).filter(
    (it) => (wanted.practitioner === '' || it.practitioner === wanted.practitioner) && now >= it.releaseAt,
  );
  const rows = await Promise.all(sessions.map(({ sessionId }) => room.store.numbersListed(sessionId)));
  const proposed = sessions.flatMap((session, at) =>
    freeOnline(session, directory, rows[at] ?? new Map(), now)
      .filter(({ start }) => Date.parse(start) >= from.from && Date.parse(start) <= to.to)
      .map(({ no }) => proposalOf(session, no, directory)),
  );
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: proposed.length,
    entry: proposed.slice(0, 100).map((it) => ({
      fullUrl: `${base}/Appointment/${it.id}`,
      resource: it,
      search: { mode: 'match' },
    })),
  };
}

/** A place in the queue of the number's session. */
async function queue(deps: BookingDeps, input: readonly Parameter[], call: FhirCall): Promise<fhir.Parameters> {
  const { sessionId } = numberParts(numberIn(input, deps));
  call.mayAsk(sessionId);
  const patientId = await patientIn(deps, input, call);
  const moved = appointmentIn(input);
  const replaces = appointmentId.safeParse(moved).success ? moved : undefined;
  const drawn = await drawTurn(deps.room, { sessionId, patientId, replaces, account: call.caller.id, now: call.now });
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'queue-ticket', valueString: drawn.ticket },
      { name: 'ticket-until', valueInstant: drawn.ticketUntil },
      { name: 'turn', valueInteger: drawn.turn },
      { name: 'turns', valueInteger: drawn.turns },
      { name: 'admitted-from', valueInstant: drawn.admittedFrom },
      { name: 'queue-ends', valueInstant: drawn.endsAt },
    ],
  };
}

const ticketIn = (input: readonly Parameter[]): { ticket?: string } => {
  const ticket = textOf(input, 'queue-ticket');
  return ticket === undefined ? {} : { ticket };
};

/** @throws FhirFault when no number is named */
function numberIn(input: readonly Parameter[], deps: BookingDeps): string {
  const slot = input.find(({ name, resource }) => name === 'slot' || resource?.resourceType === 'Slot');
  const named = [
    idOf(textOf(input, 'appointment-reference')),
    idOf(slot?.valueReference?.reference),
    String(slot?.resource?.id ?? ''),
    slotIn(input),
    byTime(slot?.resource, deps),
  ];
  const found = named.find((it) => numberId.safeParse(it).success);
  if (found === undefined) throw new FhirFault(400, 'required', 'Name the number: appointment-reference, or slot.');
  return found;
}

/** The slot of an `appointment-resource`. */
const slotIn = (input: readonly Parameter[]): string => {
  const whole = z
    .looseObject({ slot: z.array(reference).optional() })
    .safeParse(input.find(({ name }) => name === 'appointment-resource')?.resource);
  return idOf(whole.data?.slot?.[0]?.reference);
};

/** A Slot that has no id is found by its schedule and start, as Medplum's `$find` proposes it. */
function byTime(resource: unknown, { room }: BookingDeps): string {
  const slot = z.looseObject({ schedule: reference, start: z.string() }).safeParse(resource);
  const range = slot.success ? dateRange(slot.data.start) : undefined;
  if (!slot.success || range === undefined) return '';
  const schedule = idOf(slot.data.schedule.reference);
  const date = dayOf(new Date(range.from).toISOString());
  const session = sessionsBetween(room.directory, [schedule], date, date).find(
    (it) =>
      [sessionIdOf(schedule, date, 'am'), sessionIdOf(schedule, date, 'pm')].includes(it.sessionId) &&
      Date.parse(it.start) <= range.from &&
      range.from < Date.parse(it.end),
  );
  if (session === undefined) return '';
  const no = Math.floor((range.from - Date.parse(session.start)) / (session.minutes * 60_000)) + 1;
  return Date.parse(timeOf(session, no).start) === range.from ? numberIdOf(session.sessionId, no) : '';
}

const appointmentIn = (input: readonly Parameter[]): string => {
  const resource = input.find(({ name }) => name === 'appointment-resource')?.resource;
  return idOf(textOf(input, 'appointment-reference')) || String(resource?.id ?? '');
};

/** Who it is for: named by reference, by card, or oneself. */
async function patientIn(
  { patients }: BookingDeps,
  input: readonly Parameter[],
  { caller, now }: FhirCall,
): Promise<string> {
  const named = idOf(textOf(input, 'patient-reference'));
  if (appointmentId.safeParse(named).success) return named;
  const resource = z
    .looseObject({
      id: z.string().optional(),
      identifier: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).optional(),
    })
    .safeParse(input.find(({ name }) => name === 'patient-resource')?.resource);
  const mine = (await patients.ofAccount(caller.id)).filter((link) => mayAttend(link, dayOf(now)));
  if (!resource.success) {
    const self = mine.find(({ relation }) => relation === 'self');
    if (self === undefined)
      throw new FhirFault(422, 'required', 'Name the patient: patient-reference or patient-resource.');
    return self.patientId;
  }
  const { id, identifier = [] } = resource.data;
  const people = await Promise.all(mine.map(({ patientId }) => patients.get(patientId)));
  const found = people.find(
    ({ patient }) =>
      patient.patientId === id ||
      identifier.some(({ system, value }) => system === systems.card && value === patient.cardNumber),
  );
  if (found === undefined) throw new FhirFault(422, 'not-found', 'No such patient that you may book for.');
  return found.patient.patientId;
}

async function takeNumber(
  deps: BookingDeps,
  input: readonly Parameter[],
  call: FhirCall,
  mode: Wish['mode'],
): Promise<Appointment> {
  const { sessionId, no } = numberParts(numberIn(input, deps));
  call.mayTry(sessionId);
  const patientId = await patientIn(deps, input, call);
  return take(deps.room, { ...asOf(call), ...ticketIn(input), patientId, sessionId, no, mode });
}

const asOf = ({ caller, idempotency, now }: FhirCall) => ({
  actor: { id: caller.id, role: 'citizen' as const },
  account: caller.id,
  channel: 'online' as const,
  idempotency,
  now,
});

const stepOf = (call: FhirCall) => ({
  ...asOf(call),
  mine: (it: Appointment): void => {
    if (it.account !== call.caller.id) throw new Problem('not-found');
    mustMatch(it, call);
  },
});

/** @throws FhirFault 412 when the caller has seen another version */
function mustMatch({ version }: Appointment, { ifMatch }: FhirCall): void {
  if (ifMatch === undefined) return;
  const wanted = /^(?:W\/)?"(\d+)"$/.exec(ifMatch.trim())?.[1];
  if (wanted !== String(version))
    throw new FhirFault(412, 'conflict', 'The appointment has changed since you read it.');
}

/** Of a held one: confirm. Of a proposed one: book. Of a booked one in another slot: move. */
async function book(deps: BookingDeps, input: readonly Parameter[], call: FhirCall): Promise<Appointment> {
  const id = appointmentIn(input);
  if (!appointmentId.safeParse(id).success) return takeNumber(deps, input, call, 'book');
  const slot = slotIn(input);
  if (slot === '') return confirm(deps.room, id, stepOf(call));
  const to = numberParts(slot);
  call.mayTry(to.sessionId);
  return reschedule(deps.room, id, { ...to, ...ticketIn(input) }, stepOf(call));
}

function give({ room }: BookingDeps, id: string, call: FhirCall): Promise<Appointment> {
  if (!appointmentId.safeParse(id).success) throw new Problem('not-found');
  return cancel(room, id, stepOf(call));
}
