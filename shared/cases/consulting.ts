/**
 * Joint handling (联合办理, 行政许可法 art. 26): the agency that decides asks others for their opinion, each by a day of its own, and
 * shows them what they need to give it. It decides when all have answered or let their day go by; nobody's silence is agreement.
 */
import type * as z from 'zod';
import { isBlank } from '../base/blank.ts';
import { Problem } from '../base/problems.ts';
import { dayOf } from '../base/time.ts';
import type { Bilingual } from '../base/words.ts';
import { visibleFields, visibleMaterials } from '../catalogue/answers.ts';
import type { CaseHead, Consult } from './case.ts';
import type { consultBody, giveOpinionBody, withdrawConsultBody } from './commands.ts';
import { isOpenConsult, mostConsults, opinionDue, unanswered } from './consults.ts';
import { type Context, notBefore, type Outcome, outcome } from './outcome.ts';
import { permit } from './permits.ts';
import { faults, refusalOf } from './refusals.ts';

/** @param nameOf an agency of the hall; undefined for a code that is none */
export function consult(
  head: CaseHead,
  body: z.infer<typeof consultBody>,
  nameOf: (code: string) => Bilingual | undefined,
  context: Context,
): Outcome | Problem {
  const refusal = permit('consult', head, context) ?? asksInVain(head, body, nameOf, context);
  if (refusal !== undefined) return refusal;
  const askedAt = notBefore(head, context.now);
  const shares = { fields: [...new Set(body.fields)], materials: [...new Set(body.materials)] };
  const dueBy = opinionDue(dayOf(askedAt), body.days, head.clocks.statutoryBy);
  const asked = body.agencies.map(
    (agency, i): Consult => ({
      ...{ no: head.consults.length + i + 1, agency, agencyName: nameOf(agency) ?? { zh: agency, en: agency } },
      ...{ lead: context.item.agency.name, by: context.actor.id, question: body.question, shares, askedAt },
      ...{ days: body.days, dueBy },
    }),
  );
  const set = (moved: CaseHead) => ({ ...moved, consults: [...moved.consults, ...asked] });
  const data = {
    consults: asked.map(({ no, agency, agencyName }) => ({ no, agency, agencyName })),
    ...{ question: body.question, shares, dueBy },
  };
  return outcome(head, 'consult', { set, data }, context);
}

/** @param no of the question, which was put to the caller's agency */
export function giveOpinion(
  head: CaseHead,
  no: number,
  body: z.infer<typeof giveOpinionBody>,
  context: Context,
): Outcome | Problem {
  const asked = unanswered(head).find((each) => each.no === no);
  const { outcome: opinion, conditions } = body;
  const bad = [
    ...(opinion === 'conditions' && conditions === undefined ? [faults.conditionsMissing] : []),
    ...(opinion !== 'conditions' && conditions !== undefined ? [faults.conditionsIdle] : []),
  ];
  const refusal =
    permit('give-opinion', head, context) ??
    (asked === undefined ? new Problem('wrong-state') : refusalOf('invalid-fields', bad));
  if (refusal !== undefined || asked === undefined) return refusal ?? new Problem('wrong-state');
  const at = notBefore(head, context.now);
  const { id, name } = context.actor;
  const given = { ...body, at, by: { id, name } };
  const { agency, agencyName, dueBy } = asked;
  const data = { consult: no, agency, agencyName, ...body, late: dayOf(at) > dueBy };
  return outcome(head, 'give-opinion', { set: (moved) => answered(moved, no, { opinion: given }), data }, context);
}

/** Takes a question back that has not been answered: what was shown for it is shown no more. */
export function withdrawConsult(
  head: CaseHead,
  { consult: no, reason }: z.infer<typeof withdrawConsultBody>,
  context: Context,
): Outcome | Problem {
  const asked = head.consults.find((each) => each.no === no);
  const refusal = permit('withdraw-consult', head, context);
  if (refusal !== undefined) return refusal;
  if (asked === undefined || !isOpenConsult(asked)) return new Problem('wrong-state');
  const withdrawn = { reason, at: notBefore(head, context.now) };
  const { agency, agencyName } = asked;
  const data = { consult: no, agency, agencyName, reason };
  return outcome(head, 'withdraw-consult', { set: (moved) => answered(moved, no, { withdrawn }), data }, context);
}

/** A licence is granted over an objection only with the reason why. */
export function objectionRefusal(
  head: Pick<CaseHead, 'consults'>,
  { outcome: decided, reasons }: { readonly outcome: 'grant' | 'deny'; readonly reasons: string },
): Problem | undefined {
  const newest = new Map(head.consults.flatMap((each) => (each.opinion === undefined ? [] : [[each.agency, each]])));
  const objected = [...newest.values()].some(({ opinion }) => opinion?.outcome === 'disagree');
  return refusalOf(
    'invalid-fields',
    decided === 'grant' && objected && isBlank(reasons) ? [faults.objectionUnanswered] : [],
  );
}

function asksInVain(
  head: CaseHead,
  { agencies, fields, materials }: z.infer<typeof consultBody>,
  nameOf: (code: string) => Bilingual | undefined,
  { item }: Context,
): Problem | undefined {
  if (head.consults.length + agencies.length > mostConsults) return new Problem('consults-full');
  const waiting = new Set(unanswered(head).map(({ agency }) => agency));
  const asked = agencies.flatMap((code, i) => {
    const place = `body.agencies.${i}`;
    if (code === head.agency) return [faults.agencyOwn(place)];
    if (nameOf(code) === undefined) return [faults.agencyUnknown(place)];
    return waiting.has(code) || agencies.indexOf(code) < i ? [faults.agencyAsked(place)] : [];
  });
  const shown = new Set(visibleFields(item.form, head.answers).map(({ name }) => name));
  const papers = new Set(visibleMaterials(item, head.answers).map(({ code }) => code));
  const shared = [
    ...fields.flatMap((name, i) => (shown.has(name) ? [] : [faults.notShareable(`body.fields.${i}`)])),
    ...materials.flatMap((code, i) => (papers.has(code) ? [] : [faults.notShareable(`body.materials.${i}`)])),
  ];
  return refusalOf('invalid-fields', [...asked, ...shared]);
}

const answered = (head: CaseHead, no: number, with_: Pick<Consult, 'opinion' | 'withdrawn'>): CaseHead => ({
  ...head,
  consults: head.consults.map((each) => (each.no === no ? { ...each, ...with_ } : each)),
});
