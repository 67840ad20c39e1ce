/**
 * The two codes that the exchange joins by: the implementing code (实施编码, 31 characters) and the case number (办件编号, 43). Both
 * begin with the unified social credit code of the body, whose last character is a check digit (GB 32100). Pure.
 */
import { parseCaseNumber } from '../cases/case-number.ts';
import { isCreditCode } from '../catalogue/identity-numbers.ts';

export interface ImplementingCode {
  /** Unified social credit code of the body, 18. */
  readonly agency: string;
  /** Level of exercise (行使层级), 1: `1` to `7`. */
  readonly level: string;
  /** Base code (基本编码), 12: area 2, type 2, department 2, main item 3, sub-item 3. */
  readonly baseCode: string;
  readonly type: string;
}

export type CodeFault = 'shape' | 'check-digit' | 'level' | 'type' | 'day';

/** GB/T 39046-2020 Annex A: all types of item, also those that no item of this hall is. */
const types = new Set(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '20']);

/** @returns the parts, or what is wrong, most basic fault first */
export function parseImplementingCode(text: string): ImplementingCode | CodeFault {
  if (!/^[0-9A-Z]{18}\d[0-9A-Z]{12}$/.test(text)) return 'shape';
  const agency = text.slice(0, 18);
  const level = text.slice(18, 19);
  const baseCode = text.slice(19);
  const type = baseCode.slice(2, 4);
  if (!isCreditCode(agency)) return 'check-digit';
  if (level < '1' || level > '7') return 'level';
  if (!types.has(type) && !/[A-Z]/.test(baseCode)) return 'type';
  return { agency, level, baseCode, type };
}

/** A case number's implementing code is checked with it. */
export function caseNumberFault(text: string): CodeFault | undefined {
  if (!/^[0-9A-Z]{31}\d{12}$/.test(text)) return 'shape';
  const code = parseImplementingCode(text.slice(0, 31));
  if (typeof code === 'string') return code;
  return parseCaseNumber(text) === undefined ? 'day' : undefined;
}
