/** Says that a new time is being chosen for an appointment one has. */
import { call } from '../../base/api.ts';
import { PartProblem } from '../../base/conditions.tsx';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useLoad } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { usePatientWords } from './patient-words.ts';

export function Moving({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const say = useSay();
  const { language } = useSettings();
  const moved = useLoad(id, () =>
    call('GET /v1/booking/appointments/{appointmentId}', { path: { appointmentId: id } }),
  );
  const { data } = moved;
  if (data === undefined) return <PartProblem of={moved} what={words('moving-which')} />;
  return (
    <p class="notice" role="status">
      {words('moving', { department: say(data.department), when: timeText(data.start, language, hallNow()) })}
    </p>
  );
}
