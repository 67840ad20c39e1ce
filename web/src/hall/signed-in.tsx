/** Pages around signing in, and the one for addresses that lead nowhere. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { navigate } from '../base/router.ts';
import { Loading, Title } from '../base/ui.tsx';
import { useHallWords } from './hall-words.ts';
import { signIn } from './session.ts';

/** Where the issuer sends the person back to; goes on to where they were. */
export function SignedIn() {
  const t = useWords();
  const words = useHallWords();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    signIn.finish().then(
      (returnTo) => navigate(returnTo, { replace: true }),
      () => setFailed(true),
    );
  }, []);
  if (!failed) {
    return (
      <div class="narrow stack">
        <Title site={words('site')}>{t('signing-in')}</Title>
        <Loading />
      </div>
    );
  }
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{t('sign-in-failed')}</Title>
      <p>{t('sign-in-failed-text')}</p>
      <SignInButton returnTo="/" />
    </div>
  );
}

/** For pages that are somebody's own: shows them to whoever is signed in, and the way in to everyone else. */
export function Own({ why, children }: { readonly why: string; readonly children: () => ComponentChildren }) {
  const t = useWords();
  const words = useHallWords();
  const person = signIn.usePerson();
  if (person !== undefined) return <>{children()}</>;
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{t('sign-in')}</Title>
      <p>{why}</p>
      <SignInButton returnTo={location.pathname + location.search} />
    </div>
  );
}

function SignInButton({ returnTo }: { readonly returnTo: string }) {
  const t = useWords();
  return (
    <p>
      <button type="button" class="button" onClick={() => void signIn.start(returnTo)}>
        {t('sign-in')}
      </button>
    </p>
  );
}

export function NotFound() {
  const t = useWords();
  const words = useHallWords();
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{t('not-found-title')}</Title>
      <p>{t('not-found-text')}</p>
      <p>
        <a class="button second" href="/">
          {t('to-home')}
        </a>
      </p>
    </div>
  );
}
