/** Pages before the desk itself. */
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import type { SignedIn } from '../base/person.ts';
import { navigate } from '../base/router.ts';
import { Loading, Title } from '../base/ui.tsx';
import { useDeskWords } from './desk-words.ts';
import { signIn } from './session.ts';

const here = () => location.pathname + location.search;

export function AskSignIn() {
  const t = useWords();
  const words = useDeskWords();
  return (
    <main id="main" class="alone stack" tabIndex={-1}>
      <Title site={words('site')}>{words('sign-in-title')}</Title>
      <p>{words('sign-in-text')}</p>
      <p>
        <button type="button" class="button" onClick={() => void signIn.start(here())}>
          {t('sign-in')}
        </button>
      </p>
      <p class="muted small">{t('demo')}</p>
    </main>
  );
}

/** The issuer may still know a citizen from the hall: ask it who it is this time. */
export function WrongRole({ person }: { readonly person: SignedIn }) {
  const words = useDeskWords();
  return (
    <main id="main" class="alone stack" tabIndex={-1}>
      <Title site={words('site')}>{words('wrong-role-title')}</Title>
      <p>{words('wrong-role-text', { name: person.name })}</p>
      <p>
        <button type="button" class="button" onClick={() => void signIn.start(here(), true)}>
          {words('sign-in-other')}
        </button>
      </p>
    </main>
  );
}

export function SignedInPage() {
  const t = useWords();
  const words = useDeskWords();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    signIn.finish().then(
      (returnTo) => navigate(returnTo, { replace: true }),
      () => setFailed(true),
    );
  }, []);
  return (
    <main id="main" class="alone stack" tabIndex={-1}>
      <Title key={String(failed)} site={words('site')}>
        {t(failed ? 'sign-in-failed' : 'signing-in')}
      </Title>
      {failed ? (
        <>
          <p>{t('sign-in-failed-text')}</p>
          <p>
            <button type="button" class="button" onClick={() => void signIn.start('/desk')}>
              {t('sign-in')}
            </button>
          </p>
        </>
      ) : (
        <Loading />
      )}
    </main>
  );
}
