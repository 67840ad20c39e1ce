/** The slip, as the paper it stands for: number, code, seal. Its code is read at the hospital's reception. */
import { encode } from 'uqr';
import type { AppointmentView } from '../../base/booking-answers.ts';
import { Icon } from '../../base/icon.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { PaperSign } from '../paper-sign.tsx';
import { Facts } from './facts.tsx';
import { usePatientWords } from './patient-words.ts';

export function Slip({ one }: { readonly one: AppointmentView }) {
  const words = usePatientWords();
  const booking = useBookingWords();
  const say = useSay();
  return (
    <section class="paper slip" aria-labelledby="slip">
      <h2 id="slip" class="paper-title">
        {words('slip-title')}
      </h2>
      <div class="slip-head">
        {one.no !== undefined && (
          <p class="slip-number">
            <span class="muted small">{words('slip-number')}</span>
            <strong>{booking('number-of', { n: one.no })}</strong>
          </p>
        )}
        <Code text={one.appointmentId} label={words('slip-code')} />
      </div>
      <Facts one={one} />
      {one.kind === 'clinic' && <p class="small muted">{words('slip-show')}</p>}
      <p class="small muted break">{one.appointmentId}</p>
      <PaperSign agency={one.hospital} />
      <p class="no-print">
        <button type="button" class="link-button" onClick={() => print()}>
          <Icon name="print" /> {words('slip-print')}
        </button>
      </p>
      <span class="hidden">{say(one.hospital)}</span>
    </section>
  );
}

/** A QR code as one path: dark modules on white, with the quiet zone the standard asks for. */
function Code({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg class="code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
