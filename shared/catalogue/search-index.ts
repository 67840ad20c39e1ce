/**
 * The index of the catalogue as it travels to browsers, where it is searched offline: everything the API's index says, packed. What
 * can be worked out is left out: pinyin by one table of readings (a term that reads otherwise stands beside it), English words of the
 * name, an agency by its place in a list. Packing loses nothing: the build makes sure of it.
 */
import type { IndexEntry } from './catalogue-index.ts';
import { englishWords, nameTexts, plainText, readAloud, readingsOf, unique } from './search-words.ts';

export interface PackedIndex {
  readonly agencies: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  /** `字zi`: a character and how it is read, all in one string, parted by spaces. */
  readonly readings: string;
  /** Terms that read otherwise, with their pinyin. */
  readonly odd: Readonly<Record<string, string>>;
  readonly rows: readonly PackedRow[];
}

/** Places in a row; optional ones last. */
type PackedRow = readonly [
  code: string,
  version: number,
  effectiveFrom: string,
  nameZh: string,
  nameEn: string,
  summaryZh: string,
  summaryEn: string,
  kinds: string,
  applicants: string,
  limits: readonly [statutory: number, promised: number, joint?: boolean],
  themes: string,
  agency: number,
  keywords: string,
  english: string,
];

export function packIndex(entries: readonly IndexEntry[]): PackedIndex {
  const agencies = [...new Map(entries.map(({ agency }) => [agency.code, agency])).values()];
  const terms = entries.flatMap(({ search }) => [...search.names, ...search.keywords]);
  const readings = readingsOf(terms);
  const odd = terms.filter(({ text, pinyin }) => readAloud(text, readings) !== pinyin);
  return {
    agencies: agencies.map(({ code, name }) => ({ code, ...name })),
    readings: [...readings]
      .filter(([unit, syllable]) => unit !== syllable)
      .map((pair) => pair.join(''))
      .join(' '),
    odd: Object.fromEntries(odd.map(({ text, pinyin }) => [text, pinyin])),
    rows: entries.map((entry) =>
      packRow(
        entry,
        agencies.findIndex(({ code }) => code === entry.agency.code),
      ),
    ),
  };
}

const handlings = { instant: 'i', promised: 'p' } as const;
const people = { natural: 'n', legal: 'l' } as const;

function packRow(entry: IndexEntry, agency: number): PackedRow {
  const { statutory, promised, joint } = entry.limits;
  const ofName = new Set(englishWords(entry.name.en));
  return [
    entry.code,
    entry.version,
    entry.effectiveFrom,
    entry.name.zh,
    entry.name.en,
    entry.summary.zh,
    entry.summary.en,
    [entry.type, handlings[entry.handling], entry.onlineDepth, entry.hasFee ? 'f' : ''].join(','),
    entry.applicants.map((kind) => people[kind]).join(''),
    joint === undefined ? [statutory, promised] : [statutory, promised, joint],
    entry.themes.join(','),
    agency,
    entry.search.keywords.map(({ text }) => text).join(','),
    entry.search.english.filter((word) => !ofName.has(word)).join(' '),
  ];
}

/** @returns the entries as they were packed, in their order */
export function unpackIndex({ agencies, readings: packed, odd, rows }: PackedIndex): IndexEntry[] {
  const readings = new Map(packed.split(' ').map((pair): [string, string] => splitReading(pair)));
  const term = (text: string) => ({ text, pinyin: odd[text] ?? readAloud(text, readings) ?? '' });
  return rows.map(
    ([code, version, effectiveFrom, zh, en, sZh, sEn, kinds, applicants, limits, themes, at, keywords, english]) => {
      const [type = '', handling, onlineDepth = '', fee] = kinds.split(',');
      const agency = agencies[at];
      const [statutory, promised, joint] = limits;
      return {
        code,
        version,
        name: { zh, en },
        summary: { zh: sZh, en: sEn },
        type: oneOf(types, type),
        handling: handling === 'i' ? 'instant' : 'promised',
        applicants: [...applicants].map((kind) => (kind === 'n' ? 'natural' : 'legal')),
        limits: { statutory, promised, ...(joint === undefined ? {} : { joint }) },
        themes: listed(themes),
        onlineDepth: oneOf(depths, onlineDepth),
        agency: { code: agency?.code ?? '', name: { zh: agency?.zh ?? '', en: agency?.en ?? '' } },
        hasFee: fee === 'f',
        effectiveFrom,
        search: {
          names: nameTexts(zh).map((text) => term(plainText(text))),
          keywords: listed(keywords).map(term),
          english: unique([...englishWords(en), ...english.split(' ').filter((word) => word !== '')]),
        },
      };
    },
  );
}

const types = ['01', '05', '06', '07', '08', '09', '10', '20'] as const satisfies readonly IndexEntry['type'][];
const depths = ['I', 'II', 'III', 'IV'] as const satisfies readonly IndexEntry['onlineDepth'][];

function oneOf<const T extends string>(known: readonly [T, ...T[]], text: string): T {
  return known.find((one) => one === text) ?? known[0];
}

const listed = (text: string): string[] => (text === '' ? [] : text.split(','));

/** A character may take two of JavaScript's units: `𠮷ji`. */
function splitReading(pair: string): [string, string] {
  const [unit = ''] = pair;
  return [unit, pair.slice(unit.length)];
}
