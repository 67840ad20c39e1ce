/** What the catalogue's desk stands on, and whose items are whose. */
import type { Checker } from '../../catalogue/check-text.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { IndexEntry } from '../../shared/catalogue/catalogue-index.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import type { ProposalStore } from '../../shared/catalogue/proposal-store.ts';
import type { PublishedStore } from '../../shared/catalogue/published-store.ts';
import type { nationalFiles, sortItems } from '../../shared/exchange/items-import.ts';

/** What only a change needs: reading texts, checking them, pinyin. Loaded on first use, so that looking stays quick. */
export interface Workshop {
  readonly check: Checker;
  /** An item's row of the index, with its pinyin. */
  readonly entryOf: (item: Item) => IndexEntry;
  /** The text a built version was made of. */
  readonly sourceOf: (code: string, version: number) => string | undefined;
}

/** Files in and out; loaded on first use as well. */
export interface Exchange {
  readonly itemsCsv: (items: readonly Item[]) => string;
  readonly nationalFiles: typeof nationalFiles;
  readonly sortItems: typeof sortItems;
}

export interface CatalogueDeskDeps {
  readonly catalogue: Catalogue;
  readonly published: Pick<PublishedStore, 'version'>;
  readonly proposals: ProposalStore;
  readonly workshop: () => Promise<Workshop>;
  readonly exchange: () => Promise<Exchange>;
  readonly newId: () => string;
  readonly clock: () => Instant;
}

/** One's own agency; an auditor, who belongs to none, names one. @throws Problem `forbidden` */
export function agencyOf({ agency, roles }: Person, named?: string): string {
  const of = roles.includes('auditor') ? named : agency;
  if (of === undefined || (named !== undefined && named !== of)) throw new Problem('forbidden');
  return of;
}
