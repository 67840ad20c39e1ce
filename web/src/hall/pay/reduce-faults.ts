/** What a request to pay less still lacks. Pure. */
import type { OrderView } from '../../base/api-answers.ts';
import { fileFault } from './evidence.ts';
import type { PayKey } from './pay-rows.ts';

export const grounds = [
  'subsistence-allowance',
  'destitute',
  'disabled',
  'entitled-group',
  'student',
  'other',
] as const satisfies readonly OrderView['asks'][number]['ground'][];

export interface Request {
  readonly ground?: (typeof grounds)[number];
  readonly statement: string;
  /** Of a certificate. */
  readonly name: string;
  readonly number: string;
  readonly files: readonly File[];
}

export interface Fault {
  readonly field: 'ground' | 'statement' | 'name' | 'number' | 'files';
  readonly word: PayKey;
}

/** A certificate's name and number, or files, or both: something to show for it. */
export function faultsOf({ ground, statement, name, number, files }: Request): Fault[] {
  const [named, numbered] = [name.trim() !== '', number.trim() !== ''];
  const file = fileFault(files);
  const fault = (when: boolean, field: Fault['field'], word: PayKey): Fault[] => (when ? [{ field, word }] : []);
  return [
    ...fault(ground === undefined, 'ground', 'reduce-ground-missing'),
    ...fault(statement.trim() === '', 'statement', 'reduce-statement-missing'),
    ...fault(!named && numbered, 'name', 'reduce-name-missing'),
    ...fault(named && !numbered, 'number', 'reduce-number-missing'),
    ...fault(!named && !numbered && files.length === 0, 'files', 'reduce-evidence-missing'),
    ...(file === undefined ? [] : fault(true, 'files', `reduce-files-${file}`)),
  ];
}
