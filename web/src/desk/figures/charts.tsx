/**
 * Small honest charts: bars from zero, one scale, no more colours than needed, and beside each its table, which is the same thing
 * for whoever cannot see it. Drawn as SVG by this page.
 */
import type { ComponentChildren } from 'preact';
import { useWords } from '../../base/base-words.ts';
import { shortDayText } from '../../base/format.ts';
import { Scrolling } from '../../base/scrolling.tsx';
import { useSettings } from '../../base/settings.ts';
import { useDeskWords } from '../desk-words.ts';
import { type Bar, barsOf, type Series } from './chart-shapes.ts';

interface FigureProps {
  readonly title: string;
  readonly chart: ComponentChildren;
  readonly table: ComponentChildren;
}

/** A chart, with its table folded under it. */
export function Figure({ title, chart, table }: FigureProps) {
  const t = useWords();
  const words = useDeskWords();
  return (
    <section class="card stack tight figure" aria-label={title}>
      <h2>{title}</h2>
      {chart}
      <details>
        <summary>
          {words('as-table')}
          <span class="hidden"> {title}</span>
        </summary>
        <Scrolling class="scrolling" label={t('table-of', { what: title })}>
          {table}
        </Scrolling>
      </details>
    </section>
  );
}

/** Half of the longest day as a phone draws it (`23 Nov`): nearer to the edge it would stand out of the page. */
const halfLabel = 50;

/** Days from left to right, each with a bar for each series beside each other. */
export function DayBars({
  days,
  series,
  label,
}: {
  readonly days: readonly string[];
  readonly series: readonly Series[];
  readonly label: string;
}) {
  const { language } = useSettings();
  const { width, height, bars, top, ticks } = barsOf(days, series);
  return (
    <>
      <Legend series={series} />
      <svg class="chart" viewBox={`0 0 ${width} ${height + 22}`} role="img" aria-label={label}>
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line
              class="grid"
              x1={30}
              x2={width}
              y1={height - part * (height - 12)}
              y2={height - part * (height - 12)}
            />
            <text class="axis" x={26} y={height - part * (height - 12) + 4} text-anchor="end">
              {Math.round(top * part)}
            </text>
          </g>
        ))}
        {bars.map(({ key, tone, ...box }: Bar) => (
          <rect key={key} class={tone} {...box} />
        ))}
        <g>
          {ticks.map(({ x, day }) => (
            <text
              key={x}
              class="axis tick"
              x={x}
              y={height + 20}
              text-anchor={x + halfLabel > width ? 'end' : 'middle'}
            >
              {shortDayText(day, language)}
            </text>
          ))}
        </g>
      </svg>
    </>
  );
}

/** What the colours stand for; the chart's own text says it to whoever does not see them. */
export function Legend({ series }: { readonly series: readonly Pick<Series, 'name' | 'tone'>[] }) {
  return (
    <p class="row small legend" aria-hidden="true">
      {series.map(({ name, tone }) => (
        <span key={name}>
          <span class={`swatch ${tone}`} /> {name}
        </span>
      ))}
    </p>
  );
}

export interface Line {
  readonly name: string;
  readonly value: number;
  readonly tone: string;
  /** As much of the value as is to be told apart. */
  readonly part?: { readonly value: number; readonly tone: string };
  readonly text?: string;
  /** Where its cases are. */
  readonly href?: string | undefined;
}

/** One bar for each line, the longest fills the width; the number stands at its side. */
export function Lines({ lines, most }: { readonly lines: readonly Line[]; readonly most?: number }) {
  const top = Math.max(1, most ?? 0, ...lines.map(({ value }) => value));
  return (
    <ul class="plain lines">
      {lines.map(({ name, value, tone, part, text, href }) => (
        <li key={name}>
          <span class="line-name">{href === undefined ? name : <a href={href}>{name}</a>}</span>
          <svg class="line-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="trough" x={0} y={0} width={100} height={10} />
            <rect class={tone} x={0} y={0} width={(100 * value) / top} height={10} />
            {part !== undefined && (
              <rect class={part.tone} x={0} y={0} width={(100 * Math.min(part.value, value)) / top} height={10} />
            )}
          </svg>
          <span class="number line-value">{text ?? value}</span>
        </li>
      ))}
    </ul>
  );
}
