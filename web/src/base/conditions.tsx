/**
 * The states every list and page can be in beside its good one: waiting, empty, gone wrong, without a network, old. Each is drawn
 * and worded here once; `Shown` picks the right one.
 */
import type { ComponentChildren } from 'preact';
import { useWords } from './base-words.ts';
import { Icon, type IconName } from './icon.tsx';
import type { Loaded } from './load.ts';
import { useOnline } from './online.ts';
import { Said } from './said.tsx';
import { Loading, PageProblem, ProblemNotice } from './ui.tsx';

interface EmptyProps {
  readonly icon?: IconName;
  /** What there is nothing of: 还没有办件. */
  readonly title: string;
  /** What to do now: a sentence or a link. */
  readonly children?: ComponentChildren;
}

/** Nothing here, and why that is all right or what to do. */
export function Empty({ icon = 'list', title, children }: EmptyProps) {
  return (
    <div class="empty" role="status">
      <Icon name={icon} />
      <p class="empty-title">
        <Said>{title}</Said>
      </p>
      {children !== undefined && <div class="muted">{children}</div>}
    </div>
  );
}

/** Across the top of every page while there is no network. Takes no room otherwise. */
export function OfflineBar() {
  const t = useWords();
  const online = useOnline();
  return (
    <div class="offline-bar no-print" role="status" hidden={online}>
      {!online && (
        <p>
          <Icon name="offline" /> {t('offline-bar')}
        </p>
      )}
    </div>
  );
}

/** What is shown is from an earlier visit. @param when words for the time: 今天 09:05 */
export function OldNotice({ when, children }: { readonly when: string; readonly children?: ComponentChildren }) {
  const t = useWords();
  return (
    <div class="notice amber row apart" role="status">
      <p>
        <Icon name="clock" /> {t('old-notice', { when })}
      </p>
      {children}
    </div>
  );
}

interface PartProblemProps {
  readonly of: Pick<Loaded<unknown>, 'data' | 'problem' | 'reload'>;
  /** What is missing, by the name it has on the page. */
  readonly what: string;
}

/** A part of a page could not be had, while the rest stands. Nothing while all is well. */
export function PartProblem({ of: { data, problem, reload }, what }: PartProblemProps) {
  const t = useWords();
  if (problem === undefined || data !== undefined) return null;
  return (
    <div class="notice amber row apart" role="status">
      <p>{t('part-failed', { what })}</p>
      <button type="button" class="link-button" onClick={() => void reload()}>
        {t('retry')}
      </button>
    </div>
  );
}

interface ShownProps<T> {
  readonly of: Pick<Loaded<T>, 'data' | 'problem' | 'reload'>;
  /** Drawn instead when there is nothing in it. */
  readonly empty?: ComponentChildren;
  readonly isEmpty?: (data: T) => boolean;
  /** It is the whole page, heading and all: words after the title. */
  readonly page?: string;
  readonly children: (data: T) => ComponentChildren;
}

/** Something fetched, in whichever state it is. What was there stays on the page when a later look fails. */
export function Shown<T>({ of: { data, problem, reload }, empty, isEmpty, page, children }: ShownProps<T>) {
  if (page !== undefined && data === undefined && problem !== undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={page} />;
  const failure = problem !== undefined && <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined) return <>{failure || <Loading />}</>;
  return (
    <>
      {failure}
      {isEmpty?.(data) === true ? empty : children(data)}
    </>
  );
}
