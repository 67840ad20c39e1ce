import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Scrolling } from '../base/scrolling.tsx';
import type { Sheet } from './sheets.ts';

interface DrawnProps {
  readonly sheet: Sheet | undefined;
  readonly zoom: number;
  readonly turns: number;
  readonly label: string;
  /** What lies on it. */
  readonly children?: ComponentChildren;
}

/** The sheet itself. Larger than its place, it scrolls in it; the place takes the focus for that. */
export function DrawnSheet({ sheet, zoom, turns, label, children }: DrawnProps) {
  const place = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    const watch = new ResizeObserver(() => setWidth(box.clientWidth));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current !== null && width > 0) void sheet?.draw(canvas.current, { width, zoom, turns });
  }, [sheet, width, zoom, turns]);
  return (
    <Scrolling class="viewer-place" place={place} label={label}>
      <div class="paper-sheet">
        <canvas ref={canvas} role="img" aria-label={label} />
        {children}
      </div>
    </Scrolling>
  );
}
