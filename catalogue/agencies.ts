/** Reads `agencies.yaml` and completes items from it: an item names its agency by code and says only what differs. */
import path from 'node:path';
import * as z from 'zod';
import { bilingual, creditCode } from '../shared/base/words.ts';
import type { Agency } from '../shared/catalogue/catalogue-index.ts';
import { isCreditCode } from '../shared/catalogue/identity-numbers.ts';
import { type Composed, compose, type Fault } from './compose.ts';
import { findingsOf, located } from './faults.ts';
import { repeated } from './lint.ts';

/** What an item takes from its agency, or from all agencies' defaults, when it does not say it itself. */
const defaults = z.strictObject({
  level: z.string().optional(),
  place: bilingual.optional(),
  hours: bilingual.optional(),
  enquiryPhone: z.string().optional(),
  complaintPhone: z.string().optional(),
});

const agencyRow = defaults.extend({ code: creditCode, name: bilingual, backOffice: z.boolean() });
const agenciesFile = z.strictObject({ defaults, agencies: z.array(agencyRow) });
type AgenciesFile = z.infer<typeof agenciesFile>;

export interface Agencies {
  /** Sorted by code. */
  readonly list: Agency[];
  /** The item as its schema wants it; an agency that is not in the list is a fault. */
  complete(composed: Composed, faults: Fault[]): unknown;
}

export function readAgencies(sourceDir: string, faults: Fault[]): Agencies {
  const file = parse(compose(path.join(sourceDir, 'agencies.yaml'), sourceDir), faults);
  const list = file.agencies.map(({ code, name, backOffice }) => ({ code, name, backOffice }));
  return {
    list: list.sort((a, b) => (a.code < b.code ? -1 : 1)),
    complete: (composed, found) => complete(file, composed, found),
  };
}

function parse(composed: Composed, faults: Fault[]): AgenciesFile {
  faults.push(...composed.faults);
  const parsed = agenciesFile.safeParse(composed.value);
  if (!parsed.success) {
    faults.push(...findingsOf(parsed.error, composed.value).map((finding) => located(composed, finding)));
    return { defaults: {}, agencies: [] };
  }
  const { agencies } = parsed.data;
  for (const [i, { code }] of agencies.entries()) {
    if (!isCreditCode(code))
      faults.push(located(composed, { path: ['agencies', i, 'code'], reason: 'wrong check digit (GB 32100)' }));
  }
  const codes = agencies.map(({ code }) => code);
  faults.push(...[...repeated(codes, ['agencies'], 'agency')].map((finding) => located(composed, finding)));
  return parsed.data;
}

function complete(file: AgenciesFile, composed: Composed, faults: Fault[]): unknown {
  const source = composed.value;
  if (typeof source !== 'object' || source === null || !('agency' in source)) return source;
  const row = file.agencies.find(({ code }) => code === source.agency);
  if (row === undefined) {
    faults.push(located(composed, { path: ['agency'], reason: 'no such agency in agencies.yaml' }));
    return { ...file.defaults, ...source };
  }
  const { code, name, backOffice: _, ...own } = row;
  return { ...file.defaults, ...own, ...source, agency: { code, name } };
}
