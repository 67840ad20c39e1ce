/** Where the bars of a chart stand. Pure. */

export interface Series {
  readonly name: string;
  /** Class of its colour. */
  readonly tone: string;
  /** One number for each day. */
  readonly values: readonly number[];
}

export interface Bar {
  readonly key: string;
  readonly tone: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const size = { width: 720, height: 180, left: 34, head: 12 };

/** A round number that nothing goes over: 1, 2, 5, 10, 20, 50 … and never less than two, so that the middle is a whole one. */
export function roundTop(most: number): number {
  let step = 1;
  for (;;) {
    for (const times of [2, 4, 6, 10]) if (times * step >= most) return times * step;
    step *= 10;
  }
}

export function barsOf(days: readonly string[], series: readonly Series[]) {
  const top = roundTop(Math.max(0, ...series.flatMap(({ values }) => [...values])));
  const room = (size.width - size.left) / Math.max(1, days.length);
  const wide = Math.max(1, Math.min(18, (room * 0.8) / Math.max(1, series.length)));
  const bars = series.flatMap(({ name, tone, values }, row) =>
    days.flatMap((day, at): Bar[] => {
      const value = values[at] ?? 0;
      if (value === 0) return [];
      const height = ((size.height - size.head) * value) / top;
      const x = size.left + at * room + (room - wide * series.length) / 2 + row * wide;
      return [{ key: `${day} ${name}`, tone, x, y: size.height - height, width: wide, height }];
    }),
  );
  const every = Math.max(1, Math.ceil(days.length / 8));
  const ticks = days.flatMap((day, at) => (at % every === 0 ? [{ x: size.left + at * room + room / 2, day }] : []));
  return { ...size, top, bars, ticks };
}
