/** The arrows of the house (docs/decisions/0002): functions → shared/<room> → shared/base, and nothing back. */

export interface Rule {
  readonly name: string;
  readonly why: string;
  /** Files it binds. */
  readonly from: RegExp;
  readonly exceptFrom?: RegExp;
  /** Imports it forbids: a path in the repository, `node:fs`, or `npm:zod`. `$1` is the first group of `from`. */
  readonly to: string;
  readonly exceptTo?: string;
}

/** Files that may talk to AWS: the rooms' stores, the adapters behind a port, the clients, what writes transactions and batches, and what reads pages. */
const atTheEdge = /(-store|-port)\.ts$|^shared\/base\/(clients(\/.+)?|transact|batch-write|query-page)\.ts$/;

export const rules: readonly Rule[] = [
  {
    name: 'shared-is-the-ground',
    why: 'What all stand on stands on nothing of theirs.',
    from: /^shared\//,
    to: '^(functions|infra|local|web|catalogue|test)/',
  },
  { name: 'base-is-the-floor', why: 'The base knows no room.', from: /^shared\/base\//, to: '^shared/(?!base/)' },
  {
    name: 'catalogue-knows-no-cases',
    why: 'Cases read items; items know nothing of cases.',
    from: /^shared\/catalogue\//,
    to: '^shared/(?!catalogue/|base/)',
  },
  {
    name: 'stores-stay-in-their-room',
    why: "A room's store is its own; rooms speak through events or a port.",
    from: /^shared\/([^/]+)\//,
    to: '^shared/[^/]+/.+-store\\.ts$',
    exceptTo: '^shared/$1/',
  },
  {
    name: 'rules-are-pure',
    why: 'Only stores, ports and the clients talk to AWS; a rule is tested without any of it.',
    from: /^(shared|events|catalogue)\//,
    exceptFrom: atTheEdge,
    to: '^npm:@(aws-sdk|smithy)/',
  },
  {
    name: 'rules-read-no-files',
    why: 'A rule is given what it needs; stores read.',
    from: /^(shared|events)\//,
    exceptFrom: atTheEdge,
    to: '^node:fs',
  },
  {
    name: 'handlers-are-thin',
    why: 'A handler calls a store or a port; the SDK stays behind it.',
    from: /^functions\/([^/]+\/(handler|api)|[^/]+)\.ts$/,
    to: '^npm:@(aws-sdk|smithy)/',
  },
  {
    name: 'functions-stand-alone',
    why: 'A function is a boundary of trust: what two of them share lies in shared/ or beside their folders.',
    from: /^functions\/([^/]+)\//,
    to: '^functions/[^/]+/',
    exceptTo: '^functions/$1/',
  },
  {
    name: 'product-knows-no-machinery',
    why: 'What is deployed does not know how, nor how it is run here.',
    from: /^(functions|shared|events|catalogue|web)\//,
    to: '^(infra|local|test)/',
  },
  {
    name: 'infra-knows-no-host',
    why: 'One stack for all three hosts.',
    from: /^infra\//,
    to: '^(local|test)/',
  },
  {
    name: 'infra-reads-no-handlers',
    why: "The stack takes a function's environment, the build its OpenAPI document and assets; code comes as bundles.",
    from: /^infra\//,
    to: '^functions/',
    exceptTo: '^functions/([^/]+/env|openapi|documents/assets)\\.ts$',
  },
  {
    name: 'pages-use-pure-files',
    why: 'The browser gets words, schemas and rules: no store, no client, no function.',
    from: /^web\//,
    to: `^(functions|catalogue)/|${atTheEdge.source}|^npm:@(aws-sdk|smithy)/`,
  },
];
