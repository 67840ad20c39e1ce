/** The applicant's answer to the one request for corrections (补正, 行政许可法 art. 32). */
import { dayOf } from '../base/days.ts';
import type { FieldProblem, Problem } from '../base/problems.ts';
import { checkAnswers, dropHidden, visibleFields, visibleMaterials } from '../catalogue/answers.ts';
import type { Answers, Item } from '../catalogue/item.ts';
import { timeProblems } from '../catalogue/time-between.ts';
import type { CaseHead, Material } from './case.ts';
import { counts, everFiled, type FilesByCode, filesRefusal } from './files.ts';
import { type Context, type Outcome, outcome, today } from './outcome.ts';
import { permit } from './permits.ts';
import { faults, refusalOf } from './refusals.ts';
import { renewalOf } from './renewal.ts';

export interface Corrections {
  readonly answers: Answers;
  /** File ids per material code; each list replaces the one filed before. */
  readonly materials: Readonly<Record<string, readonly string[]>>;
  /** Every file of the case, whatever its state. */
  readonly files: readonly Material[];
}

/**
 * Only what was asked for may change, and what that brings to light in the form; all that was asked for must be given;
 * the whole form is checked again. The agency's five days start anew.
 */
export function correct(head: CaseHead, given: Corrections, context: Context): Outcome | Problem {
  const refusal = permit('correct', head, context);
  if (refusal !== undefined) return refusal;
  const { item, now } = context;
  const answers = dropHidden(item.form, { ...head.answers, ...given.answers });
  const materials = correctedMaterials(head, given, answers, item);
  const filed = new Set(Object.values(materials).flat());
  const bad =
    refusalOf('invalid-fields', correctionProblems(head, given, answers, item)) ??
    refusalOf('invalid-fields', [
      ...checkAnswers(item.form, item.materials, answers, counts(materials), today(context)),
      // Waiting for the correction makes no time that was lacking when it was applied for.
      ...timeProblems(item, answers, dayOf(head.submittedAt ?? now)),
    ]) ??
    filesRefusal(given.files.filter(({ materialId }) => filed.has(materialId)));
  if (bad !== undefined) return bad;
  const data = { fields: Object.keys(given.answers), materials: Object.keys(given.materials) };
  const replaced = [...everFiled(head)].filter((id) => !filed.has(id));
  // Whoever mistyped the last day of the licence has corrected what silence goes by.
  const renewal = renewalOf(item, answers, dayOf(head.submittedAt ?? now));
  const set = ({ correction, clocks: { expiresOn: _, ...clocks }, ...moved }: CaseHead): CaseHead => ({
    ...moved,
    clocks: { ...clocks, ...renewal },
    answers,
    materials,
    ...(replaced.length === 0 ? {} : { replaced }),
    ...(correction === undefined ? {} : { correction: { ...correction, correctedAt: now, resubmitted: data } }),
  });
  return outcome(head, 'correct', { set, data }, context);
}

/** @param answers as they would stand, hidden ones dropped */
function correctionProblems(head: CaseHead, given: Corrections, answers: Answers, item: Item): FieldProblem[] {
  const fields = scope(
    head.correction?.fields.map(({ field }) => field) ?? [],
    visibleFields(item.form, head.answers).map(({ name }) => name),
    visibleFields(item.form, answers).map(({ name }) => name),
  );
  const materials = scope(
    head.correction?.materials.map(({ code }) => code) ?? [],
    visibleMaterials(item, head.answers).map(({ code }) => code),
    visibleMaterials(item, answers).map(({ code }) => code),
  );
  const files = new Set(given.files.map(({ code, materialId }) => `${code} ${materialId}`));
  const codes = Object.entries(given.materials);
  const filled = new Set(codes.filter(([, ids]) => ids.length > 0).map(([code]) => code));
  return [
    ...Object.keys(given.answers)
      .filter((name) => !fields.allowed.has(name))
      .map(faults.notAskedField),
    ...fields.wanted.filter((name) => !Object.hasOwn(given.answers, name)).map(faults.askedField),
    ...codes.filter(([code]) => !materials.allowed.has(code)).map(([code]) => faults.notAskedMaterial(code)),
    ...materials.wanted.filter((code) => !filled.has(code)).map(faults.askedMaterial),
    ...codes
      .filter(([code, ids]) => ids.some((id) => !files.has(`${code} ${id}`)))
      .map(([code]) => faults.unknownFile(code)),
  ];
}

/** What may change: what was asked for, and what other corrections have only now made visible. What must: asked and still visible. */
function scope(asked: readonly string[], before: readonly string[], after: readonly string[]) {
  const revealed = after.filter((name) => !before.includes(name));
  return { allowed: new Set([...asked, ...revealed]), wanted: asked.filter((name) => after.includes(name)) };
}

function correctedMaterials(head: CaseHead, given: Corrections, answers: Answers, item: Item): FilesByCode {
  const merged = { ...head.materials, ...given.materials };
  return Object.fromEntries(
    visibleMaterials(item, answers).flatMap(({ code }) => {
      const ids = Object.hasOwn(merged, code) ? [...new Set(merged[code])] : [];
      return ids.length === 0 ? [] : [[code, ids]];
    }),
  );
}
