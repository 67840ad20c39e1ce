/** Checked in: the place in line and an honest estimate; then called in. */
import type { AppointmentWithRecord } from '../../base/booking-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { usePatientWords } from './patient-words.ts';

interface LineProps {
  readonly one: AppointmentWithRecord;
}

export function InLine({ one }: LineProps) {
  const words = usePatientWords();
  return (
    <section class="card next stack tight" aria-labelledby="line">
      <h2 id="line">{words('line-title')}</h2>
      {one.place !== undefined && <Place place={one.place} />}
      {one.kind === 'virtual' && <RoomLink id={one.appointmentId} called={false} />}
    </section>
  );
}

/** Said again by screen readers when it changes. */
export function Place({ place }: { readonly place: NonNullable<AppointmentWithRecord['place']> }) {
  const words = usePatientWords();
  const { language } = useSettings();
  return (
    <div class="stack tight" role="status">
      <p class="place">{place.before === 0 ? words('line-next') : words('line-before', { n: place.before })}</p>
      <p class="number">{words('line-estimate', { when: timeText(place.estimate, language, hallNow()) })}</p>
      <p class="small muted">{words(place.measured ? 'line-measured' : 'line-planned')}</p>
    </div>
  );
}

export function Called({ one }: LineProps) {
  const words = usePatientWords();
  const say = useSay();
  return (
    <section class="card next mine stack tight" aria-labelledby="called" role="status">
      <h2 id="called">{words('called-title')}</h2>
      {one.kind === 'virtual' ? (
        <RoomLink id={one.appointmentId} called />
      ) : (
        <p>{words('called-text', { department: say(one.department), doctor: say(one.practitioner) })}</p>
      )}
    </section>
  );
}

/** Opened as a document of its own (`target`): only there may camera and microphone be used. */
function RoomLink({ id, called }: { readonly id: string; readonly called: boolean }) {
  const words = usePatientWords();
  return (
    <p>
      <a class="button" href={`/booking/appointments/${id}/room`} target="_self">
        {words(called ? 'go-room-now' : 'go-room')}
      </a>
    </p>
  );
}
