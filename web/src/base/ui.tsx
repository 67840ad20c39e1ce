/** The small parts every page is made of. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from './base-words.ts';
import { Icon } from './icon.tsx';
import type { ApiProblem } from './problem.ts';
import { movesMade } from './router.ts';
import { Said } from './said.tsx';
import { useSay } from './words.ts';

interface TitleProps {
  readonly children: string;
  /** Words after the title in the window's name. */
  readonly site: string;
}

let title: string | undefined;

/** The window's name as the page being drawn said it, for the server that writes it into the document; then forgotten. */
export function takeTitle(): string | undefined {
  const taken = title;
  title = undefined;
  return taken;
}

function noteTitle(text: string): void {
  title = text;
}

/** The page's one heading: names the window and takes the focus when the person has come from another page. */
export function Title({ children, site }: TitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  noteTitle(`${children} · ${site}`);
  useEffect(() => {
    document.title = `${children} · ${site}`;
  }, [children, site]);
  // A list of something else is another page, although it is the same component; the same words in another language are not.
  const before = useRef<{ text: string | undefined; moves: number }>({ text: undefined, moves: 0 });
  useEffect(() => {
    const { text, moves } = before.current;
    before.current = { text: children, moves: movesMade() };
    if (text !== children && moves !== movesMade() && location.hash === '')
      heading.current?.focus({ preventScroll: true });
  });
  return (
    <h1 ref={heading} tabIndex={-1}>
      <Said>{children}</Said>
    </h1>
  );
}

export function BackLink({ href, children }: { readonly href: string; readonly children?: string }) {
  const t = useWords();
  return (
    <a class="back no-print" href={href}>
      <Icon name="back" />
      {children ?? t('back')}
    </a>
  );
}

/** Milliseconds after which a wait is said to be long, and after which one may well begin again. */
const long = [4000, 15_000] as const;

/** As the server draws it a page may stand for seconds, until its script has come. */
const onServer = typeof document === 'undefined';

/** Said politely to screen readers, drawn as the bones of what will come; in words where it takes long. */
export function Loading() {
  const t = useWords();
  const waited = useWaited(true);
  return (
    <div class="waiting">
      <div role="status">
        <p class={waited === 0 && !onServer ? 'hidden' : ''}>{t(waited === 0 ? 'loading' : 'loading-slow')}</p>
      </div>
      {waited === 2 && (
        <p>
          <button type="button" class="button second" onClick={() => location.reload()}>
            {t('open-again')}
          </button>
        </p>
      )}
      <div class="bones" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    </div>
  );
}

/** How long something has been waited for: 0, 1, 2 as in `long`. */
function useWaited(waiting: boolean): number {
  const [waited, setWaited] = useState(0);
  useEffect(() => {
    setWaited(0);
    if (!waiting) return;
    const timers = long.map((time, at) => setTimeout(() => setWaited(at + 1), time));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [waiting]);
  return waited;
}

interface ProblemProps {
  readonly problem: ApiProblem;
  readonly retry?: (() => void) | undefined;
}

/** What happened, whether anything is lost, what to do now. */
export function ProblemNotice({ problem, retry }: ProblemProps) {
  const t = useWords();
  const say = useSay();
  return (
    <div class="notice problem stack tight" role="alert">
      <p>
        <Said>{say(problem.detail)}</Said>
      </p>
      {problem.code === 'internal' && problem.correlationId !== undefined && (
        <p class="small muted">{t('correlation', { id: problem.correlationId })}</p>
      )}
      {retry !== undefined && (
        <p>
          <button type="button" class="button second" onClick={retry}>
            {t('retry')}
          </button>
        </p>
      )}
    </div>
  );
}

interface PageProblemProps extends ProblemProps {
  /** Words after the title in the window's name. */
  readonly site: string;
  /** Where one goes on from an address that leads nowhere; without it, the page has its own way back. */
  readonly home?: string;
}

/** A page of which nothing could be had: it has its heading all the same, what to do now, and a way on. */
export function PageProblem({ problem, retry, site, home }: PageProblemProps) {
  const t = useWords();
  const gone = problem.code === 'not-found' || problem.code === 'forbidden';
  return (
    <div class="stack">
      <Title site={site}>{t(gone ? 'page-gone' : 'page-failed')}</Title>
      <ProblemNotice problem={problem} retry={gone ? undefined : retry} />
      {home !== undefined && (
        <p>
          <a class="button second" href={home}>
            {t('to-home')}
          </a>
        </p>
      )}
    </div>
  );
}

/** One thing to correct: where the link jumps, and what to do there. */
export interface PageError {
  readonly id: string;
  readonly text: string;
  /** Address of another page when the field is not on this one. */
  readonly href?: string | undefined;
}

/**
 * Everything to correct on a page, on top of it; each line jumps to its field. Takes the focus when it appears: give it
 * a new key each time the person presses the button.
 */
export function ErrorSummary({ errors }: { readonly errors: readonly PageError[] }) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, []);
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{t('errors-title', { n: errors.length })}</h2>
      <ul class="plain">
        {errors.map(({ id, text, href }) => (
          <li key={id}>
            <a href={href ?? `#${id}`} onClick={href === undefined ? jumpTo(id) : undefined}>
              <Said>{text}</Said>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Puts the cursor into the field, or on the first control of its group. */
function jumpTo(id: string) {
  return (event: Event) => {
    event.preventDefault();
    const target = document.getElementById(id);
    const control = target?.matches('input,textarea,select,button')
      ? target
      : target?.querySelector('input,textarea,select,button');
    (control instanceof HTMLElement ? control : target)?.focus();
    target?.scrollIntoView({ block: 'center' });
  };
}

interface ActionButtonProps {
  readonly onClick?: () => void;
  readonly busy?: boolean;
  readonly kind?: 'second' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly children: ComponentChildren;
}

/** A button that stays where it is while its work is under way; pressing it again then does nothing. What takes long is said beside it. */
export function ActionButton({ onClick, busy = false, kind, type = 'button', children }: ActionButtonProps) {
  const t = useWords();
  const waited = useWaited(busy);
  return (
    <>
      <button
        type={type}
        class={kind === undefined ? 'button' : `button ${kind}`}
        aria-disabled={busy}
        onClick={(event) => {
          if (busy) event.preventDefault();
          else onClick?.();
        }}
      >
        {children}
      </button>
      {waited > 0 && (
        <span class="hint" role="status">
          {t('busy-slow')}
        </span>
      )}
    </>
  );
}

export function SkipLink() {
  const t = useWords();
  return (
    <a class="skip" href="#main">
      {t('skip')}
    </a>
  );
}
