/** Delegation (委托代办): who acts for me, for whom I act, and the ways in and out of both. */
import { call } from '../../base/api.ts';
import { Shown } from '../../base/conditions.tsx';
import { useLoad } from '../../base/load.ts';
import { Title } from '../../base/ui.tsx';
import { useHallWords } from '../hall-words.ts';
import { MineTabs } from '../mine-tabs.tsx';
import { Own } from '../signed-in.tsx';
import { Accept } from './accept.tsx';
import { useAgentWords } from './agent-words.ts';
import { GivenRow, ReceivedRow } from './consent-rows.tsx';
import { ForOthers, ToPayForOthers } from './for-others.tsx';
import { Give } from './give.tsx';

export function Agents() {
  const words = useAgentWords();
  return <Own why={words('sign-in')}>{() => <Mine />}</Own>;
}

function Mine() {
  const words = useAgentWords();
  const hall = useHallWords();
  const loaded = useLoad('consents', () => call('GET /v1/me/consents', {}));
  const again = () => void loaded.reload();
  return (
    <div class="narrow stack">
      <Title site={hall('site')}>{words('title')}</Title>
      <MineTabs />
      <p class="lead">{words('lead')}</p>
      <Shown of={loaded}>
        {({ given, received }) => (
          <>
            {received.length > 0 && <ToPayForOthers />}
            <section class="card stack tight" aria-labelledby="given">
              <h2 id="given">{words('given')}</h2>
              {given.length === 0 && <p class="muted">{words('given-none')}</p>}
              <ul class="plain rows">
                {given.map((one) => (
                  <GivenRow key={one.consentId} consent={one} changed={again} />
                ))}
              </ul>
            </section>
            <Give given={again} />
            <section class="card stack tight" aria-labelledby="received">
              <h2 id="received">{words('received')}</h2>
              {received.length === 0 && <p class="muted">{words('received-none')}</p>}
              <ul class="plain rows">
                {received.map((one) => (
                  <ReceivedRow key={one.consentId} consent={one} changed={again} />
                ))}
              </ul>
              <Accept accepted={again} />
            </section>
            {received.length > 0 && <ForOthers />}
          </>
        )}
      </Shown>
    </div>
  );
}
