/** What an agency does to its own items: look, try a text, propose, approve, reject, withdraw. */
import * as z from 'zod';
import type { Api } from '../../shared/base/operation.ts';
import { pageOf } from '../../shared/base/page.ts';
import { bilingual, creditCode, cursor, day, instant, itemCode, written } from '../../shared/base/words.ts';
import { compiledItem } from '../../shared/catalogue/compiled-item.ts';
import { itemChange } from '../../shared/catalogue/item-diff.ts';
import { proposal, proposalId } from '../../shared/catalogue/proposal.ts';

const agency = creditCode.optional();
const page = { cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) };
const reason = written(1000);
const version = z.coerce.number().int().min(1).max(100_000);
const ofItem = z.strictObject({ itemCode });
const ofProposal = z.strictObject({ proposalId });

/** YAML or JSON, as the files of the catalogue are. */
const source = z.string().min(1).max(200_000);

/** A version of an item in a list: `standing` on the day of the call. */
const versionView = z.strictObject({
  version: z.int(),
  name: bilingual,
  effectiveFrom: day,
  standing: z.enum(['past', 'in-force', 'to-come']),
});

const itemView = z.strictObject({ itemCode, agency: creditCode, name: bilingual, versions: z.array(versionView) });

const fault = z.strictObject({
  /** Where in the item; empty where it is the text as a whole. */
  path: z.string(),
  /** Line of the text, or of the shared part that is named. */
  line: z.int(),
  part: z.string().optional(),
  reason: bilingual,
});

/** A text as it would become: the item is the preview, `changes` are against the newest version there is. */
const checkedText = z.strictObject({
  faults: z.array(fault),
  item: compiledItem.optional(),
  changes: z.array(itemChange).optional(),
});

const proposalView = proposal.extend({
  source,
  item: compiledItem,
  changes: z.array(itemChange),
  /** What the caller may do about it now. */
  actions: z.array(z.enum(['approve', 'reject', 'withdraw'])),
});

const ending = ['not-found', 'wrong-state', 'conflict'] as const;

export const catalogueDeskApi = {
  'GET /v1/agency/items': {
    summary: "The agency's items with their versions, by code",
    query: z.strictObject({ agency, ...page }),
    status: 200,
    answer: pageOf(itemView),
    problems: ['bad-cursor', 'forbidden'],
  },
  'GET /v1/agency/items/export': {
    summary: "The agency's items, newest versions, wholly, as one CSV file",
    query: z.strictObject({ agency }),
    status: 200,
    answer: z.string(),
    mediaType: 'text/csv; charset=utf-8',
    problems: ['forbidden'],
  },
  'GET /v1/agency/items/export/national': {
    summary: "The agency's items in the national field lists: a CSV file for each list",
    query: z.strictObject({ agency }),
    status: 200,
    answer: z.strictObject({ files: z.array(z.strictObject({ name: z.string(), csv: z.string() })) }),
    problems: ['forbidden'],
  },
  'POST /v1/agency/items/import': {
    summary:
      'Items from a CSV file: good rows told apart from bad ones; with `apply`, and none bad, each becomes a proposal',
    body: z.strictObject({
      csv: z.string().min(1).max(900_000),
      apply: z.boolean().default(false),
      note: written(1000).optional(),
    }),
    status: 200,
    answer: z.strictObject({
      good: z.array(z.strictObject({ itemCode: z.string(), version: z.int() })),
      /** Rows that say what is there already. */
      unchanged: z.int(),
      bad: z.int(),
      faults: z.array(z.strictObject({ line: z.int(), column: z.string(), reason: bilingual })),
      /** Empty unless everything was taken. */
      proposals: z.array(proposalId),
    }),
    problems: ['forbidden', 'conflict'],
  },
  'GET /v1/agency/items/{itemCode}': {
    summary: 'One item: its versions, and the text of the newest to start a change from',
    params: ofItem,
    query: z.strictObject({ agency }),
    status: 200,
    answer: itemView.extend({ source, next: z.int() }),
    problems: ['not-found', 'forbidden'],
  },
  'GET /v1/agency/items/{itemCode}/changes': {
    summary: 'What differs between two versions of an item',
    params: ofItem,
    query: z.strictObject({ agency, from: version, to: version }),
    status: 200,
    answer: z.strictObject({ from: z.int(), to: z.int(), changes: z.array(itemChange) }),
    problems: ['not-found', 'forbidden'],
  },
  'POST /v1/agency/items/check': {
    summary: 'Try a text: every fault by path and line, or the item it would be; nothing is kept',
    body: z.strictObject({ source }),
    status: 200,
    answer: checkedText,
    problems: ['forbidden'],
  },
  'POST /v1/agency/items/proposals': {
    summary: 'Propose a new version of an item',
    body: z.strictObject({ source, note: written(1000).optional() }),
    status: 201,
    answer: proposalView,
    problems: ['forbidden', 'item-faulty', 'conflict'],
  },
  'GET /v1/agency/items/proposals': {
    summary: "The agency's proposals, newest first",
    query: z.strictObject({ agency, ...page }),
    status: 200,
    answer: pageOf(proposal),
    problems: ['bad-cursor', 'forbidden'],
  },
  'GET /v1/agency/items/proposals/{proposalId}': {
    summary: 'One proposal: its text, the item it would be, what would change',
    params: ofProposal,
    query: z.strictObject({ agency }),
    status: 200,
    answer: proposalView,
    problems: ['not-found', 'forbidden'],
  },
  'POST /v1/agency/items/proposals/{proposalId}/approve': {
    summary: 'Approve: the version is in force from its day on; never by whoever proposed it',
    params: ofProposal,
    body: z.strictObject({}),
    status: 200,
    answer: z.strictObject({ proposal, publishedAt: instant }),
    problems: [...ending, 'four-eyes', 'proposal-overtaken', 'proposal-late'],
  },
  'POST /v1/agency/items/proposals/{proposalId}/reject': {
    summary: 'Reject, with the reason',
    params: ofProposal,
    body: z.strictObject({ reason }),
    status: 200,
    answer: proposal,
    problems: [...ending, 'four-eyes'],
  },
  'POST /v1/agency/items/proposals/{proposalId}/withdraw': {
    summary: 'Take a proposal back: whoever proposed it, or a supervisor',
    params: ofProposal,
    body: z.strictObject({ reason: reason.optional() }),
    status: 200,
    answer: proposal,
    problems: [...ending, 'forbidden'],
  },
} as const satisfies Api<'catalogue-desk'>;
