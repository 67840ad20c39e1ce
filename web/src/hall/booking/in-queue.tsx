/** In the queue before a hot session: which turn, when it comes, and the clock until then. */
import type { TurnView } from '../../base/booking-answers.ts';
import { Said } from '../../base/said.tsx';
import { Countdown } from '../../booking/countdown.tsx';
import { clockSecondsText } from '../../booking/times.ts';
import { usePatientWords } from './patient-words.ts';

interface InQueueProps {
  readonly place: TurnView;
  /** Whom the ticket is for. */
  readonly name: string | undefined;
  readonly onTurn: () => void;
  /** Back to the choice of whom it is for. */
  readonly leave?: () => void;
}

export function InQueue({ place, name, onTurn, leave }: InQueueProps) {
  const words = usePatientWords();
  const when = clockSecondsText(place.admittedFrom);
  return (
    <section class="card next stack tight" aria-labelledby="in-queue">
      <h2 id="in-queue">{words('queue-title')}</h2>
      <p class="place">{words('queue-place', { turn: place.turn, turns: place.turns })}</p>
      <p>{words('queue-when', { when })}</p>
      <p class="big-clock">
        <Countdown until={place.admittedFrom} onEnd={onTurn} say={(left) => left} />
      </p>
      {name !== undefined && (
        <p>
          <Said>{words('queue-for', { name })}</Said>
        </p>
      )}
      <p class="small muted">{words('queue-hint')}</p>
      {leave !== undefined && (
        <p>
          <button type="button" class="button second" onClick={leave}>
            {words('queue-other')}
          </button>
        </p>
      )}
    </section>
  );
}
