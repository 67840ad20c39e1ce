/** An agency's items out of the hall and in again: as one CSV file, or in the national field lists. What comes in becomes proposals. */
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { dayOf } from '../../shared/base/time.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Day, Instant } from '../../shared/base/words.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { propose } from '../../shared/catalogue/proposal.ts';
import type { WholeProposal } from '../../shared/catalogue/proposal-store.ts';
import type { catalogueDeskApi } from './api.ts';
import { agencyOf, type CatalogueDeskDeps } from './deps.ts';
import { ofAgency } from './items.ts';

type Keys = Extract<keyof typeof catalogueDeskApi, `${string}/export${string}` | `${string}/import`>;

/** What one transaction holds: two rows for each proposal. */
const mostProposals = 40;

export const exchangeHandlers = (deps: CatalogueDeskDeps): Pick<Handlers<typeof catalogueDeskApi>, Keys> => ({
  'GET /v1/agency/items/export': async ({ caller, query }) => {
    const agency = agencyOf(caller, query.agency);
    const [{ itemsCsv }, items] = await Promise.all([deps.exchange(), newestOf(deps, agency)]);
    return { body: itemsCsv(items), headers: attachment('items.csv') };
  },

  'GET /v1/agency/items/export/national': async ({ caller, query, now }) => {
    const agency = agencyOf(caller, query.agency);
    const [{ nationalFiles }, items] = await Promise.all([deps.exchange(), newestOf(deps, agency)]);
    return { body: { files: nationalFiles(items, { batch: batchOf(agency, now), source: 'BSH', at: now }) } };
  },

  'POST /v1/agency/items/import': async ({ caller, body, idempotency, now }) => {
    const agency = agencyOf(caller);
    return withRetries(async () => {
      const [sorted, before] = await Promise.all([
        sortCsv(deps, agency, body.csv, dayOf(now)),
        deps.proposals.replay(idempotency),
      ]);
      const { items, unchanged, faults, bad } = sorted;
      const told = { good: items.map(({ code, version }) => ({ itemCode: code, version })), unchanged, bad, faults };
      if (before !== undefined) return { body: { ...told, proposals: before.split(' ') } };
      // All or nothing: with one bad row the good ones are told, and none is taken.
      if (!body.apply || faults.length > 0 || items.length === 0) return { body: { ...told, proposals: [] } };
      if (items.length > mostProposals) throw new Problem('too-large');
      const by = { id: caller.id, name: caller.name };
      const note = body.note;
      const made = items.map((item): WholeProposal => {
        const proposal = propose({ item, by, note, now, random: deps.newId() });
        return { proposal, item, source: sourceOf(item) };
      });
      await deps.proposals.addAll(made, idempotency, now);
      return { body: { ...told, proposals: made.map(({ proposal }) => proposal.proposalId) } };
    });
  },
});

/** The text that makes the item: JSON is YAML too, and an agency stands there by its code. */
export const sourceOf = ({ agency, ...item }: Item): string =>
  `${JSON.stringify({ ...item, agency: agency.code }, null, 2)}\n`;

async function sortCsv(deps: CatalogueDeskDeps, agency: string, csv: string, today: Day) {
  const [{ check }, { sortItems }] = await Promise.all([deps.workshop(), deps.exchange(), deps.catalogue.fresh('now')]);
  const versions = deps.catalogue.versions();
  const sorted = sortItems(csv, (item) => check(sourceOf(item), { agency, versions, today }));
  const known = await Promise.all(
    sorted.read.map(async (item) => {
      const there = await deps.catalogue.ready({ itemCode: item.code, itemVersion: item.version });
      return there !== undefined && JSON.stringify(there) === JSON.stringify(item) ? item.code : undefined;
    }),
  );
  return sorted.finish(new Set(known.filter((code) => code !== undefined)));
}

/** Of each item the newest version, in force or to come. */
async function newestOf(deps: CatalogueDeskDeps, agency: string): Promise<Item[]> {
  await deps.catalogue.fresh();
  const newest = new Map<string, number>();
  for (const { code, version } of ofAgency(deps, agency)) newest.set(code, Math.max(version, newest.get(code) ?? 0));
  const refs = [...newest].sort().map(([itemCode, itemVersion]) => ({ itemCode, itemVersion }));
  const items = await Promise.all(refs.map((ref) => deps.catalogue.ready(ref)));
  return items.filter((item) => item !== undefined);
}

const batchOf = (agency: string, now: Instant): string => `${agency.slice(-8)}${now.replace(/\D/g, '').slice(0, 14)}`;
const attachment = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` });
