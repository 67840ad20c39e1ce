import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCatalogue } from '../../../catalogue/compile.ts';
import { answers as answersSchema } from '../../../shared/catalogue/answer-schema.ts';
import { checkAnswers, checkShape, dropHidden, visibleFields } from '../../../shared/catalogue/answers.ts';
import { openCatalogue } from '../../../shared/catalogue/catalogue-store.ts';
import { runChecks } from '../../../shared/catalogue/checks.ts';
import { idCardFault, isCreditCode, maskIdentityNumber } from '../../../shared/catalogue/identity-numbers.ts';
import type { Answers, Item } from '../../../shared/catalogue/item.ts';
import { creditCodes, idCards, sampleFiles, validAnswers } from '../../support/answers.ts';

const today = '2026-11-22';
const out = mkdtempSync(path.join(tmpdir(), 'compiled-'));
let items: Item[];
beforeAll(async () => {
  await compileCatalogue(out);
  const catalogue = openCatalogue(out);
  items = catalogue.list(today).flatMap(({ code, version }) => catalogue.version(code, version) ?? []);
});
afterAll(() => rmSync(out, { recursive: true }));

/** The items are many: a few answers of each make thousands. */
const runsPerItem = 3;

/** For every item, some answers of it. */
function forAllAnswers(holds: (item: Item, answers: Answers) => void, options: { passChecks?: boolean } = {}): void {
  for (const item of items) {
    fc.assert(
      fc.property(validAnswers(item, today, options), (answers) => holds(item, answers)),
      { numRuns: runsPerItem },
    );
  }
}

/** Anything a client could send. */
const anyAnswers: fc.Arbitrary<Answers> = fc.dictionary(
  fc.oneof(
    fc.constantFrom('fullName', 'idNumber', 'applicantKind', 'byAgent', 'changeKind', 'family', 'vehicles', 'devices'),
    fc.string({ maxLength: 10 }),
  ),
  fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(fc.string({ maxLength: 10 }), { maxLength: 5 }),
    fc.array(fc.dictionary(fc.string({ maxLength: 10 }), fc.oneof(fc.string(), fc.boolean())), { maxLength: 5 }),
  ),
  { maxKeys: 10 },
);

describe('answers', () => {
  it('that are valid pass, as a draft and as a submission', () => {
    forAllAnswers((item, answers) => {
      expect(checkAnswers(item.form, item.materials, answers, sampleFiles(item, answers), today)).toEqual([]);
      expect(checkShape(item.form, answers)).toEqual([]);
      expect(answersSchema.parse(answers)).toEqual(answers);
    });
  });

  it('that pass the form need not pass the checks, but those made to do', () => {
    forAllAnswers((item, answers) => {
      expect(runChecks(item, answers, true, today).every(({ passed }) => passed)).toBe(true);
    });
    const failed = items.filter((item) =>
      fc
        .sample(validAnswers(item, today, { passChecks: false }), 10)
        .some((answers) => runChecks(item, answers, true, today).some(({ passed }) => !passed)),
    );
    expect(failed.length).toBeGreaterThan(items.length / 2);
  });

  it('keep what is shown and nothing else, and keeping twice is keeping once', () => {
    forAllAnswers((item, answers) => {
      const kept = dropHidden(item.form, answers);
      const shown = new Set(visibleFields(item.form, answers).map(({ name }) => name));
      expect(Object.keys(kept).filter((name) => !shown.has(name))).toEqual([]);
      expect(dropHidden(item.form, kept)).toEqual(kept);
    });
  });

  it('of any sort are judged, never stumbled over', () => {
    for (const item of items) {
      fc.assert(
        fc.property(anyAnswers, (answers) => {
          checkAnswers(item.form, item.materials, answers, {}, today);
          checkShape(item.form, answers);
          runChecks(item, answers, false, today);
          dropHidden(item.form, answers);
        }),
        { numRuns: 20 },
      );
    }
  });
});

describe('check digits', () => {
  const cards = idCards('1930-01-01', '2020-12-31');

  it('of good numbers pass', () => {
    fc.assert(fc.property(cards, (card) => idCardFault(card, today) === undefined));
    fc.assert(fc.property(creditCodes, (code) => isCreditCode(code)));
  });

  it('find any one character that is wrong', () => {
    const spoil = (alphabet: string) => fc.record({ at: fc.nat(17), by: fc.constantFrom(...alphabet) });
    fc.assert(
      fc.property(cards, spoil('0123456789'), (card, { at, by }) => {
        fc.pre(card[at] !== by);
        expect(idCardFault(replaced(card, at, by), today)).toBeDefined();
      }),
    );
    fc.assert(
      fc.property(creditCodes, spoil('0123456789ABCDEFGHJKLMNPQRTUWXY'), (code, { at, by }) => {
        fc.pre(code[at] !== by);
        expect(isCreditCode(replaced(code, at, by))).toBe(false);
      }),
    );
  });

  it('find two neighbours that are swapped', () => {
    fc.assert(
      fc.property(cards, fc.nat(15), (card, at) => {
        fc.pre(card[at] !== card[at + 1]);
        const swapped = replaced(replaced(card, at, card.charAt(at + 1)), at + 1, card.charAt(at));
        expect(idCardFault(swapped, today)).toBeDefined();
      }),
    );
  });

  it('are hidden with the birthday in a masked number', () => {
    fc.assert(
      fc.property(cards, (card) => {
        expect(maskIdentityNumber(card)).toHaveLength(18);
        expect(maskIdentityNumber(card)).not.toContain(card.slice(6, 14));
      }),
    );
  });
});

const replaced = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + 1);
