/** What anyone may read: the catalogue, a document's truth, this API's own description. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { pageOf } from '../../shared/base/page.ts';
import { documentNumber, itemCode } from '../../shared/base/words.ts';
import { documentVerification, recordVerification } from '../../shared/cases/document-verification.ts';
import { packageOffer } from '../../shared/cases/package.ts';
import { listQuery, searchQuery } from '../../shared/catalogue/browse.ts';
import { compiledEntry, compiledItem, compiledSummary } from '../../shared/catalogue/compiled-item.ts';

export const publicApi = {
  'GET /v1/health': {
    summary: 'Is the hall there?',
    status: 200,
    answer: z.strictObject({ status: z.literal('ok'), items: z.int() }),
    problems: [],
  },
  'GET /v1/openapi.json': {
    summary: 'This description',
    status: 200,
    answer: z.record(z.string(), z.unknown()),
    problems: [],
  },
  'GET /v1/items': {
    summary: 'Service items in force today',
    query: listQuery,
    status: 200,
    answer: pageOf(compiledSummary),
    problems: ['bad-cursor'],
  },
  'GET /v1/items/search': {
    summary: 'Search items by name, pinyin, initials or everyday words, best first',
    query: searchQuery,
    status: 200,
    answer: pageOf(compiledSummary),
    problems: ['bad-cursor'],
  },
  'GET /v1/items/published': {
    summary: 'What agencies published since the pages were built, as rows of the index that browsers search offline',
    status: 200,
    answer: z.strictObject({ items: z.array(compiledEntry) }),
    problems: [],
  },
  'GET /v1/items/{itemCode}': {
    summary: 'One item: guide, form, materials, limits, fees',
    params: z.strictObject({ itemCode }),
    query: z.strictObject({ version: z.coerce.number().int().min(1).max(100_000).optional() }),
    status: 200,
    answer: compiledItem,
    problems: ['item-not-found'],
  },
  'GET /v1/packages': {
    summary: 'Packages (一件事): items that one occasion of life asks for together',
    status: 200,
    answer: z.strictObject({ items: z.array(packageOffer) }),
    problems: [],
  },
  'GET /v1/documents/{documentNumber}': {
    summary: 'Verify an issued document by its number',
    params: z.strictObject({ documentNumber }),
    status: 200,
    answer: documentVerification,
    problems: ['not-found'],
  },
  'GET /v1/documents/{documentNumber}/record': {
    summary: 'Is the record of the case that this document belongs to whole?',
    params: z.strictObject({ documentNumber }),
    status: 200,
    answer: recordVerification,
    problems: ['not-found'],
  },
} as const satisfies Api<'public'>;
