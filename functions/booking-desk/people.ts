/** Whom the clinic sees, and when it is open: a person on record, the weekly templates. */
import type * as z from 'zod';
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Carer, PersonOnRecord } from '../../shared/booking/patient.ts';
import { appointmentViewOf, carerShown } from '../../shared/booking/present.ts';
import type { findPatientBody } from '../../shared/booking/views.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingDeskApi } from './api.ts';
import { hospitalOf, mayTouch } from './clinic.ts';

type All = Handlers<typeof bookingDeskApi>;
type Keys = Extract<keyof All, `${string}/schedules` | `${string}/patients/find` | `${string}/carers/${string}`>;

interface Named {
  readonly patientId: string;
  readonly carerId: string;
}
const stands = ({ endedAt }: Carer): boolean => endedAt === undefined;

export const peopleHandlers = ({ room, patients }: BookingDeps): Pick<All, Keys> => {
  /** @throws Problem `not-found`, also for the slip of another hospital */
  async function personFor(caller: Person, body: z.output<typeof findPatientBody>): Promise<PersonOnRecord> {
    if ('cardNumber' in body) return patients.ofCard(body.cardNumber);
    if ('idNumber' in body) return patients.get(await patients.idOf(body.idNumber));
    const { appointment } = await room.store.get(body.appointmentId);
    if (!mayTouch(caller, room.directory, appointment)) throw new Problem('not-found');
    return patients.get(appointment.patientId);
  }

  /** @throws Problem `not-found` */
  async function carerOf(caller: Person, { patientId, carerId }: Named): Promise<Carer> {
    hospitalOf(caller, room.directory);
    const { carers } = await patients.get(patientId);
    const ids = await Promise.all(carers.map(patients.carerIdOf));
    const link = carers[ids.indexOf(carerId)];
    if (link === undefined) throw new Problem('not-found');
    return link;
  }

  return {
    'GET /v1/booking/desk/schedules': async ({ caller }) => {
      const { directory } = room;
      const { id: hospital } = hospitalOf(caller, directory);
      const departments = directory.data.departments.filter((one) => one.hospital === hospital);
      const schedules = departments.flatMap((department) =>
        directory.data.practitioners
          .filter(
            (one) =>
              one.department === department.id && mayTouch(caller, directory, { hospital, practitioner: one.id }),
          )
          .map(({ id, name, grade }) => ({
            departmentId: department.id,
            department: department.name,
            practitioner: { id, name, grade },
            lines: directory.data.templates.filter(({ practitioner }) => practitioner === id),
          })),
      );
      const named = new Set([
        '*',
        hospital,
        ...schedules.flatMap((one) => [one.departmentId, ...one.lines.map((line) => line.schedule)]),
      ]);
      return { body: { schedules, closures: directory.data.closures.filter(({ at }) => named.has(at)) } };
    },

    'POST /v1/booking/desk/patients/find': async ({ caller, body, now }) => {
      const { directory, store } = room;
      const hospital = hospitalOf(caller, directory);
      const { patient, carers } = await personFor(caller, body);
      const { patientId, name, birthDate, cardNumber, idNumberMasked, phoneMasked } = patient;
      // Who acts for them is settled at the window; a doctor has no need of it.
      const theirCarers = caller.roles.includes('receptionist') ? carers.filter(stands) : [];
      const date = dayOf(now);
      const theirs = await store.ofPatient(patientId, date);
      const today = theirs.filter((one) => one.date === date && one.hospital === hospital.id);
      return {
        body: {
          patientId,
          name,
          birthDate,
          cardNumber,
          idNumberMasked,
          phoneMasked,
          today: today.map((one) => appointmentViewOf(one, directory, now)),
          carers: await Promise.all(theirCarers.map(async (one) => carerShown(one, await patients.carerIdOf(one)))),
        },
      };
    },

    'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/agree': async ({ caller, params, now }) => {
      const link = await carerOf(caller, params);
      if (!stands(link)) throw new Problem('not-found');
      return { body: carerShown(await patients.agree(link, now, caller.id), params.carerId) };
    },

    'POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end': async ({ caller, params, body, now }) => {
      const link = await carerOf(caller, params);
      if (stands(link)) {
        await patients.end(link, { by: caller.id, role: 'receptionist', reason: body.reason, at: now });
      }
      return { body: {} };
    },
  };
};
