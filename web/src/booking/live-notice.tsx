/** Above what is looked at again and again: that it is old, and why; or what went wrong. Nothing while all is well. */
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useSettings } from '../base/settings.ts';
import { Loading, PageProblem, ProblemNotice } from '../base/ui.tsx';
import { useBookingWords } from './booking-words.ts';
import type { Live } from './use-live.ts';

interface LiveProps<T> {
  readonly live: Live<T>;
  /** It is what the whole page is about, heading and all: words after the title. */
  readonly page?: string;
}

export function LiveNotice<T>({ live, page }: LiveProps<T>) {
  const words = useBookingWords();
  const { language } = useSettings();
  if (live.problem === undefined) return live.data === undefined ? <Loading /> : null;
  if (live.data === undefined && page !== undefined)
    return <PageProblem problem={live.problem} retry={() => void live.reload()} site={page} />;
  if (live.data === undefined || live.asOf === undefined || live.problem.code !== 'offline')
    return <ProblemNotice problem={live.problem} retry={() => void live.reload()} />;
  return (
    <div class="notice amber" role="status">
      <p>{words('offline-since', { when: timeText(live.asOf.toISOString(), language, hallNow()) })}</p>
    </div>
  );
}
