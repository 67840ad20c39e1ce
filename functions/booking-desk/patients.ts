/** Those who stand at the window or sit before the doctor. */
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { ageOn } from '../../shared/booking/moments.ts';
import type { Patient } from '../../shared/booking/patient.ts';
import { birthDateOf, registrationFaults, sexOf } from '../../shared/booking/patient-rules.ts';
import { appointmentViewOf } from '../../shared/booking/present.ts';
import { encounterViewOf } from '../../shared/booking/visit.ts';
import type { VisitDeps } from '../booking-deps.ts';
import type { bookingDeskApi } from './api.ts';
import { hospitalOf, mayTouch } from './clinic.ts';

type All = Handlers<typeof bookingDeskApi>;
type Keys = Extract<keyof All, `${string}/desk/patients`> | 'GET /v1/booking/desk/appointments/{appointmentId}';

export const patientHandlers = ({ room, patients, visits }: VisitDeps): Pick<All, Keys> => ({
  'POST /v1/booking/desk/patients': async ({ caller, body, now }) => {
    hospitalOf(caller, room.directory);
    const faults = registrationFaults(body, dayOf(now));
    if (faults.length > 0) throw new Problem('invalid-fields', faults);
    const patient = await patients.enrol(
      {
        ...body,
        birthDate: birthDateOf(body.idNumber),
        sex: sexOf(body.idNumber),
        guardian: body.guardian,
        now,
      },
      caller.id,
    );
    return { body: viewOf(patient) };
  },

  'GET /v1/booking/desk/appointments/{appointmentId}': async ({ caller, params, now }) => {
    const { appointment, events } = await room.store.whole(params.appointmentId);
    if (!mayTouch(caller, room.directory, appointment)) throw new Problem('not-found');
    const isDoctor = caller.roles.includes('doctor');
    const [{ patient, seen }, records, prescribed] = await Promise.all([
      patients.get(appointment.patientId),
      isDoctor ? visits.encountersOf(appointment.patientId) : [],
      isDoctor ? visits.prescriptionsOf(appointment.patientId) : [],
    ]);
    // What another hospital wrote is that hospital's.
    const here = records.filter(({ hospital }) => hospital === appointment.hospital);
    const written = await Promise.all(here.map((one) => visits.encounterOf(one.appointmentId)));
    return {
      body: {
        appointment: appointmentViewOf(appointment, room.directory, now),
        patient: {
          ...viewOf(patient),
          sex: patient.sex,
          age: ageOn(patient.birthDate, dayOf(now)),
          guardianOnRecord: patient.guardian !== undefined,
        },
        seen: isDoctor ? seen.map(({ condition, at }) => ({ condition, at })) : [],
        ...(appointment.condition === undefined ? {} : { condition: appointment.condition }),
        record: events.map(({ type, at, role, reason }) => ({ type, at, role, ...(reason && { reason }) })),
        encounters: written.flatMap((one) => (one === undefined ? [] : [encounterViewOf(one, room.directory)])),
        prescriptions: prescribed.filter(({ hospital }) => hospital === appointment.hospital),
      },
    };
  },
});

const viewOf = ({ patientId, name, birthDate, cardNumber, idNumberMasked, phoneMasked }: Patient) => ({
  ...{ patientId, name, birthDate, cardNumber, idNumberMasked, phoneMasked },
});
