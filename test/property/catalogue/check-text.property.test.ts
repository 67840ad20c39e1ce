/** Whatever is proposed: the checker of texts answers with faults or an item, never with an error; and each fault in Chinese as well. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Checker, makeChecker } from '../../../catalogue/check-text.ts';
import { indexEntryOf, readCatalogue } from '../../../catalogue/compile.ts';
import { inChinese } from '../../../catalogue/fault-words.ts';
import { sourceFactsOf } from '../../../catalogue/source-facts.ts';
import { goodItem, withSources } from '../../unit/catalogue/fixture.ts';

const agency = '11440100DEM000014C';
const next = goodItem
  .replace(/^version: 1$/m, 'version: 2')
  .replace(/^effectiveFrom: .*$/m, 'effectiveFrom: 2026-12-01');

function withChecker(use: (check: (text: string) => ReturnType<Checker>) => void): void {
  withSources({}, (dir) => {
    const read = readCatalogue(dir);
    const check = makeChecker(dir, sourceFactsOf(read));
    const versions = read.items.map(indexEntryOf);
    use((text) => check(text, { agency, versions, today: '2026-11-22' }));
  });
}

describe('a text', () => {
  it('that is good is an item', () => {
    withChecker((check) => expect(check(next)).toMatchObject({ faults: [], item: { version: 2 } }));
  });

  it('of any kind is answered', () => {
    withChecker((check) => {
      const anything = fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.json(),
        fc.string({ unit: fc.constantFrom('{', '[', ':', '-', '\n', ' ', '&a', '*a', '!!', '"', 'part') }),
      );
      fc.assert(
        fc.property(anything, (text) => {
          const { item, faults } = check(text);
          expect(item).toBeUndefined();
          expect(faults.length).toBeGreaterThan(0);
        }),
        { numRuns: 400 },
      );
    });
  });

  it('that is an item with one thing in it spoilt is answered', () => {
    const source: unknown = parse(next);
    withChecker((check) => {
      fc.assert(
        fc.property(
          fc.nat(400),
          fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.constant([]), fc.constant({}), fc.boolean()),
          (at, value) => {
            const { item, faults } = check(JSON.stringify(spoilt(source, { at }, value)));
            expect(item === undefined).toBe(faults.length > 0);
            for (const { reason } of faults) expect(reason.zh).toMatch(/\p{Script=Han}/u);
          },
        ),
        { numRuns: 300 },
      );
    });
  });
});

/** The value with its n-th part put in place of another. */
function spoilt(value: unknown, left: { at: number }, by: unknown): unknown {
  if (left.at === 0) {
    left.at = -1;
    return by;
  }
  left.at -= 1;
  if (Array.isArray(value)) return value.map((one) => spoilt(one, left, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoilt(one, left, by)]));
}

describe('the faults in Chinese', () => {
  /** Each reason as a rule states it, with something in its gaps. */
  const reasons = [
    'online depth IV means 0 visits, not 2',
    '0 visits means online depth IV',
    'the result may go by post, but the form asks for no address',
    'with 0 visits and no online delivery the result must go by post',
    'a fee names the document it is charged under, in 《》',
    'a fee standard states the amount',
    'online depth IV with a fee means online payment',
    'the complaint phone is the enquiry phone',
    'enquiryPhone is not a phone number',
    'promised 30 days is over the statutory 20',
    'an instant item promises 1 working day at most, not 3',
    'a promised item promises at least 1 working day',
    'a joint item has 45 working days by law, not 60',
    'expiry is not a date field of the form',
    'only a licence (01) is renewed by law when nobody decides',
    'only an instant item may waive four eyes',
    'an automatic item has at least one check to decide by',
    'automatic, but proof has to be read by a person',
    'an instant item has nothing to suspend',
    'the materials take 90 files together; 80 fit one filing',
    'the agency code has a wrong check digit (GB 32100)',
    'the implementing code is agency + level + base code: x',
    'the base code names no department (digits 5–6 are 00)',
    'the base code says type 01, not 20',
    'unknown theme "x"',
    'material code "x" stands twice',
    'department 05 in the base code is that of agency x',
    'version 2 of 440101014000 stands in two files',
    'version 2 must take effect after version 1 (2025-01-01)',
    'a version cannot move an item to another agency',
    'a condition looks at a field that stands before it; "x" does not',
    'a check looks at "x", which the form does not have',
    'check age-between cannot look at "x", a text field',
    'check time-between cannot look at "x", a repeated field',
    'time-between compares two different days',
    'field name "today" is that of the day of application; choose another',
    'a pattern needs patternHelp, to say what is wanted',
    'a repetition inside a repetition is not allowed',
    'not a regular expression',
    '"x" never has the value "y"',
    'core field 受理条件 (conditions) says nothing in Chinese: "none"',
    'a bare template: 2 question(s) and no material of its own; ask what this service needs to know',
    'form.sections.0: unknown key "colour"',
    'limits.promised: is missing',
    'limits.promised: invalid input: expected number, received string',
    'there is no part x (looked for catalogue/parts/x.yaml)',
    'Map keys must be unique',
  ];

  it.each(reasons)('%s', (reason) => {
    expect(inChinese(reason)).toMatch(/\p{Script=Han}/u);
    expect(inChinese(reason)).not.toMatch(/^不符合规则/);
  });
});
