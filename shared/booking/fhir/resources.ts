/** The directory and its appointments as FHIR R4 resources. Pure. */
import type * as fhir from '@medplum/fhirtypes';
import type { Instant } from '../../base/words.ts';
import { type Appointment, statusNow } from '../appointment.ts';
import { isFree, type NumberRow } from '../booking-rows.ts';
import type { Department, Directory, Hospital, Practitioner } from '../directory.ts';
import type { Carer, Patient } from '../patient.ts';
import { numberIdOf, type Session, timeOf } from '../session.ts';
import type { EncounterRecord } from '../visit-record.ts';
import type { Prescription } from '../visit-words.ts';

/** Code systems of our own. */
export const systems = {
  credit: 'urn:oid:2.16.156.10011.1.30',
  card: 'urn:banshi:unified-health-card',
  specialty: 'urn:banshi:medical-subject',
  grade: 'urn:banshi:professional-grade',
  number: 'urn:banshi:queue-number',
  conflict: 'urn:banshi:booking-conflict',
} as const;

export const organizationOf = (one: Hospital): fhir.Organization => ({
  resourceType: 'Organization',
  id: one.id,
  identifier: [{ system: systems.credit, value: one.code }],
  active: true,
  name: one.name.zh,
  alias: [one.name.en],
});

export const locationOf = (one: Hospital): fhir.Location => ({
  resourceType: 'Location',
  id: one.id,
  identifier: [{ system: systems.credit, value: one.code }],
  status: 'active',
  name: one.name.zh,
  alias: [one.name.en],
  telecom: [{ system: 'phone', value: one.telephone }],
  address: { text: one.address, line: [one.address], country: 'CN' },
  ...(one.position === undefined ? {} : { position: { ...one.position } }),
  managingOrganization: { reference: `Organization/${one.id}` },
});

export const serviceOf = (one: Department): fhir.HealthcareService => ({
  resourceType: 'HealthcareService',
  id: one.id,
  active: true,
  providedBy: { reference: `Organization/${one.hospital}` },
  specialty: [specialtyOf(one)],
  type: [specialtyOf(one)],
  location: [{ reference: `Location/${one.hospital}` }],
  name: one.name.zh,
});

const specialtyOf = ({ specialty, name }: Department): fhir.CodeableConcept => ({
  coding: [{ system: systems.specialty, code: specialty, display: name.zh }],
  text: name.zh,
});

export const practitionerOf = (one: Practitioner): fhir.Practitioner => ({
  resourceType: 'Practitioner',
  id: one.id,
  active: true,
  name: [{ text: one.name.zh, family: one.name.zh.slice(0, 1), given: [one.name.zh.slice(1)] }],
  qualification: [
    { code: { coding: [{ system: systems.grade, code: one.grade }] }, period: { start: one.practisingSince } },
  ],
});

export function roleOf(one: Practitioner, { departments }: Directory): fhir.PractitionerRole {
  const department = departments.get(one.department);
  return {
    resourceType: 'PractitionerRole',
    id: one.id,
    active: true,
    practitioner: { reference: `Practitioner/${one.id}`, display: one.name.zh },
    ...(department === undefined
      ? {}
      : {
          organization: { reference: `Organization/${department.hospital}` },
          specialty: [specialtyOf(department)],
          location: [{ reference: `Location/${department.hospital}` }],
          healthcareService: [{ reference: `HealthcareService/${department.id}` }],
        }),
    code: [{ coding: [{ system: systems.grade, code: one.grade }] }],
  };
}

export function scheduleOf(id: string, directory: Directory): fhir.Schedule | undefined {
  const line = directory.templates.get(id)?.[0];
  const who = directory.practitioners.get(line?.practitioner ?? '');
  const department = directory.departments.get(who?.department ?? '');
  if (line === undefined || who === undefined || department === undefined) return undefined;
  return {
    resourceType: 'Schedule',
    id,
    active: true,
    serviceCategory: [{ text: line.kind === 'virtual' ? '互联网诊疗' : '门诊' }],
    serviceType: [specialtyOf(department)],
    specialty: [specialtyOf(department)],
    actor: [
      { reference: `Practitioner/${who.id}`, display: who.name.zh },
      { reference: `HealthcareService/${department.id}`, display: department.name.zh },
      { reference: `Location/${department.hospital}` },
    ],
    planningHorizon: { start: line.from, ...(line.to === undefined ? {} : { end: line.to }) },
  };
}

/** A number (号源): free, locked (锁号), taken, or withdrawn (停诊). */
export function slotOf(
  session: Session,
  no: number,
  row: NumberRow | undefined,
  directory: Directory,
  now: Instant,
): fhir.Slot {
  const department = directory.departments.get(session.department);
  const time = timeOf(session, no);
  return {
    resourceType: 'Slot',
    id: numberIdOf(session.sessionId, no),
    identifier: [{ system: systems.number, value: String(no) }],
    ...(department === undefined
      ? {}
      : { serviceType: [specialtyOf(department)], specialty: [specialtyOf(department)] }),
    schedule: { reference: `Schedule/${session.schedule}` },
    status: slotStatus(session, row, now),
    ...time,
  };
}

function slotStatus(session: Session, row: NumberRow | undefined, now: Instant): fhir.Slot['status'] {
  if (session.stopped !== undefined || now < session.releaseAt) return 'busy-unavailable';
  if (row === undefined || isFree(row, now)) return 'free';
  if (row.state === 'void') return 'busy-unavailable';
  return row.state === 'held' ? 'busy-tentative' : 'busy';
}

type Status = fhir.Appointment['status'];

export function appointmentResource(one: Appointment, directory: Directory, now: Instant): fhir.Appointment {
  const status: Status = statusNow(one, now);
  const open = status === 'pending' || status === 'waitlist';
  const department = directory.departments.get(one.department);
  return {
    resourceType: 'Appointment',
    id: one.appointmentId,
    meta: { versionId: String(one.version), lastUpdated: one.updatedAt },
    ...(one.no === undefined ? {} : { identifier: [{ system: systems.number, value: String(one.no) }] }),
    status,
    // app-4: a reason for those that ended only.
    ...(status === 'cancelled' || status === 'noshow' ? { cancelationReason: reasonOf(one) } : {}),
    ...(department === undefined
      ? {}
      : { serviceType: [specialtyOf(department)], specialty: [specialtyOf(department)] }),
    ...(one.condition === undefined
      ? {}
      : { reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: one.condition }] }] }),
    start: one.start,
    end: one.end,
    created: one.createdAt,
    ...(one.no === undefined ? {} : { slot: [{ reference: `Slot/${numberIdOf(one.sessionId, one.no)}` }] }),
    participant: [
      {
        actor: { reference: `Patient/${one.patientId}` },
        required: 'required',
        status: open ? 'needs-action' : status === 'cancelled' ? 'declined' : 'accepted',
      },
      {
        actor: {
          reference: `Practitioner/${one.practitioner}`,
          display: directory.practitioners.get(one.practitioner)?.name.zh ?? '',
        },
        required: 'required',
        status: status === 'cancelled' ? 'declined' : 'accepted',
      },
      { actor: { reference: `Location/${one.hospital}` }, required: 'required', status: 'accepted' },
    ],
  };
}

const reasonOf = (one: Appointment): fhir.CodeableConcept => {
  const system = 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason';
  const byProvider = one.cancelReason === 'stopped' || one.cancelReason === 'staff';
  return { coding: [{ system, code: byProvider ? 'prov' : 'pat' }], text: one.cancelReason ?? one.status };
};

/** A number that `$find` proposes. */
export function proposalOf(session: Session, no: number, directory: Directory): fhir.Appointment {
  const department = directory.departments.get(session.department);
  return {
    resourceType: 'Appointment',
    id: numberIdOf(session.sessionId, no),
    status: 'proposed',
    ...(department === undefined
      ? {}
      : { serviceType: [specialtyOf(department)], specialty: [specialtyOf(department)] }),
    ...timeOf(session, no),
    slot: [{ reference: `Slot/${numberIdOf(session.sessionId, no)}` }],
    participant: [
      {
        actor: {
          reference: `Practitioner/${session.practitioner}`,
          display: directory.practitioners.get(session.practitioner)?.name.zh ?? '',
        },
        required: 'required',
        status: 'tentative',
      },
      { actor: { reference: `Location/${session.hospital}` }, required: 'required', status: 'tentative' },
    ],
  };
}

/** What each of an appointment's participants has said: the patient's word and the practitioner's. */
export function responsesOf(one: Appointment, directory: Directory, now: Instant): fhir.AppointmentResponse[] {
  return appointmentResource(one, directory, now).participant.flatMap(({ actor, status }, index) =>
    actor === undefined || status === 'needs-action'
      ? []
      : [
          {
            resourceType: 'AppointmentResponse' as const,
            id: `${one.appointmentId}-${index}`,
            appointment: { reference: `Appointment/${one.appointmentId}` },
            start: one.start,
            end: one.end,
            actor,
            participantStatus: status,
          },
        ],
  );
}

export const patientResource = (one: Patient): fhir.Patient => ({
  resourceType: 'Patient',
  id: one.patientId,
  meta: { versionId: '1', lastUpdated: one.createdAt },
  identifier: [{ system: systems.card, value: one.cardNumber }],
  active: true,
  name: [{ text: one.name, family: one.name.slice(0, 1), given: [one.name.slice(1) || one.name] }],
  gender: one.sex,
  birthDate: one.birthDate,
  ...(one.guardian === undefined
    ? {}
    : { contact: [{ relationship: [{ text: '监护人' }], name: { text: '已登记' } }] }),
});

/** A visit that has ended, as its record has it. */
export const encounterResource = (one: EncounterRecord): fhir.Encounter => ({
  resourceType: 'Encounter',
  id: one.appointmentId,
  status: 'finished',
  class: {
    system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
    code: one.kind === 'virtual' ? 'VR' : 'AMB',
  },
  subject: { reference: `Patient/${one.patientId}` },
  participant: [{ individual: { reference: `Practitioner/${one.practitioner}` } }],
  appointment: [{ reference: `Appointment/${one.appointmentId}` }],
  period: { start: one.start, end: one.end },
  ...(one.condition === undefined
    ? {}
    : { reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: one.condition }] }] }),
  serviceProvider: { reference: `Organization/${one.hospital}` },
});

/** Each medicine of a prescription; active only under both signatures. */
export const medicationRequestsOf = (one: Prescription): fhir.MedicationRequest[] =>
  one.medicines.map((medicine, index) => ({
    resourceType: 'MedicationRequest',
    id: `${one.prescriptionId}-${index + 1}`,
    meta: { versionId: String(one.version) },
    groupIdentifier: { system: 'urn:banshi:prescription', value: one.prescriptionId },
    status: one.status,
    intent: 'order',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.whocc.no/atc', code: medicine.code, display: medicine.name }],
      text: medicine.name,
    },
    subject: { reference: `Patient/${one.patientId}` },
    encounter: { reference: `Encounter/${one.appointmentId}` },
    authoredOn: one.doctor.at,
    requester: { reference: `Practitioner/${one.practitioner}` },
    dosageInstruction: [{ text: medicine.dosage }],
    dispenseRequest: {
      expectedSupplyDuration: { value: medicine.days, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' },
    },
  }));

/** That somebody may book for a patient, and until when. */
export const consentOf = (one: Carer): fhir.Consent => ({
  resourceType: 'Consent',
  id: `${one.patientId}-${one.relation}`,
  status: one.asked === true ? 'proposed' : 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: `Patient/${one.patientId}` },
  dateTime: one.since,
  policyRule: { text: '授权他人代为预约' },
  provision: {
    type: 'permit',
    ...(one.consentUntil === undefined ? {} : { period: { start: one.since, end: one.consentUntil } }),
  },
});
