/** A small good catalogue to spoil in one place at a time, and the compiler run on it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCatalogue } from '../../../catalogue/compile.ts';
import { CatalogueFaults } from '../../../catalogue/faults.ts';
import type { Item } from '../../../shared/catalogue/item.ts';

export const goodAgencies = `
defaults:
  level: "3"
  hours: { zh: 周一至周五, en: Monday to Friday }
agencies:
  - code: 11440100DEM000014C
    name: { zh: 市交通运输局, en: Transport }
    backOffice: false
    place: { zh: 大厅, en: Hall }
    enquiryPhone: "12328"
    complaintPhone: "12345"
`.trimStart();

export const goodParts = {
  'declaration.yaml': `- { name: declared, type: yes-no, label: { zh: 承诺, en: Declared } }\n`,
  'proof.yaml': `
- code: proof
  name: { zh: 证明, en: Proof }
  required: true
  source: { zh: 自备, en: Own }
  why: { zh: 核对, en: Check }
`.trimStart(),
};

/** Promised, with a fee, a repeat, conditions and checks. */
export const goodItem = `
code: "440101014000"
implementingCode: 11440100DEM000014C3440101014000
version: 1
effectiveFrom: 2025-01-01
name: { zh: 试验事项, en: Trial item }
summary: { zh: 试验, en: Trial }
type: "01"
handling: promised
applicants: [natural]
agency: 11440100DEM000014C
onlineDepth: IV
visits: 0
delivery: [online]
legalBasis:
  - { zh: 《试验法》, en: Trial Law }
conditions:
  - { zh: 条件, en: Condition }
process:
  - { zh: 流程, en: Process }
limits: { statutory: 20, promised: 10 }
result: { name: { zh: 证, en: Permit } }
themes: [travel]
keywords: [试验]
fees:
  - name: { zh: 工本费, en: Fee }
    basis: { zh: 《收费办法》, en: Fee Measures }
    standard: { zh: 每本 10 元, en: ¥10 each }
    amount: 1000
    onlinePayment: true
    beforeDecision: true
form:
  sections:
    - name: main
      title: { zh: 主要, en: Main }
      fields:
        - { name: fullName, type: text, label: { zh: 姓名, en: Name } }
        - { name: idNumber, type: id-card, label: { zh: 号码, en: Number } }
        - name: kind
          type: choice
          label: { zh: 种类, en: Kind }
          options:
            - { value: first, label: { zh: 首次, en: First } }
            - { value: again, label: { zh: 再次, en: Again } }
        - { name: count, type: number, min: 1, max: 9, label: { zh: 数量, en: Count } }
        - { name: oldNumber, type: text, pattern: '[A-Z]\\d{3}', patternHelp: { zh: 一字母三数字, en: A letter and three digits }, when: { field: kind, in: [again] }, label: { zh: 旧号, en: Old number } }
        - name: people
          type: repeat
          min: 1
          max: 3
          label: { zh: 人员, en: People }
          fields:
            - { name: personName, type: text, label: { zh: 姓名, en: Name } }
            - { name: personAdult, type: yes-no, label: { zh: 成年, en: Adult } }
            - { name: personId, type: id-card, when: { field: personAdult, in: [true] }, label: { zh: 号码, en: Number } }
        - part: declaration
    - name: more
      title: { zh: 其他, en: More }
      when: { field: kind, in: [again] }
      fields:
        - { name: reason, type: long-text, label: { zh: 原因, en: Reason } }
materials:
  - part: proof
    when: { field: kind, in: [first] }
checks:
  - code: adult
    name: { zh: 成年, en: Adult }
    rule: { kind: age-between, field: idNumber, min: 18 }
  - code: declared
    name: { zh: 承诺, en: Declared }
    rule: { kind: answer-in, field: declared, in: [true] }
suspensions: [inspection]
`.trimStart();

export interface Sources {
  readonly agencies?: string;
  readonly parts?: Readonly<Record<string, string>>;
  /** By path below `items/`. */
  readonly items?: Readonly<Record<string, string>>;
}

/** Writes the sources into a folder called `catalogue`, hands it over, and removes it. */
export function withSources<T>(sources: Sources, use: (sourceDir: string) => T): T {
  const root = mkdtempSync(path.join(tmpdir(), 'catalogue-'));
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, 'catalogue', name)), { recursive: true });
    writeFileSync(path.join(root, 'catalogue', name), text);
  };
  write('agencies.yaml', sources.agencies ?? goodAgencies);
  for (const [name, text] of Object.entries({ ...goodParts, ...sources.parts })) write(`parts/${name}`, text);
  for (const [name, text] of Object.entries(sources.items ?? { 'transport/trial.yaml': goodItem }))
    write(`items/${name}`, text);
  try {
    return use(path.join(root, 'catalogue'));
  } finally {
    rmSync(root, { recursive: true });
  }
}

export const itemsOf = (sources: Sources): Item[] => withSources(sources, (dir) => readCatalogue(dir).items);

/** The faults the compiler tells, none if it is content. */
export function faultsOf(sources: Sources): readonly string[] {
  try {
    itemsOf(sources);
    return [];
  } catch (error) {
    if (error instanceof CatalogueFaults) return error.faults;
    throw error;
  }
}

/** The good item, which is known to be one. */
export function trialItem(): Item {
  const [item] = itemsOf({});
  if (item === undefined) throw new Error('the fixture has no item');
  return item;
}
