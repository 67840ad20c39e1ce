/**
 * Cases of another system, taken in from the national field lists. All of a call's rows are read and held against the hall before the
 * first is written; with one fault nothing is. Then each case is one transaction under the condition that its number is new: a call
 * that breaks off leaves whole cases, and told again takes in the others. The same facts under a number that is here say nothing new.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Call } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Bilingual } from '../../shared/base/words.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { exchangeCaseOf } from '../../shared/exchange/case-of-hall.ts';
import { readCsv } from '../../shared/exchange/csv.ts';
import { csvWords } from '../../shared/exchange/import.ts';
import { importedCase } from '../../shared/exchange/importing.ts';
import { type CaseFault, caseTables, type ExchangeCase, readCases } from '../../shared/exchange/national-cases.ts';
import { timesFault } from '../../shared/exchange/times.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import { type ImportAnswer, importAnswer, type officerApi } from './api.ts';

type Ask = Call<(typeof officerApi)['POST /v1/agency/cases/import']>;

/** Cases of one call: as many as are surely written within the time that an answer may take. */
const mostCases = 200;
/** Cases read or written side by side. */
const lanes = 8;

/** @throws Problem `too-large` with more cases than one call takes; `too-busy`, `conflict` when the table would not take them all */
export async function takeIn(deps: CaseDeps, { caller, body, idempotency, now }: Ask): Promise<ImportAnswer> {
  const agency = caller.agency;
  if (agency === undefined) throw new Problem('forbidden');
  const replay = await deps.cases.replay(idempotency);
  if (replay !== undefined) return importAnswer.parse(replay);
  const { good, faults, lineOf } = read(body.lists);
  if (good.length > mostCases) throw new Problem('too-large');
  const tell = (told: ExchangeCase, column: string, reason: Bilingual) =>
    faults.push({ table: 'accept', line: lineOf(told), column, reason });
  await deps.catalogue.fresh();
  const fresh: { told: ExchangeCase; item: Item }[] = [];
  let unchanged = 0;
  await onEach(good, async (told) => {
    if (told.agency.code !== agency) return tell(told, 'org_code', reasons.otherAgency);
    if (told.caseNumber.slice(0, 18) !== agency) return tell(told, 'project_no', reasons.otherAgency);
    const wrong = timesFault(told, now);
    if (wrong !== undefined) return tell(told, wrong.column, wrong.reason);
    const { itemCode, itemVersion } = told;
    const item = await deps.catalogue.ready({ itemCode, itemVersion });
    if (item === undefined || item.agency.code !== agency) return tell(told, 'catalog_code', reasons.noSuchItem);
    const there = await caseUnder(deps, told.caseNumber);
    if (there === undefined) fresh.push({ told, item });
    else if (isDeepStrictEqual(there, told)) unchanged += 1;
    else tell(told, 'project_no', reasons.otherFacts);
  });
  const counted = {
    good: fresh.length,
    unchanged,
    bad: new Set(faults.map(({ table, line }) => `${table} ${line}`)).size,
  };
  const listed = faults.toSorted((a, b) => a.line - b.line).map(({ table, ...fault }) => ({ list: table, ...fault }));
  if (!body.apply || listed.length > 0) return { ...counted, faults: listed, taken: [] };
  const actor = { kind: 'supervisor' as const, id: caller.id, name: caller.name };
  const taken: ImportAnswer['taken'] = [];
  await onEach(fresh, async ({ told, item }) => {
    const made = importedCase({ told, source: body.source, caseId: deps.newId(), actor, now, item });
    const { caseId } = made.head;
    const number = deps.cases.caseNumberItem(told.caseNumber, caseId, told.appliedAt);
    let tries = 0;
    await withRetries(async () => {
      tries += 1;
      // Refused, its number is looked at again: a colleague may have brought the very same file at this moment.
      if (tries > 1 && isDeepStrictEqual(await caseUnder(deps, told.caseNumber), told)) return;
      await deps.cases.commit({ ...made, expected: 0, with: [number], now });
      taken.push({ caseNumber: told.caseNumber, caseId });
    });
  });
  const answer = {
    ...{ ...counted, good: taken.length, unchanged: unchanged + fresh.length - taken.length, faults: [] },
    taken: taken.toSorted((a, b) => (a.caseNumber < b.caseNumber ? -1 : 1)),
  };
  if (idempotency === undefined) return answer;
  return withRetries(async () => {
    const told = await deps.cases.replay(idempotency);
    if (told !== undefined) return importAnswer.parse(told);
    await deps.cases.commitAll([], [deps.cases.answerItem({ call: idempotency, answer }, now)]);
    return answer;
  });
}

type Lists = Ask['body']['lists'];

function read(lists: Lists): {
  good: readonly ExchangeCase[];
  faults: CaseFault[];
  lineOf: (told: ExchangeCase) => number;
} {
  const broken: CaseFault[] = [];
  const rowsOf = (table: (typeof caseTables)[number]) => {
    const text = lists[table];
    if (text === undefined) return [];
    const { rows, faults } = readCsv(text);
    broken.push(...faults.map(({ line, reason }) => ({ table, line, column: '', reason: csvWords[reason] })));
    return rows;
  };
  const [accept, process, special, caseMaterial, result] = caseTables.map(rowsOf);
  const files = {
    ...{ accept: accept ?? [], process: process ?? [], special: special ?? [] },
    ...{ caseMaterial: caseMaterial ?? [], result: result ?? [] },
  };
  const { good, faults } = readCases(files);
  const lines = new Map(files.accept.map(({ line, row }) => [row.project_no, line]));
  return { good, faults: [...broken, ...faults], lineOf: ({ caseNumber }) => lines.get(caseNumber) ?? 1 };
}

/** What the lists would tell of the case that has this number here. */
async function caseUnder(deps: CaseDeps, caseNumber: string): Promise<ExchangeCase | 'untold' | undefined> {
  const caseId = await deps.records.caseOfNumber(caseNumber).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not-found') return undefined;
    throw error;
  });
  if (caseId === undefined) return undefined;
  const whole = await deps.cases.get(caseId);
  return exchangeCaseOf({ ...whole, item: pinnedItem(deps, whole.head) }) ?? 'untold';
}

async function onEach<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += lanes) await Promise.all(all.slice(at, at + lanes).map(work));
}

const reasons = {
  otherAgency: { zh: '不是本部门的办件', en: "Not a case of one's own agency" },
  noSuchItem: { zh: '本部门没有这一事项的这个版本', en: 'This agency has no such version of this item' },
  otherFacts: { zh: '大厅里已有此编号的办件，内容不同', en: 'The hall has a case of this number that says otherwise' },
} as const satisfies Record<string, Bilingual>;
