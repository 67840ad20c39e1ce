/** The agencies' desk: sign-in, and the areas a person works in. */

import { useEffect } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { OfflineBar } from '../base/conditions.tsx';
import { useHallTime } from '../base/hall-time.ts';
import { Icon } from '../base/icon.tsx';
import type { SignedIn } from '../base/person.ts';
import { navigate, usePlace } from '../base/router.ts';
import { Said } from '../base/said.tsx';
import { SettingsContext, useSettings, useStoredSettings } from '../base/settings.ts';
import { SkipLink } from '../base/ui.tsx';
import { areaPages } from './area-pages.ts';
import { areaAt, areasOf } from './areas.ts';
import { useDeskWords } from './desk-words.ts';
import { DisplayChoice } from './display-choice.tsx';
import { useSendKey } from './keys.ts';
import { markChinese } from './mark-chinese.ts';
import { signIn } from './session.ts';
import { AskSignIn, SignedInPage, WrongRole } from './sign-in-pages.tsx';

export function Desk() {
  const settings = useStoredSettings();
  const { path } = usePlace();
  const person = signIn.usePerson();
  markChinese(settings.language === 'en');
  useSendKey();
  useHallTime();
  return (
    <SettingsContext value={settings}>
      <SkipLink />
      <OfflineBar />
      <Masthead person={person} />
      {path === '/desk/signed-in' ? (
        <SignedInPage />
      ) : person === undefined ? (
        <AskSignIn />
      ) : areasOf(person).length > 0 ? (
        <Here key={person.id} person={person} />
      ) : (
        <WrongRole person={person} />
      )}
    </SettingsContext>
  );
}

/** The area of the address; who may not be there is taken to where they begin. */
function Here({ person }: { readonly person: SignedIn }) {
  const { path } = usePlace();
  const open = areasOf(person);
  const area = open.find((each) => each === areaAt(path));
  const begin = open[0]?.path;
  useEffect(() => {
    if (area === undefined && begin !== undefined) navigate(begin, { replace: true });
  }, [area, begin]);
  if (area === undefined) return null;
  const Page = areaPages[area.name];
  return <Page key={area.name} person={person} />;
}

function Masthead({ person }: { readonly person: SignedIn | undefined }) {
  const t = useWords();
  const words = useDeskWords();
  const { language, keys, set } = useSettings();
  return (
    <header class="masthead no-print">
      <a class="brand" href="/desk">
        <span class="seal" aria-hidden="true" lang="zh-CN">
          办事
        </span>
        {words('site')}
      </a>
      {person !== undefined && <Areas person={person} />}
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
        <DisplayChoice />
        <a class="to-hall" href="/">
          {words('to-hall')}
        </a>
        {person !== undefined && <Who person={person} />}
      </div>
    </header>
  );
}

/** The ways to the areas, where there is more than one. */
function Areas({ person }: { readonly person: SignedIn }) {
  const words = useDeskWords();
  const { path } = usePlace();
  const open = areasOf(person);
  if (open.length < 2) return null;
  return (
    <nav class="areas" aria-label={words('areas')}>
      {open.map((area) => (
        <a key={area.path} href={area.path} aria-current={areaAt(path) === area ? 'page' : undefined}>
          {words(`area-${area.name}`)}
        </a>
      ))}
    </nav>
  );
}

function Who({ person }: { readonly person: SignedIn }) {
  const t = useWords();
  const words = useDeskWords();
  const roles = (
    [
      'officer',
      'approver',
      'supervisor',
      'auditor',
      'finance',
      'receptionist',
      'doctor',
      'pharmacist',
      'operator',
    ] as const
  ).filter((role) => person.roles.includes(role));
  return (
    <>
      <span class="who-name">
        <Icon name="person" /> <Said>{person.name}</Said>{' '}
        <span class="muted small role">{roles.map((role) => words(`role-${role}`)).join(' ')}</span>
      </span>
      <button type="button" class="link-button" onClick={() => void signIn.signOut()}>
        {t('sign-out')}
      </button>
    </>
  );
}
