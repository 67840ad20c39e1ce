import type { AppointmentView } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { stepOf } from '../../booking/next-step.ts';
import { appointmentTag } from '../../booking/states.ts';

export function AppointmentRow({ appointment: one }: { readonly appointment: AppointmentView }) {
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  const state = one.status === 'pending' && one.offered === true ? 'offered' : one.status;
  const step = stepOf(one, hallNow());
  return (
    <li>
      <a class="row-link" href={`/booking/appointments/${one.appointmentId}`}>
        <span class="row-name">
          {timeText(one.start, language, hallNow())} {say(one.department)}{' '}
          <span class={appointmentTag(one.status)}>{booking(`state-${state}`)}</span>
        </span>
        <span class="row-facts">
          <span>
            <Said>{one.patientName}</Said>
          </span>
          <span>{say(one.practitioner)}</span>
          {one.no !== undefined && <span class="number">{booking('number-of', { n: one.no })}</span>}
          <span>{say(one.hospital)}</span>
          {step !== undefined && (
            <strong class={step.now ? 'tag amber' : 'tag'}>
              {booking(`step-${step.what}`, {
                at: step.at === undefined ? '' : timeText(step.at, language, hallNow()),
              })}
            </strong>
          )}
        </span>
      </a>
    </li>
  );
}
