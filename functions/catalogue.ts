/** The catalogue as functions read it: what was built, beside the bundle, and what agencies published since, in the table. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { assetFolder } from '../shared/base/env.ts';
import { type Catalogue, openCatalogue } from '../shared/catalogue/catalogue-store.ts';
import { createPublishedStore } from '../shared/catalogue/published-store.ts';

export const hallCatalogue = (client: DynamoDBDocumentClient, table: string): Catalogue =>
  openCatalogue(assetFolder('catalogue'), createPublishedStore(client, table));
