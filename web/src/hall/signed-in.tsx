/** Pages around signing in, and the one for addresses that lead nowhere. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';
import { useAction } from '../base/load.ts';
import { navigate, usePlace } from '../base/router.ts';
import { ActionButton, Loading, ProblemNotice, Title } from '../base/ui.tsx';
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

/**
 * Where the button leads while the script of the page it stands on has not come: starts by itself once it has. Whoever turns out to be
 * signed in is taken to where they wanted to go.
 */
export function SignInPage() {
  const t = useWords();
  const words = useHallWords();
  const { query } = usePlace();
  const person = signIn.usePerson();
  const asked = query.get('to') ?? '/';
  // A path of this site and nothing else: `//elsewhere` is another site's.
  const to = /^\/(?![/\\])/.test(asked) ? asked : '/';
  const begin = useAction(() => signIn.start(to, { replace: true }));
  useEffect(() => {
    if (person === undefined) void begin.run();
    else navigate(to, { replace: true });
  }, [person === undefined]);
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{t(begin.problem === undefined ? 'signing-in' : 'sign-in')}</Title>
      {begin.problem === undefined ? (
        <Loading />
      ) : (
        <ProblemNotice problem={begin.problem} retry={() => void begin.run()} />
      )}
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
      <SignInButton />
    </div>
  );
}

interface SignInProps {
  /** Path to come back to; without it, where they are. */
  readonly returnTo?: string;
  readonly kind?: 'second';
  /** Other words than "sign in". */
  readonly children?: string;
}

/** The way in, also while the script has not come: it is a form that leads to a page which goes on by itself. */
export function SignInButton({ returnTo, kind, children }: SignInProps) {
  const t = useWords();
  const { path, query } = usePlace();
  const to = returnTo ?? (query.size === 0 ? path : `${path}?${query}`);
  const begin = useAction(() => signIn.start(to));
  return (
    <form
      action="/sign-in"
      class="sign-in stack tight needs-script"
      onSubmit={(event) => {
        event.preventDefault();
        void begin.run();
      }}
    >
      <input type="hidden" name="to" value={to} />
      {begin.problem !== undefined && <ProblemNotice problem={begin.problem} />}
      <p>
        <ActionButton type="submit" busy={begin.busy} {...(kind === undefined ? {} : { kind })}>
          {begin.busy ? t('signing-in') : (children ?? t('sign-in'))}
        </ActionButton>
      </p>
    </form>
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
