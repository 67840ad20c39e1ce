/** A list that comes in pages: more is fetched when asked for, and put below what is there. */
import { useState } from 'preact/hooks';
import type { Page } from './api-answers.ts';
import { useWords } from './base-words.ts';
import { useAction, useLoad } from './load.ts';
import type { ApiProblem } from './problem.ts';
import { ActionButton, ProblemNotice } from './ui.tsx';

export interface Paged<T> {
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
  readonly problem: ApiProblem | undefined;
  readonly busy: boolean;
  readonly more: () => void;
  readonly reload: () => Promise<void>;
}

/** @param key what the list is of; another key starts from the first page. @param fetcher takes the cursor. @param seed the first page, when it is known already */
export function usePaged<T>(
  key: string | undefined,
  fetcher: (cursor: string | undefined) => Promise<Page<T>>,
  seed?: () => Page<T> | undefined,
): Paged<T> {
  const first = useLoad(key, () => fetcher(undefined), seed);
  // Pages belong to the first one they followed: after a reload, or under another key, they are not shown for a moment even.
  const [rest, setRest] = useState<{ of: Page<T> | undefined; pages: readonly Page<T>[] }>({
    of: undefined,
    pages: [],
  });
  const after = rest.of === first.data ? rest.pages : [];
  const pages = first.data === undefined ? [] : [first.data, ...after];
  const next = pages.at(-1)?.next;
  const more = useAction(async () => {
    const page = await fetcher(next);
    setRest({ of: first.data, pages: [...after, page] });
  });
  return {
    items: first.data === undefined ? undefined : pages.flatMap(({ items }) => items),
    next,
    problem: first.problem ?? more.problem,
    busy: more.busy,
    more: () => void more.run(),
    reload: first.reload,
  };
}

interface MoreProps<T> {
  readonly list: Paged<T>;
  /** Address of the next page, for whoever has no script. */
  readonly href?: string | undefined;
}

/** The way to the next page, and what went wrong on it. */
export function MoreButton<T>({ list, href }: MoreProps<T>) {
  const t = useWords();
  return (
    <>
      {list.problem !== undefined && (
        <ProblemNotice problem={list.problem} retry={list.items === undefined ? () => void list.reload() : undefined} />
      )}
      {list.next !== undefined && (
        <p>
          {href === undefined ? (
            <ActionButton kind="second" busy={list.busy} onClick={list.more}>
              {t('more')}
            </ActionButton>
          ) : (
            <a
              class="button second"
              href={href}
              aria-disabled={list.busy}
              onClick={(event) => {
                event.preventDefault();
                if (!list.busy) list.more();
              }}
            >
              {t('more')}
            </a>
          )}
        </p>
      )}
    </>
  );
}
