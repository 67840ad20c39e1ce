/** The agencies' desk: sign-in, and the inbox with the case beside it. */
import { useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { Icon } from '../base/icon.tsx';
import type { SignedIn } from '../base/person.ts';
import { route, usePlace } from '../base/router.ts';
import { SettingsContext, useSettings, useStoredSettings } from '../base/settings.ts';
import { SkipLink } from '../base/ui.tsx';
import { DeskCase } from './desk-case.tsx';
import { useDeskWords } from './desk-words.ts';
import { filterOf } from './filter.ts';
import { Filters } from './filters.tsx';
import { Inbox } from './inbox.tsx';
import { signIn, worksHere } from './session.ts';
import { AskSignIn, SignedInPage, WrongRole } from './sign-in-pages.tsx';

export function Desk() {
  const settings = useStoredSettings();
  const { path } = usePlace();
  const person = signIn.usePerson();
  return (
    <SettingsContext value={settings}>
      <SkipLink />
      <Masthead person={person} />
      {path === '/desk/signed-in' ? (
        <SignedInPage />
      ) : person === undefined ? (
        <AskSignIn />
      ) : worksHere(person) ? (
        <Work key={person.id} person={person} />
      ) : (
        <WrongRole person={person} />
      )}
    </SettingsContext>
  );
}

/** Filters, list, case: side by side where there is room, one at a time where there is not. */
function Work({ person }: { readonly person: SignedIn }) {
  const words = useDeskWords();
  const { path, query } = usePlace();
  const filter = filterOf(query, person);
  const id = route(path, [['/desk/cases/:id', (values) => values.id]]);
  const [changes, setChanges] = useState(0);
  return (
    <div class={id === undefined ? 'work' : 'work with-case'}>
      <Filters filter={filter} person={person} />
      <Inbox filter={filter} open={id} changes={changes} />
      <main id="main" class="desk-case" tabIndex={-1}>
        {id === undefined ? (
          <p class="muted pick">{words('inbox-pick')}</p>
        ) : (
          <DeskCase key={id} id={id} filter={filter} onChanged={() => setChanges((count) => count + 1)} />
        )}
      </main>
    </div>
  );
}

function Masthead({ person }: { readonly person: SignedIn | undefined }) {
  const t = useWords();
  const words = useDeskWords();
  const { language, keys, set } = useSettings();
  return (
    <header class="masthead no-print">
      <a class="brand" href="/desk">
        <span class="seal" aria-hidden="true">
          办事
        </span>
        {words('site')}
      </a>
      <div class="masthead-tools">
        {person !== undefined && (
          <button
            type="button"
            class="link-button keys"
            aria-pressed={keys === 'on'}
            title={words('keys-help')}
            onClick={() => set({ keys: keys === 'on' ? 'off' : 'on' })}
          >
            {words(`keys-${keys}`)}
          </button>
        )}
        <button
          type="button"
          class="link-button"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => set({ language: language === 'zh' ? 'en' : 'zh' })}
        >
          {t('language-switch')}
        </button>
        <a href="/">{words('to-hall')}</a>
        {person !== undefined && <Who person={person} />}
      </div>
    </header>
  );
}

function Who({ person }: { readonly person: SignedIn }) {
  const t = useWords();
  const words = useDeskWords();
  const roles = (['officer', 'approver', 'supervisor', 'auditor'] as const).filter((role) =>
    person.roles.includes(role),
  );
  return (
    <>
      <span class="who-name">
        <Icon name="person" /> {person.name}{' '}
        <span class="muted small">{roles.map((role) => words(`role-${role}`)).join(' ')}</span>
      </span>
      <button type="button" class="link-button" onClick={() => void signIn.signOut()}>
        {t('sign-out')}
      </button>
    </>
  );
}
