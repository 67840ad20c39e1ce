/** The person's own packages, on the list of what is theirs. Nothing where there is none. */

import { call } from '../../base/api.ts';
import { dateText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useLoad } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useHallWords } from '../hall-words.ts';
import { useTogetherWords } from './together-words.ts';

export function MyPackages() {
  const words = useTogetherWords();
  const hall = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const { data, problem, reload } = useLoad('my-packages', () => call('GET /v1/me/packages', {}));
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section class="card" aria-labelledby="together">
      <h2 id="together">{words('mine')}</h2>
      <ul class="plain rows">
        {data.items.map((one) => (
          <li key={one.packageId}>
            <a class="row-link" href={`/together/mine/${one.packageId}`}>
              <span class="row-name">{say(one.name)}</span>
              <span class="row-facts">
                {one.submittedAt === undefined ? (
                  <span>{words('draft-of', { n: one.cases })}</span>
                ) : (
                  <>
                    <span>{hall('submitted-on', { when: dateText(one.submittedAt, language, hallNow()) })}</span>
                    <span>{words('n-items', { n: one.cases })}</span>
                  </>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
