/**
 * An export in the national field lists: one line for each row, `{"list":…,"row":{…}}`, under the names the lists go by. First the
 * agency's items as they are now, then case by case its acceptance, process, special procedures, materials and result with its rating.
 * A case that was never accepted is in none of the lists. `npm run exchange -- cases split` makes a CSV file of each list.
 */
import { dayOf } from '../../shared/base/time.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import type { ExportJob } from '../../shared/cases/export.ts';
import { exchangeCaseOf } from '../../shared/exchange/case-of-hall.ts';
import type { CsvRow } from '../../shared/exchange/csv.ts';
import type { TableName } from '../../shared/exchange/fields.ts';
import { caseRows, caseTables } from '../../shared/exchange/national-cases.ts';
import { nationalRows, tablesOf } from '../../shared/exchange/national-items.ts';
import type { Transfer } from '../../shared/exchange/words.ts';
import { pinnedItem } from '../case-deps.ts';
import type { ExportDeps } from './export-deps.ts';

/** Cases read side by side. */
const lanes = 8;

export async function nationalOpening({ catalogue }: ExportDeps, job: ExportJob): Promise<string> {
  const today = dayOf(job.createdAt);
  const own = (await catalogue.list(today)).filter(({ agency }) => agency.code === job.agency);
  const wanted = own.filter(({ code }) => job.request.itemCode === undefined || code === job.request.itemCode);
  const items = await Promise.all(wanted.map(({ code }) => catalogue.find(code, today)));
  const lines = items.flatMap((item) => {
    if (item === undefined) return [];
    const { basic, extend } = tablesOf(item);
    const rows = nationalRows(item, transferOf(job));
    return [
      linesOf('directory', [rows.directory]),
      linesOf(basic, [rows.basic]),
      linesOf(extend, [rows.extend]),
      ...(['material', 'fee', 'question'] as const).map((list) => linesOf(list, rows[list])),
    ];
  });
  return lines.join('');
}

/** Lines of those cases that were accepted, each with all its rows, in order. */
export async function nationalLines(deps: ExportDeps, job: ExportJob, heads: readonly CaseHead[]): Promise<string[]> {
  const lines: string[] = [];
  for (let at = 0; at < heads.length; at += lanes) {
    const some = await Promise.all(heads.slice(at, at + lanes).map(({ caseId }) => deps.cases.get(caseId)));
    for (const whole of some) {
      const told = exchangeCaseOf({ ...whole, item: pinnedItem(deps, whole.head) });
      if (told === undefined) continue;
      const rows = caseRows(told, transferOf(job));
      lines.push(caseTables.map((list) => linesOf(list, rows[list])).join(''));
    }
  }
  return lines;
}

const transferOf = ({ createdAt }: ExportJob): Transfer => ({
  ...{ batch: createdAt.replace(/\D/g, '').slice(0, 14), source: 'BSH', at: createdAt },
});

const linesOf = (list: TableName, rows: readonly CsvRow[]): string =>
  rows.map((row) => `${JSON.stringify({ list, row })}\n`).join('');
