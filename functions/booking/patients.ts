/** People on record, and whom one may book for. */
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { ageOn } from '../../shared/booking/moments.ts';
import type { Carer, PersonOnRecord } from '../../shared/booking/patient.ts';
import { birthDateOf, fault, registrationFaults, sexOf } from '../../shared/booking/patient-rules.ts';
import { mayAttend } from '../../shared/booking/records.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { bookingApi } from './api.ts';

type Keys = 'POST /v1/booking/patients' | 'GET /v1/booking/patients';

export const patientHandlers = ({ patients }: BookingDeps): Pick<Handlers<typeof bookingApi>, Keys> => ({
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
    const patient = await patients.register({
      ...body,
      account: caller.id,
      birthDate,
      sex: sexOf(idNumber),
      consentUntil,
      guardian: body.guardian,
      now,
    });
    return { body: viewOf(await patients.get(patient.patientId), { relation, consentUntil }) };
  },

  'GET /v1/booking/patients': async ({ caller, now }) => {
    const carers = await patients.ofAccount(caller.id);
    const people = await Promise.all(carers.map((one) => patients.get(one.patientId)));
    return {
      body: {
        items: people.flatMap((person, at) => {
          const link = carers[at];
          if (link === undefined) return [];
          const { seen, ...rest } = viewOf(person, link);
          // What they were seen for is told while one may book for them.
          return [{ ...rest, seen: mayAttend(link, dayOf(now)) ? seen : [] }];
        }),
      },
    };
  },
});

function viewOf(
  { patient, seen }: PersonOnRecord,
  { relation, consentUntil }: Pick<Carer, 'relation' | 'consentUntil'>,
) {
  const { patientId, name, birthDate, cardNumber, idNumberMasked, phoneMasked } = patient;
  return {
    patientId,
    name,
    relation,
    birthDate,
    cardNumber,
    idNumberMasked,
    phoneMasked,
    ...(consentUntil === undefined ? {} : { consentUntil }),
    seen: seen.map(({ condition, at }) => ({ condition, at })),
  };
}
