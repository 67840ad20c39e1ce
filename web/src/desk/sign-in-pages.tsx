/** Pages before the desk itself. */
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { useAction } from '../base/load.ts';
import type { SignedIn } from '../base/person.ts';
import { navigate } from '../base/router.ts';
import { ActionButton, Loading, ProblemNotice, Title } from '../base/ui.tsx';
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
      <SignInButton />
      <p class="muted small">{t('demo')}</p>
    </main>
  );
}

function SignInButton({ returnTo }: { readonly returnTo?: string }) {
  const t = useWords();
  const begin = useAction(() => signIn.start(returnTo ?? here()));
  return (
    <>
      <p>
        <ActionButton busy={begin.busy} onClick={() => void begin.run()}>
          {t(begin.busy ? 'signing-in' : 'sign-in')}
        </ActionButton>
      </p>
      {begin.problem !== undefined && <ProblemNotice problem={begin.problem} />}
    </>
  );
}

/** The issuer may still know a citizen from the hall: ask it who it is this time. */
export function WrongRole({ person }: { readonly person: SignedIn }) {
  const words = useDeskWords();
  const begin = useAction(() => signIn.start(here(), { again: true }));
  return (
    <main id="main" class="alone stack" tabIndex={-1}>
      <Title site={words('site')}>{words('wrong-role-title')}</Title>
      <p>{words('wrong-role-text', { name: person.name })}</p>
      <p>
        <ActionButton busy={begin.busy} onClick={() => void begin.run()}>
          {words('sign-in-other')}
        </ActionButton>
      </p>
      {begin.problem !== undefined && <ProblemNotice problem={begin.problem} />}
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
          <SignInButton returnTo="/desk" />
        </>
      ) : (
        <Loading />
      )}
    </main>
  );
}
