/** A sentence of the pages in both languages: both, or it does not compile. `{name}` is filled in; `paper(s)` has its s unless `{n}` is 1. */
export type Row = readonly [zh: string, en: string];

export type RowValues = Readonly<Record<string, string | number>>;

/** @param values what stands for each `{name}`; a name without a value stays as it is, to be seen */
export function filled(sentence: string, values: RowValues): string {
  const counted = 'n' in values ? sentence.replaceAll('(s)', Number(values.n) === 1 ? '' : 's') : sentence;
  return counted.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
