/**
 * Packages (一件事): one form for several items. Its cases are filed in one transaction, all or none, as long as they fit one (100
 * writes: in practice always); were they ever more, they would be filed one after the other under the package's own state, and
 * the same call again goes on where it stopped.
 */
import * as z from 'zod';
import type { Call, Handlers } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { type FieldProblem, Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { CommitRefused, maxWrites, type TransactItem, withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import { saveDraft, startDraft, submit } from '../../shared/cases/applying.ts';
import type { CaseHead, Material } from '../../shared/cases/case.ts';
import { caseNumberOf, serialAt } from '../../shared/cases/case-number.ts';
import type { Commit, WholeCase } from '../../shared/cases/case-store.ts';
import { type Migration, migrate, migrationOf } from '../../shared/cases/migrating.ts';
import { type PackageRow, type PackageView, packageSummaryOf } from '../../shared/cases/package.ts';
import { caseSummaryOf, materialViewOf } from '../../shared/cases/present.ts';
import { isClosed } from '../../shared/cases/transitions.ts';
import { checkShape } from '../../shared/catalogue/answers.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { answersFor, answersOf, composeForm, type PackageForm } from '../../shared/catalogue/package-form.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { citizenApi } from './api.ts';
import { maxDrafts, newerThan } from './drafts.ts';

type Keys = Extract<keyof typeof citizenApi, `${string} /v1/me/packages${string}`>;
type Start = Call<(typeof citizenApi)['POST /v1/me/packages']>;
type Submit = Call<(typeof citizenApi)['POST /v1/me/packages/{packageId}/submit']>;

export const packageHandlers = (deps: CaseDeps): Pick<Handlers<typeof citizenApi>, Keys> => ({
  'POST /v1/me/packages': async (call) => ({ body: await viewOf(deps, await startOnce(deps, call), call.now) }),

  'GET /v1/me/packages': async ({ caller }) => ({ body: { items: await deps.packageStore.listOf(caller.id) } }),

  'GET /v1/me/packages/{packageId}': async ({ caller, params, now }) => {
    const [row] = await Promise.all([own(deps, caller, params.packageId), deps.catalogue.fresh()]);
    return { body: await viewOf(deps, row, now), headers: { etag: `"${row.version}"` } };
  },

  'PUT /v1/me/packages/{packageId}': async ({ caller, params, body, ifMatch, now }) => {
    const row = await own(deps, caller, params.packageId);
    if (row.state !== 'draft') throw new Problem('wrong-state');
    if (row.version !== ifMatch) throw new Problem('stale-version');
    const wholes = await casesOf(deps, row);
    const { one } = formOf(deps, wholes);
    // An answer to a question that none of its items asks would be dropped without a word.
    const strange = checkShape(one.form, body.answers);
    if (strange.length > 0) throw new Problem('invalid-fields', strange);
    const saved = wholes.map(({ head }) => {
      const answers = answersFor(body.answers, one.fields.get(head.itemCode) ?? new Map());
      return saveDraft(head, answers, contextOf(deps, head, caller, now));
    });
    const refused = saved.flatMap((each, at) =>
      each instanceof Problem ? renamed(each, wholes[at]?.head.itemCode ?? '', one) : [],
    );
    if (refused.length > 0) throw new Problem('invalid-fields', refused);
    const next = { ...row, version: row.version + 1, updatedAt: now };
    const changes = saved.flatMap((each, at) => {
      const head = wholes[at]?.head;
      return each instanceof Problem || head === undefined ? [] : [{ ...each, expected: head.version, now }];
    });
    await orStale(deps.cases.commitAll(changes, [deps.packageStore.putItem(next, row.version)]));
    return { body: await viewOf(deps, next, now), headers: { etag: `"${next.version}"` } };
  },

  'DELETE /v1/me/packages/{packageId}': async ({ caller, params }) => {
    const row = await own(deps, caller, params.packageId);
    if (row.state !== 'draft') throw new Problem('wrong-state');
    const wholes = await leftOf(deps, row);
    // The last draft goes with the package itself: broken off before, what is left is still there to be thrown away.
    for (const [at, whole] of wholes.entries()) {
      const last = at === wholes.length - 1 ? [deps.packageStore.removeItem(row)] : [];
      await orStale(deps.cases.removeDraft(whole, [], last));
    }
    return {};
  },

  'POST /v1/me/packages/{packageId}/migrate': async ({ caller, params, now }) =>
    withRetries(async () => {
      const [row] = await Promise.all([own(deps, caller, params.packageId), deps.catalogue.fresh()]);
      if (row.state !== 'draft') throw new Problem('wrong-state');
      const moves = await movesOf(deps, await casesOf(deps, row), now);
      if (moves.length === 0) return { body: await viewOf(deps, row, now), headers: { etag: `"${row.version}"` } };
      const { id, name } = caller;
      const actor = { kind: 'applicant' as const, id, name };
      const next = { ...row, version: row.version + 1, updatedAt: now };
      const changes = moves.map(({ head, to, migration }) => ({
        ...migrate(head, migration, { item: to, actor, now }),
        expected: head.version,
        now,
      }));
      await deps.cases.commitAll(changes, [deps.packageStore.putItem(next, row.version)]);
      return { body: await viewOf(deps, next, now), headers: { etag: `"${next.version}"` } };
    }),

  'POST /v1/me/packages/{packageId}/submit': async (call) => ({
    body: await viewOf(deps, await submitAll(deps, call), call.now),
  }),
});

const begun = z.object({ packageId: z.string() });

/** The package and a draft of each of its items, in one transaction. The same call again answers the first. */
async function startOnce(deps: CaseDeps, { caller, body, idempotency, now }: Start): Promise<PackageRow> {
  const offer = deps.packages().find(({ code }) => code === body.packageCode);
  if (offer === undefined) throw new Problem('not-found');
  const strange = (body.items ?? []).flatMap((code, at) =>
    offer.items.some(({ item }) => item === code) ? [] : [notInPackage(at)],
  );
  if (strange.length > 0) throw new Problem('invalid-fields', strange);
  const wanted = offer.items.filter(({ item, required }) => required || (body.items ?? [item]).includes(item));
  return withRetries(async () => {
    const [replay, mine, ...items] = await Promise.all([
      deps.cases.replay(idempotency),
      deps.lists.drafts(caller.id, { limit: maxDrafts }),
      ...wanted.map(({ item }) => deps.catalogue.find(item, dayOf(now))),
    ]);
    if (replay !== undefined) return deps.packageStore.get(begun.parse(replay).packageId);
    if (mine.items.length + wanted.length > maxDrafts) throw new Problem('too-many-drafts');
    const { id, name, kind } = caller;
    const packageId = deps.newId();
    const heads = items.map((item) => {
      if (item === undefined) throw new Problem('item-not-found');
      const head = startDraft({ caseId: deps.newId(), item, applicant: { id, name, kind }, now });
      if (head instanceof Problem) throw head;
      return { ...head, package: { id: packageId, name: offer.name } };
    });
    const row: PackageRow = {
      ...{ packageId, version: 1, packageCode: offer.code, name: offer.name, applicant: { id, name, kind } },
      ...{ state: 'draft', createdAt: now, updatedAt: now },
      children: heads.map(({ caseId, itemCode }) => ({ itemCode, caseId })),
    };
    const answer = idempotency && { call: idempotency, answer: { packageId } };
    await deps.cases.commitAll(
      heads.map((head) => ({ head, events: [], expected: 0, now })),
      [deps.packageStore.putItem(row, 0), ...(answer === undefined ? [] : [deps.cases.answerItem(answer, now)])],
    );
    return row;
  });
}

/** Every case is looked at before any is filed: what stands against one stands against all. */
async function submitAll(deps: CaseDeps, { caller, params, now }: Submit): Promise<PackageRow> {
  let tries = 0;
  return withRetries(async () => {
    const row = await own(deps, caller, params.packageId);
    if (row.state === 'submitted') return row;
    const [wholes] = await Promise.all([casesOf(deps, row), deps.catalogue.fresh()]);
    const { one } = formOf(deps, wholes);
    const filings = wholes
      .filter(({ head }) => head.state === 'draft')
      .map((whole) => filingOf(deps, whole, wholes, one, { caller, now, tries, begun: row.state !== 'draft' }));
    tries += 1;
    const refused = filings.flatMap(({ refusal, head }) => (refusal === undefined ? [] : [{ refusal, head }]));
    const other = refused.find(({ refusal }) => refusal.code !== 'invalid-fields');
    if (other !== undefined) throw other.refusal;
    const faults = refused.flatMap(({ refusal, head }) => renamed(refusal, head.itemCode, one));
    if (faults.length > 0) throw new Problem('invalid-fields', distinct(faults));
    const changes = filings.flatMap(({ change }) => change ?? []);
    return file(deps, row, changes, now);
  });
}

/** In one transaction where it fits one; otherwise one case after the other, the package saying that it is under way. */
async function file(deps: CaseDeps, row: PackageRow, changes: readonly Commit[], now: Instant): Promise<PackageRow> {
  const done = (from: PackageRow): PackageRow => ({
    ...{ ...from, version: from.version + 1, state: 'submitted', submittedAt: now, updatedAt: now },
  });
  const writes = changes.reduce((all, { events, with: more = [] }) => all + 1 + events.length + more.length, 1);
  if (writes <= (deps.packageWrites ?? maxWrites)) {
    await deps.cases.commitAll(changes, [deps.packageStore.putItem(done(row), row.version)]);
    return done(row);
  }
  let current = row;
  for (const change of changes) {
    const next: PackageRow = { ...current, version: current.version + 1, state: 'submitting', updatedAt: now };
    await deps.cases.commitAll([change], [deps.packageStore.putItem(next, current.version)]);
    current = next;
  }
  await deps.cases.commitAll([], [deps.packageStore.putItem(done(current), current.version)]);
  return done(current);
}

interface Move {
  readonly head: CaseHead;
  readonly to: Item;
  readonly migration: Migration;
}

/** Those of its drafts whose items have newer versions by now, and what moving each would ask again. */
async function movesOf(deps: CaseDeps, wholes: readonly WholeCase[], now: Instant): Promise<Move[]> {
  const found = wholes.map(async ({ head, materials }): Promise<Move[]> => {
    const to = head.state === 'draft' ? await newerThan(deps, head, now) : undefined;
    if (to === undefined) return [];
    return [
      { head, to, migration: migrationOf(head.answers, materials, { from: pinnedItem(deps, head), to }, dayOf(now)) },
    ];
  });
  return (await Promise.all(found)).flat();
}

/** Of a package as one: a question that several items share is named once. */
function outdatedOf(moves: readonly Move[]): Pick<PackageView, 'outdated'> {
  if (moves.length === 0) return {};
  const again = moves.flatMap(({ head, migration }) =>
    migration.again.map((each) => ({ ...each, field: `${head.itemCode}.${each.field}` })),
  );
  const once = new Map(again.map((each) => [`${each.label.zh} ${each.why}`, each]));
  const gone = new Map(moves.flatMap(({ migration }) => migration.gone.map((label) => [label.zh, label])));
  return {
    outdated: { items: moves.map(({ to }) => to.name), again: [...once.values()], gone: [...gone.values()] },
  };
}

interface Filing {
  readonly head: CaseHead;
  readonly refusal?: Problem;
  readonly change?: Commit;
}

/** One case as it will be filed, with the files it shares with others of the package. */
function filingOf(
  deps: CaseDeps,
  { head, materials }: WholeCase,
  wholes: readonly WholeCase[],
  one: PackageForm,
  { caller, now, tries, begun: isBegun }: { caller: Person; now: Instant; tries: number; begun: boolean },
): Filing {
  const context = contextOf(deps, head, caller, now);
  // Once its filing has begun, all of it goes under the versions it was begun under: nobody could answer anything again.
  if (!isBegun && (deps.catalogue.current(head.itemCode, dayOf(now)) ?? 0) > head.itemVersion) {
    return { head, refusal: new Problem('draft-outdated') };
  }
  const shared = sharedFiles(deps, head, wholes, one);
  const serial = serialAt(now, tries === 0 ? 0 : Math.random());
  const caseNumber = caseNumberOf(context.item.implementingCode, dayOf(now), serial);
  const outcome = submit(head, { materials: [...materials, ...shared.map(({ copy }) => copy)], caseNumber }, context);
  if (outcome instanceof Problem) return { head, refusal: outcome };
  const attached = new Set(Object.values(outcome.head.materials).flat());
  const used = shared.filter(({ copy }) => attached.has(copy.materialId));
  const guards: TransactItem[] = [
    deps.cases.caseNumberItem(caseNumber, head.caseId, now),
    ...materials.filter(({ materialId }) => attached.has(materialId)).map(deps.materials.cleanItem),
    ...used.map(({ copy }) => deps.materials.copyItem(copy)),
  ];
  return { head, change: { ...outcome, expected: head.version, with: guards, now } };
}

/** Files that another case of the package holds and this one wants as well: rows of its own, of the same bytes. */
function sharedFiles(deps: CaseDeps, head: CaseHead, wholes: readonly WholeCase[], one: PackageForm) {
  return one.materials
    .filter(({ holder, items }) => holder !== head.itemCode && items.includes(head.itemCode))
    .flatMap(({ holder, requirement }) => {
      const from = wholes.find((whole) => whole.head.itemCode === holder);
      const files = (from?.materials ?? []).filter(({ code }) => code === requirement.code);
      return files.map((source) => {
        const stored = source.stored ?? { caseId: source.caseId, materialId: source.materialId };
        const copy: Material = { ...source, materialId: deps.newId(), caseId: head.caseId, stored };
        return { source, copy };
      });
    });
}

async function own(deps: CaseDeps, caller: Person, packageId: string): Promise<PackageRow> {
  const row = await deps.packageStore.get(packageId);
  if (row.applicant.id !== caller.id) throw new Problem('not-found');
  return row;
}

/** @throws Problem `wrong-state` where throwing it away has begun: what is left of it can only be thrown away */
async function casesOf(deps: CaseDeps, row: PackageRow): Promise<WholeCase[]> {
  const left = await leftOf(deps, row);
  if (left.length < row.children.length) throw new Problem('wrong-state');
  return left;
}

/** Its cases, but for drafts that were thrown away before the rest could be. */
async function leftOf(deps: CaseDeps, { children }: PackageRow): Promise<WholeCase[]> {
  const found = children.map(({ caseId }) =>
    deps.cases.get(caseId).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'not-found') return undefined;
      throw error;
    }),
  );
  return (await Promise.all(found)).filter((whole) => whole !== undefined);
}

function formOf(deps: CaseDeps, wholes: readonly WholeCase[]): { items: Item[]; one: PackageForm } {
  const items = wholes.map(({ head }) => pinnedItem(deps, head));
  return { items, one: composeForm(items) };
}

const contextOf = (deps: CaseDeps, head: CaseHead, { id, name }: Person, now: Instant) => ({
  item: pinnedItem(deps, head),
  actor: { kind: 'applicant' as const, id, name },
  now,
});

/** What stands against an answer, by the name it has in the one form. */
function renamed(refusal: Problem, item: string, { fields }: PackageForm): FieldProblem[] {
  const own = fields.get(item) ?? new Map<string, string>();
  return refusal.errors.map((error) => {
    const [where, name = '', ...rest] = error.field.split('.');
    if (where !== 'answers') return { ...error, field: `${error.field}` };
    return { ...error, field: [where, own.get(name) ?? name, ...rest].join('.') };
  });
}

const distinct = (faults: readonly FieldProblem[]): FieldProblem[] => [
  ...new Map(faults.map((fault) => [`${fault.field} ${fault.code}`, fault])).values(),
];

async function orStale(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CommitRefused) throw new Problem(error.throttled ? 'too-busy' : 'stale-version');
    throw error;
  }
}

async function viewOf(deps: CaseDeps, row: PackageRow, now: Instant): Promise<PackageView> {
  const wholes = await leftOf(deps, row);
  const today = dayOf(now);
  const children = wholes.map(({ head }) => ({
    ...{ itemCode: head.itemCode, itemName: head.itemName, caseId: head.caseId, state: head.state },
    ...(head.state === 'draft' ? {} : { case: caseSummaryOf(head, today) }),
  }));
  const closed = wholes.filter(({ head }) => isClosed(head.state)).length;
  const shown = { ...packageSummaryOf(row), version: row.version, children };
  const progress = { closed, all: wholes.length };
  if (row.state !== 'draft') return { ...shown, progress };
  const { one } = formOf(deps, wholes);
  const answers = answersOf(
    wholes.map(({ head }) => ({ item: head.itemCode, answers: head.answers })),
    one,
  );
  const materials = one.materials.map(({ requirement, holder, items }) => {
    const from = wholes.find(({ head }) => head.itemCode === holder);
    const files = (from?.materials ?? []).filter(({ code }) => code === requirement.code).map(materialViewOf);
    return { requirement, caseId: from?.head.caseId ?? '', items: [...items], files };
  });
  const outdated = outdatedOf(await movesOf(deps, wholes, now));
  return { ...shown, progress, form: one.form, answers, materials, ...outdated };
}

const notInPackage = (at: number): FieldProblem => ({
  field: `body.items.${at}`,
  code: 'not-in-package',
  message: { zh: '这件事里没有这个事项。', en: 'The package does not hold this item.' },
});
