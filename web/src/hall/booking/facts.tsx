/** Who, when, where and with whom: the same lines before and after booking. */
import type { AppointmentView } from '../../base/booking-answers.ts';
import { dayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { conditionText } from '../../booking/conditions.ts';
import { clockText } from '../../booking/times.ts';
import { useHospitals, whereIs } from './hospitals.ts';
import { usePatientWords } from './patient-words.ts';

/** The hospital, with its street and number and its telephone: what one asks for on the way. */
function Where({ one }: { readonly one: AppointmentView }) {
  const words = usePatientWords();
  const say = useSay();
  const { data } = useHospitals();
  const hospital = whereIs(data, one.departmentId)?.hospital;
  return (
    <>
      {say(one.hospital)}
      {hospital !== undefined && (
        <>
          <br />
          <Said>{hospital.address}</Said>
          <br />
          <a class="telephone" href={`tel:${hospital.telephone}`}>
            {words('telephone', { n: hospital.telephone })}
          </a>
        </>
      )}
    </>
  );
}

export function Facts({ one }: { readonly one: AppointmentView }) {
  const words = usePatientWords();
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <dl class="facts brief">
      <div>
        <dt>{words('slip-who')}</dt>
        <dd>
          <Said>{one.patientName}</Said>
        </dd>
      </div>
      <div>
        <dt>{words('slip-time')}</dt>
        <dd class="number">
          {dayText(one.date, language, hallNow())} {clockText(one.start)}
        </dd>
      </div>
      {one.no !== undefined && (
        <div>
          <dt>{words('slip-number')}</dt>
          <dd class="number">{booking('number-of', { n: one.no })}</dd>
        </div>
      )}
      <div>
        <dt>{words('slip-doctor')}</dt>
        <dd>
          {say(one.department)} {say(one.practitioner)}
        </dd>
      </div>
      <div>
        <dt>{words('slip-where')}</dt>
        <dd>{one.kind === 'virtual' ? words('slip-video') : <Where one={one} />}</dd>
      </div>
      {one.condition !== undefined && one.kind === 'virtual' && (
        <div>
          <dt>{words('seen-condition')}</dt>
          <dd>{conditionText(one.condition, say, language)}</dd>
        </div>
      )}
    </dl>
  );
}
