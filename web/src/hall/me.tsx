/** The person's own corner: what the hall remembers of them, and the way to what is theirs. */

import { call } from '../base/api.ts';
import type { ProfileView } from '../base/api-answers.ts';
import { Empty, Shown } from '../base/conditions.tsx';
import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { useAction, useLoad } from '../base/load.ts';
import { useSettings } from '../base/settings.ts';
import { ActionButton, ProblemNotice, Title } from '../base/ui.tsx';
import { useHallWords } from './hall-words.ts';
import { type ProfileName, profileNames, remember, shownValue } from './profile.ts';
import { Own } from './signed-in.tsx';

export function Me() {
  const words = useHallWords();
  return (
    <Own why={words('sign-in-for-me')}>
      {() => (
        <div class="narrow stack">
          <Title site={words('site')}>{words('me')}</Title>
          <nav class="tabs" aria-label={words('me')}>
            <a href="/notices">{words('notices')}</a>
            <a href="/cases">{words('nav-cases')}</a>
            <a href="/orders">{words('mine-orders')}</a>
            <a href="/me/agents">{words('mine-agents')}</a>
            <a href="/display">{words('display')}</a>
          </nav>
          <Profile />
        </div>
      )}
    </Own>
  );
}

function Profile() {
  const words = useHallWords();
  const loaded = useLoad('profile', () => call('GET /v1/me/profile', {}));
  const removing = useAction(async () => {
    if (!confirm(words('profile-delete-sure'))) return;
    await call('DELETE /v1/me/profile', {});
    await loaded.reload();
  });
  return (
    <section class="card stack tight" aria-labelledby="profile">
      <h2 id="profile">{words('profile')}</h2>
      <p class="muted">{words('profile-lead')}</p>
      <Shown
        of={loaded}
        isEmpty={({ answers }) => Object.keys(answers).length === 0}
        empty={
          <Empty icon="person" title={words('profile-none')}>
            {words('profile-none-text')}
          </Empty>
        }
      >
        {(profile) => (
          <>
            <Lines profile={profile} set={loaded.set} />
            <p>
              <ActionButton kind="danger" busy={removing.busy} onClick={() => void removing.run()}>
                {words('profile-delete')}
              </ActionButton>
            </p>
          </>
        )}
      </Shown>
      {removing.problem !== undefined && <ProblemNotice problem={removing.problem} />}
    </section>
  );
}

/** One line each, each with a way to have it forgotten. */
function Lines({ profile, set }: { readonly profile: ProfileView; readonly set: (profile: ProfileView) => void }) {
  const words = useHallWords();
  const { language } = useSettings();
  const forgetting = useAction(async (_key, name: ProfileName) => {
    const { [name]: _gone, ...rest } = profile.answers;
    set(await remember(rest, profile.version));
  });
  return (
    <>
      <dl class="facts">
        {profileNames.map((name) => {
          const value = profile.answers[name];
          return value === undefined ? null : (
            <div key={name}>
              <dt>{words(`profile-${name}`)}</dt>
              <dd>{shownValue(name, value)}</dd>
              <dd>
                <button type="button" class="link-button" onClick={() => void forgetting.run(name)}>
                  {words('profile-forget')}
                  <span class="hidden"> {words(`profile-${name}`)}</span>
                </button>
              </dd>
            </div>
          );
        })}
      </dl>
      {profile.consentedAt !== undefined && (
        <p class="small muted">
          {words('profile-consented', { when: timeText(profile.consentedAt, language, hallNow()) })}
        </p>
      )}
      {forgetting.problem !== undefined && <ProblemNotice problem={forgetting.problem} />}
    </>
  );
}
