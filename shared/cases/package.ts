/** An application for a package (一件事): several cases begun together, filled in by one form and followed on one page. */
import * as z from 'zod';
import { bilingual, caseId, instant, itemCode, personKinds } from '../base/words.ts';
import { answers } from '../catalogue/answer-schema.ts';
import { form, itemSummary, materialRequirement } from '../catalogue/item.ts';
import { itemPackage, packageCode } from '../catalogue/package.ts';
import { caseState } from './case.ts';
import { caseSummary, materialView, migrationView } from './views.ts';

/** `submitting`: some are filed and some not yet; the same call again goes on. */
export const packageStates = ['draft', 'submitting', 'submitted'] as const;

export const packageRow = z.strictObject({
  packageId: caseId,
  version: z.int().min(1),
  packageCode,
  name: bilingual,
  applicant: z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(personKinds) }),
  state: z.enum(packageStates),
  children: z.array(z.strictObject({ itemCode, caseId })).min(1),
  createdAt: instant,
  updatedAt: instant,
  submittedAt: instant.optional(),
});
export type PackageRow = z.infer<typeof packageRow>;

export const startPackageBody = z.strictObject({
  packageCode,
  /** Which of the items that are not required; all of them when not said. */
  items: z.array(itemCode).max(10).optional(),
});
export const savePackageBody = z.strictObject({ answers });

export const packageSummary = z.strictObject({
  packageId: caseId,
  packageCode,
  name: bilingual,
  state: z.enum(packageStates),
  createdAt: instant,
  submittedAt: instant.optional(),
  cases: z.int(),
});
export type PackageSummary = z.infer<typeof packageSummary>;

/** For whoever chooses one: what it is, of what, and for whom. */
export const packageOffer = itemPackage.omit({ items: true }).extend({
  applicants: z.array(z.enum(personKinds)),
  items: z.array(z.strictObject({ required: z.boolean(), item: itemSummary })),
});
export type PackageOffer = z.infer<typeof packageOffer>;

/** One page for all of it. While it is a draft, the one form and its answers; then each case with its own clock. */
export const packageView = packageSummary.extend({
  version: z.int(),
  children: z.array(
    z.strictObject({
      itemCode,
      itemName: bilingual,
      caseId,
      state: caseState,
      /** Once it is filed: number, status, what is next and by when. */
      case: caseSummary.optional(),
    }),
  ),
  /** How many are over, of all. */
  progress: z.strictObject({ closed: z.int(), all: z.int() }),
  form: form.optional(),
  answers: answers.optional(),
  /** Newer versions are in force of these of its items: it has to be moved to them before it can be submitted. */
  outdated: migrationView
    .omit({ version: true })
    .extend({ items: z.array(bilingual) })
    .optional(),
  /** What to hand in, once for all items that want it: to the case named here. */
  materials: z
    .array(
      z.strictObject({
        requirement: materialRequirement,
        caseId,
        items: z.array(itemCode),
        files: z.array(materialView),
      }),
    )
    .optional(),
});
export type PackageView = z.infer<typeof packageView>;

export function packageSummaryOf(row: PackageRow): PackageSummary {
  const { packageId, packageCode: code, name, state, createdAt, submittedAt, children } = row;
  const filed = submittedAt === undefined ? {} : { submittedAt };
  return { packageId, packageCode: code, name, state, createdAt, ...filed, cases: children.length };
}
