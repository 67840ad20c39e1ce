/** The way to the pages of booking: their script comes when somebody wants them. */
import { useLoad } from '../../base/load.ts';
import { ownProblem } from '../../base/problem.ts';
import { Loading, ProblemNotice } from '../../base/ui.tsx';

export function BookingPages() {
  const { data, problem, reload } = useLoad('booking', () =>
    import('./booking.tsx').catch(() => {
      throw ownProblem('offline');
    }),
  );
  if (data !== undefined) return <data.Booking />;
  return problem === undefined ? <Loading /> : <ProblemNotice problem={problem} retry={() => void reload()} />;
}
