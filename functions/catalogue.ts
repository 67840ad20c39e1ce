/** The catalogue as functions read it: what was built, beside the bundle, and what agencies published since, in the table. */
import { assetFolder } from '../shared/base/env.ts';
import { type Catalogue, openCatalogue } from '../shared/catalogue/catalogue-store.ts';
import { createPublishedStore } from '../shared/catalogue/published-store.ts';

export const hallCatalogue = (client: Parameters<typeof createPublishedStore>[0], table: string): Catalogue =>
  openCatalogue(assetFolder('catalogue'), createPublishedStore(client, table));
