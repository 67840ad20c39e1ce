/** People on record, and whom one may book for. */
import type { Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Day, Instant } from '../../shared/base/words.ts';
import { speaksFor } from '../../shared/booking/acting.ts';
import { ageOn } from '../../shared/booking/moments.ts';
import type { Carer, PersonOnRecord } from '../../shared/booking/patient.ts';
import { birthDateOf, fault, registrationFaults, sexOf } from '../../shared/booking/patient-rules.ts';
import { carerShown } from '../../shared/booking/present.ts';
import { mayKnowCondition } from '../../shared/booking/records.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingApi } from './api.ts';

type All = Handlers<typeof bookingApi>;
type Keys = Extract<keyof All, `${string}/patients` | `${string}/carers` | `${string}/carers/${string}`>;

export const patientHandlers = ({ patients }: BookingDeps): Pick<All, Keys> => {
  return {
    'POST /v1/booking/patients': async ({ caller, body, now }) => {
      const today = dayOf(now);
      const { idNumber, name, relation, consentUntil } = body;
      const birthDate = birthDateOf(idNumber);
      const faults = [
        ...registrationFaults(body, today),
        ...fault(relation === 'self' && name !== caller.name, 'name', {
          zh: '与您登录的实名不一致。',
          en: 'Not the name you signed in with.',
        }),
        ...fault(relation !== 'self' && (consentUntil ?? '') < today, 'consentUntil', {
          zh: '为他人预约，请填授权到期日。',
          en: 'Say until when they let you book for them.',
        }),
        ...fault(relation === 'child' && body.guardian === undefined, 'guardian', {
          zh: '为孩子登记，请填监护人（您本人）的身份证号。',
          en: 'For a child, give the guardian’s (your own) identity number.',
        }),
        ...fault(relation === 'child' && birthDate <= today && ageOn(birthDate, today) >= 18, 'relation', {
          zh: '已满 18 岁，不是未成年子女。',
          en: 'Eighteen or older is no child to be guarded.',
        }),
      ];
      if (faults.length > 0) throw new Problem('invalid-fields', faults);
      const person = await patients.register({
        ...body,
        account: caller.id,
        accountName: caller.name,
        birthDate,
        sex: sexOf(idNumber),
        consentUntil,
        guardian: body.guardian,
        now,
      });
      return { body: await viewOf(person, caller.id, today) };
    },

    'GET /v1/booking/patients': async ({ caller, now }) => {
      const links = (await patients.ofAccount(caller.id)).filter(stands);
      const people = await Promise.all(links.map((one) => patients.get(one.patientId)));
      const today = dayOf(now);
      return { body: { items: await Promise.all(people.map((person) => viewOf(person, caller.id, today))) } };
    },

    'GET /v1/booking/patients/{patientId}/carers': async ({ caller, params, now }) => {
      const person = await spokenFor(caller, params.patientId, now);
      return {
        body: { items: await Promise.all(person.carers.filter(stands).map((one) => carerViewOf(one, caller))) },
      };
    },

    'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree': async ({ caller, params, now }) => {
      const link = await carerOf(await spokenFor(caller, params.patientId, now), params.carerId);
      if (!stands(link)) throw new Problem('not-found');
      return { body: await carerViewOf(await patients.agree(link, now), caller) };
    },

    'POST /v1/booking/patients/{patientId}/carers/{carerId}/end': async ({ caller, params, now }) => {
      const person = await patients.get(params.patientId);
      const link = await carerOf(person, params.carerId);
      // One may always stop acting for another; the patient may stop anyone.
      const may = link.account === caller.id || speaksFor(person, caller.id, dayOf(now));
      if (!may) throw new Problem('not-found');
      if (stands(link)) await patients.end(link, { by: caller.id, role: 'citizen', at: now });
      return { body: {} };
    },
  };

  /** @throws Problem `not-found` also where the caller does not speak for them: whether somebody is on record is nobody's business */
  async function spokenFor(caller: Person, patientId: string, now: Instant): Promise<PersonOnRecord> {
    const person = await patients.get(patientId);
    if (!speaksFor(person, caller.id, dayOf(now))) throw new Problem('not-found');
    return person;
  }

  async function carerOf(person: PersonOnRecord, carerId: string): Promise<Carer> {
    const ids = await Promise.all(person.carers.map(patients.carerIdOf));
    const link = person.carers[ids.indexOf(carerId)];
    if (link === undefined) throw new Problem('not-found');
    return link;
  }

  /** What an account sees of a patient; one that has only asked sees what it told itself. */
  async function viewOf(person: PersonOnRecord, account: string, today: Day) {
    const { patient, carers, seen } = person;
    const link = carers.find((one) => one.account === account);
    if (link === undefined) throw new Problem('not-found');
    const { patientId, name, birthDate, cardNumber, idNumberMasked, phoneMasked } = patient;
    const asking = speaksFor(person, account, today)
      ? carers.filter((one) => one.asked === true && stands(one)).length
      : 0;
    return {
      ...{ patientId, name, relation: link.relation, birthDate, idNumberMasked },
      ownId: await patients.carerIdOf(link),
      ...(link.asked === true ? { asked: true as const } : { cardNumber, phoneMasked }),
      ...(link.consentUntil === undefined ? {} : { consentUntil: link.consentUntil }),
      ...(asking === 0 ? {} : { asking }),
      ...(mayKnowCondition(link, today)
        ? { seen: seen.map(({ condition, at }) => ({ condition, at })) }
        : { seen: [], withheld: true as const }),
    };
  }

  async function carerViewOf(link: Carer, caller: Person) {
    return { ...carerShown(link, await patients.carerIdOf(link)), mine: link.account === caller.id };
  }
};

const stands = ({ endedAt }: Carer): boolean => endedAt === undefined;
