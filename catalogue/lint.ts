/**
 * What a service item must keep to beyond its schema, each rule one that clerks of real halls are checked by: an item
 * that breaks one cannot be published. Pure; findings carry the path of what is wrong.
 */
import { isCreditCode } from '../shared/catalogue/identity-numbers.ts';
import type { Item } from '../shared/catalogue/item.ts';
import { isTheme } from '../shared/catalogue/themes.ts';
import type { Finding } from './faults.ts';
import { lintForm } from './lint-form.ts';
import { lintGuide } from './lint-guide.ts';

/** All findings of one item, in no particular order. */
export function lint(item: Item): Finding[] {
  return [...rules.flatMap((rule) => [...rule(item)]), ...lintGuide(item), ...lintForm(item)];
}

/** Of the 100 writes of a transaction, the rest are the case, its number, its record, the answer kept and the agent's consent. */
const maxFilesOfAll = 80;

const finding = (path: Finding['path'], reason: string): Finding => ({ path, reason });

const rules: readonly ((item: Item) => Iterable<Finding>)[] = [
  /** Depth IV (全程网办) means that nobody has to come. */
  function* visitsFitDepth({ onlineDepth, visits }) {
    if (onlineDepth === 'IV' && visits > 0) yield finding(['visits'], `online depth IV means 0 visits, not ${visits}`);
    if (onlineDepth !== 'IV' && visits === 0) yield finding(['onlineDepth'], '0 visits means online depth IV');
  },

  /** A result that may go by post needs somewhere to go. */
  function* postHasAddress({ delivery, form }) {
    const asksAddress = form.sections.some(({ fields }) => fields.some(({ type }) => type === 'address'));
    if (delivery.includes('post') && !asksAddress)
      yield finding(['delivery'], 'the result may go by post, but the form asks for no address');
  },

  function* resultReaches({ visits, delivery }) {
    if (visits === 0 && !delivery.includes('online') && !delivery.includes('post')) {
      yield finding(['delivery'], 'with 0 visits and no online delivery the result must go by post');
    }
  },

  /** Basis, standard and a word on online payment are required by the schema; here, that they say something. */
  function* feesAreStated({ fees, onlineDepth }) {
    for (const [i, fee] of fees.entries()) {
      if (!fee.basis.zh.includes('《'))
        yield finding(['fees', i, 'basis'], 'a fee names the document it is charged under, in 《》');
      if (!/\d/.test(fee.standard.zh)) yield finding(['fees', i, 'standard'], 'a fee standard states the amount');
      if (onlineDepth === 'IV' && !fee.onlinePayment) {
        yield finding(['fees', i, 'onlinePayment'], 'online depth IV with a fee means online payment');
      }
    }
  },

  function* phonesDiffer({ enquiryPhone, complaintPhone }) {
    if (enquiryPhone === complaintPhone) yield finding(['complaintPhone'], 'the complaint phone is the enquiry phone');
    for (const [name, phone] of Object.entries({ enquiryPhone, complaintPhone })) {
      if (!/^\d[\d-]{4,18}$/.test(phone)) yield finding([name], `${name} is not a phone number`);
    }
  },

  function* limitsFit({ limits, handling }) {
    const { promised, statutory } = limits;
    if (promised > statutory)
      yield finding(['limits', 'promised'], `promised ${promised} days is over the statutory ${statutory}`);
    if (handling === 'instant' && promised > 1)
      yield finding(['limits', 'promised'], `an instant item promises 1 working day at most, not ${promised}`);
    if (handling === 'promised' && promised < 1)
      yield finding(['limits', 'promised'], 'a promised item promises at least 1 working day');
  },

  /** 行政许可法 art. 42(2): several authorities together have 45 days at most. */
  function* jointFits({ limits }) {
    if (limits.joint === true && limits.statutory > 45)
      yield finding(['limits', 'statutory'], `a joint item has 45 working days by law, not ${limits.statutory}`);
  },

  /** A renewal is counted from a day that the applicant states. */
  function* renewalFits({ renewal, form, type }) {
    if (renewal === undefined) return;
    const fields = form.sections.flatMap((section) => section.fields);
    const stated = fields.find(({ name }) => name === renewal.expiryField);
    if (stated?.type !== 'date')
      yield finding(['renewal', 'expiryField'], `${renewal.expiryField} is not a date field of the form`);
    if (type !== '01') yield finding(['renewal'], 'only a licence (01) is renewed by law when nobody decides');
  },

  /** What the hall or one officer may decide alone is narrow. */
  function* decidingAlone({ handling, automatic, fourEyes, checks, materials, fees }) {
    if (!fourEyes && handling !== 'instant') yield finding(['fourEyes'], 'only an instant item may waive four eyes');
    if (!automatic) return;
    if (handling !== 'instant') yield finding(['automatic'], 'only an instant item may be automatic');
    if (fourEyes) yield finding(['automatic'], 'an automatic item waives four eyes');
    if (checks.length === 0) yield finding(['automatic'], 'an automatic item has at least one check to decide by');
    if (fees.length > 0)
      yield finding(['automatic'], 'an automatic item cannot have a fee: it is decided before anyone pays');
    for (const [i, material] of materials.entries()) {
      if (material.required)
        yield finding(['materials', i], `automatic, but ${material.code} has to be read by a person`);
    }
  },

  /** A filing looks at each of its files in the one transaction that files it: what a person may send has to fit it. */
  function* filesFit({ materials }) {
    const files = materials.reduce((all, { maxFiles }) => all + maxFiles, 0);
    if (files > maxFilesOfAll)
      yield finding(['materials'], `the materials take ${files} files together; ${maxFilesOfAll} fit one filing`);
  },

  function* suspensionsFit({ handling, suspensions }) {
    if (handling === 'instant' && suspensions.length > 0)
      yield finding(['suspensions'], 'an instant item has nothing to suspend');
    yield* repeated(suspensions, ['suspensions'], 'suspension');
  },

  function* codesFit({ agency, level, code, implementingCode }) {
    if (!isCreditCode(agency.code)) yield finding(['agency'], 'the agency code has a wrong check digit (GB 32100)');
    if (implementingCode !== agency.code + level + code) {
      yield finding(
        ['implementingCode'],
        `the implementing code is agency + level + base code: ${agency.code}${level}${code}`,
      );
    }
  },

  /** Main item (主项) and department digits of the base code count from 001 and 01. */
  function* codeCounts({ code }) {
    if (code.slice(4, 6) === '00') yield finding(['code'], 'the base code names no department (digits 5–6 are 00)');
    if (code.slice(6, 9) === '000') yield finding(['code'], 'the base code names no main item (digits 7–9 are 000)');
  },

  /** The area and type digits of the base code (基本编码) must tell the item's own type. */
  function* typeFitsCode({ code, type }) {
    if (code.slice(2, 4) !== type) yield finding(['type'], `the base code says type ${code.slice(2, 4)}, not ${type}`);
  },

  function* themesAreKnown({ themes }) {
    for (const [i, theme] of themes.entries()) {
      if (!isTheme(theme)) yield finding(['themes', i], `unknown theme "${theme}"`);
    }
    yield* repeated(themes, ['themes'], 'theme');
  },

  function* namesAreUnique({ materials, checks, applicants, keywords }) {
    yield* repeated(
      materials.map(({ code }) => code),
      ['materials'],
      'material code',
    );
    yield* repeated(
      checks.map(({ code }) => code),
      ['checks'],
      'check code',
    );
    yield* repeated(applicants, ['applicants'], 'applicant');
    yield* repeated(keywords, ['keywords'], 'keyword');
  },
];

/** A finding at every entry that stands there a second time. */
export function* repeated(values: readonly string[], path: Finding['path'], what: string): Iterable<Finding> {
  for (const [i, value] of values.entries()) {
    if (values.indexOf(value) < i) yield finding([...path, i], `${what} "${value}" stands twice`);
  }
}

/** An item with where it was read, for the rules between files. `I` is as much of it as the rule looks at. */
export interface Placed<I = Item> {
  readonly item: I;
  readonly at: (finding: Finding) => void;
}

/** Department digits of the base code: one agency has one department's, and no two agencies the same. */
export function lintCodes(placed: readonly Placed<Pick<Item, 'code' | 'agency'>>[]): void {
  const agencies = new Map<string, string>();
  const departments = new Map<string, string>();
  for (const { item, at } of placed) {
    const department = item.code.slice(4, 6);
    const agency = item.agency.code;
    const known = agencies.get(department) ?? agency;
    const usual = departments.get(agency) ?? department;
    if (known !== agency) at(finding(['code'], `department ${department} in the base code is that of agency ${known}`));
    else if (usual !== department)
      at(finding(['code'], `the agency's department is ${usual} elsewhere, not ${department}`));
    agencies.set(department, known);
    departments.set(agency, usual);
  }
}

/** Versions of one item: no two the same, each later one from a later day, and never another agency's. */
export function lintVersions(placed: readonly Placed<Versioned>[]): void {
  const sorted = placed.toSorted((a, b) => order(a.item, b.item));
  for (const [i, { item, at }] of sorted.entries()) {
    const before = sorted[i - 1]?.item;
    if (before === undefined || before.code !== item.code) continue;
    if (before.version === item.version)
      at(finding(['version'], `version ${item.version} of ${item.code} stands in two files`));
    else if (item.effectiveFrom <= before.effectiveFrom) {
      at(
        finding(
          ['effectiveFrom'],
          `version ${item.version} must take effect after version ${before.version} (${before.effectiveFrom})`,
        ),
      );
    }
    if (before.agency.code !== item.agency.code)
      at(finding(['agency'], 'a version cannot move an item to another agency'));
  }
}

type Versioned = Pick<Item, 'code' | 'version' | 'effectiveFrom' | 'agency'>;

const order = (a: Versioned, b: Versioned): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : a.version - b.version;
