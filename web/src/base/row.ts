import { apart } from './written.ts';

/** A sentence of the pages in both languages: both, or it does not compile. `{name}` is filled in; `paper(s)` has its s unless `{n}` is 1. */
export type Row = readonly [zh: string, en: string];

export type RowValues = Readonly<Record<string, string | number>>;

/** @param values what stands for each `{name}`; a name without a value stays as it is, to be seen */
export function filled(sentence: string, values: RowValues): string {
  const textOf = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? apart(value) : value === undefined ? undefined : String(value);
  };
  const counted = 'n' in values ? sentence.replaceAll('(s)', Number(values.n) === 1 ? '' : 's') : sentence;
  return counted.replace(/\{(\w+)\}/g, (whole, name: string) => textOf(name) ?? whole);
}
