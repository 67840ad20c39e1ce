/** A part of a page that scrolls by itself: who has no mouse reaches it by Tab and moves it with the arrow keys, so it has a name too. */
import type { ComponentChildren, Ref } from 'preact';

interface ScrollingProps {
  readonly class: string;
  /** What is in it; or the id of the heading that says it. */
  readonly label?: string;
  readonly labelledBy?: string;
  /** Read out as it grows. */
  readonly grows?: boolean;
  readonly place?: Ref<HTMLElement>;
  readonly children: ComponentChildren;
}

export function Scrolling({ class: name, label, labelledBy, grows = false, place, children }: ScrollingProps) {
  return (
    <section
      class={name}
      role={grows ? 'log' : undefined}
      aria-label={label}
      aria-labelledby={labelledBy}
      ref={place ?? null}
      tabIndex={0}
    >
      {children}
    </section>
  );
}
