/**
 * A list of any length of which only the rows near the window are in the page. All rows are equally high, so that every row has
 * its place before it is drawn; a good screen's worth on each side is drawn beforehand, so that none is missing when it comes
 * into sight. The list scrolls with whatever it stands in: a pane or the page.
 */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Span, spanOf, wanted } from './span.ts';

/** Rows that are there before anybody comes near them: fetching takes longer than drawing. */
const fetchedAhead = 200;

interface LongListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly draw: (item: T, index: number) => ComponentChildren;
  /** Is this all there is? Otherwise nobody knows how long the list is. */
  readonly whole: boolean;
  /** This row stays in the page wherever the window is: it has the focus. */
  readonly kept: number | undefined;
  /** The last rows that are there come near: time to fetch more. */
  readonly onNearEnd: () => void;
}

export function LongList<T>({ items, keyOf, draw, whole, kept, onNearEnd }: LongListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [{ span, height }, setView] = useState<{ span: Span; height: number }>({
    span: { from: 0, to: 40 },
    height: 68,
  });
  const see = useCallback(() => {
    const box = list.current;
    if (box === null) return;
    const rowHeight = box.querySelector('li')?.offsetHeight ?? 68;
    const span = spanOf(-box.getBoundingClientRect().top, window.innerHeight, rowHeight);
    setView((old) =>
      old.height === rowHeight && old.span.from === span.from && old.span.to === span.to
        ? old
        : { span, height: rowHeight },
    );
  }, []);
  useEffect(() => {
    // Whatever scrolls around the list: captured, as scrolling does not bubble.
    document.addEventListener('scroll', see, { capture: true, passive: true });
    addEventListener('resize', see);
    return () => {
      document.removeEventListener('scroll', see, { capture: true });
      removeEventListener('resize', see);
    };
  }, [see]);
  useLayoutEffect(see, [see, items.length]);
  useEffect(() => {
    if (span.to + fetchedAhead >= items.length && items.length > 0) onNearEnd();
  }, [span.to, items.length, onNearEnd]);
  const places = wanted(span, items.length, kept);
  return (
    <ul class="plain long-list" ref={list} style={{ height: `${items.length * height}px` }}>
      {places.map((index) => {
        const item = items[index];
        if (item === undefined) return null;
        return (
          <li
            key={keyOf(item)}
            aria-posinset={index + 1}
            aria-setsize={whole ? items.length : -1}
            style={{ transform: `translateY(${index * height}px)` }}
          >
            {draw(item, index)}
          </li>
        );
      })}
    </ul>
  );
}
