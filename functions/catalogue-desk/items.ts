/** An agency's items as they stand: their versions, their texts, what differs. And a text tried out. */

import { decodeCursor, encodeCursor } from '../../shared/base/cursor.ts';
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import type { Day } from '../../shared/base/words.ts';
import type { IndexEntry } from '../../shared/catalogue/catalogue-index.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { diffItems } from '../../shared/catalogue/item-diff.ts';
import type { catalogueDeskApi } from './api.ts';
import { agencyOf, type CatalogueDeskDeps } from './deps.ts';

type Keys = Exclude<
  keyof typeof catalogueDeskApi,
  `${string}/proposals${string}` | `${string}/export${string}` | `${string}/import`
>;

export const itemHandlers = (deps: CatalogueDeskDeps): Pick<Handlers<typeof catalogueDeskApi>, Keys> => ({
  'GET /v1/agency/items': async ({ caller, query, now }) => {
    await deps.catalogue.fresh();
    const agency = agencyOf(caller, query.agency);
    const list = `items ${agency}`;
    const after = decodeCursor(list, query.cursor)?.code ?? '';
    const codes = [...new Set(ofAgency(deps, agency).map(({ code }) => code))].sort();
    const rest = codes.filter((code) => code > after);
    const items = rest.slice(0, query.limit).map((code) => viewOf(versionsOf(deps, agency, code), dayOf(now)));
    const last = rest.length > query.limit ? items.at(-1)?.itemCode : undefined;
    return { body: { items, ...(last === undefined ? {} : { next: encodeCursor(list, { code: last }) }) } };
  },

  'GET /v1/agency/items/{itemCode}': async ({ caller, params, query, now }) => {
    await deps.catalogue.fresh();
    const versions = versionsOf(deps, agencyOf(caller, query.agency), params.itemCode);
    const view = viewOf(versions, dayOf(now));
    const newest = versions.at(-1)?.version ?? 0;
    return { body: { ...view, source: await sourceOf(deps, params.itemCode, newest), next: newest + 1 } };
  },

  'GET /v1/agency/items/{itemCode}/changes': async ({ caller, params: { itemCode }, query: { agency, from, to } }) => {
    await deps.catalogue.fresh();
    versionsOf(deps, agencyOf(caller, agency), itemCode);
    const ready = (itemVersion: number) => deps.catalogue.ready({ itemCode, itemVersion });
    const [before, after] = await Promise.all([ready(from), ready(to)]);
    if (before === undefined || after === undefined) throw new Problem('not-found');
    return { body: { from, to, changes: diffItems(before, after) } };
  },

  'POST /v1/agency/items/check': async ({ caller, body, now }) => {
    const { faults, item } = await checkText(deps, agencyOf(caller), body.source, dayOf(now));
    return {
      body: { faults: [...faults], ...(item === undefined ? {} : { item, changes: await changesOf(deps, item) }) },
    };
  },
});

/** The text as the build would judge it, against all that is built and published. */
export async function checkText(deps: CatalogueDeskDeps, agency: string, source: string, today: Day) {
  const [{ check }] = await Promise.all([deps.workshop(), deps.catalogue.fresh('now')]);
  return check(source, { agency, versions: deps.catalogue.versions(), today });
}

/** Against the newest version below it; all of it where the item is new. */
export async function changesOf({ catalogue }: CatalogueDeskDeps, item: Item) {
  const below = catalogue.versions().filter(({ code, version }) => code === item.code && version < item.version);
  const itemVersion = Math.max(0, ...below.map(({ version }) => version));
  const before = await catalogue.ready({ itemCode: item.code, itemVersion });
  return before === undefined ? [] : diffItems(before, item);
}

/** All versions of the agency's items. */
export const ofAgency = ({ catalogue }: CatalogueDeskDeps, agency: string): IndexEntry[] =>
  catalogue.versions().filter((entry) => entry.agency.code === agency);

/** Oldest first. @throws Problem `not-found`, also for another agency's item */
function versionsOf(deps: CatalogueDeskDeps, agency: string, itemCode: string): IndexEntry[] {
  const found = ofAgency(deps, agency).filter(({ code }) => code === itemCode);
  if (found.length === 0) throw new Problem('not-found');
  return found.sort((a, b) => a.version - b.version);
}

/** @param versions of one item, at least one, oldest first */
function viewOf(versions: readonly IndexEntry[], today: Day) {
  const current = versions.findLast(({ effectiveFrom }) => effectiveFrom <= today);
  const [newest] = versions.slice(-1);
  if (newest === undefined) throw new Problem('not-found');
  const shown = current ?? newest;
  return {
    itemCode: shown.code,
    agency: shown.agency.code,
    name: shown.name,
    versions: versions.map(({ version, name, effectiveFrom }) => ({
      version,
      name,
      effectiveFrom,
      standing: standingOf(version, current?.version ?? 0),
    })),
  };
}

function standingOf(version: number, current: number): 'past' | 'in-force' | 'to-come' {
  if (version === current) return 'in-force';
  return version < current ? 'past' : 'to-come';
}

/** As it was written: beside the bundle, or in the version's row. */
async function sourceOf(deps: CatalogueDeskDeps, code: string, version: number): Promise<string> {
  const { sourceOf: builtSource } = await deps.workshop();
  const source = builtSource(code, version) ?? (await deps.published.version(code, version))?.source;
  if (source === undefined) throw new Problem('not-found');
  return source;
}
