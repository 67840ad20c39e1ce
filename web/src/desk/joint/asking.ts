/** A question to other agencies while it is being written. Pure. */
import { isBlank } from '../../../../shared/base/blank.ts';
import { isRecord } from '../drafts.ts';
import type { JointKey } from './joint-rows.ts';

export interface Asking {
  readonly agencies: readonly string[];
  readonly question: string;
  readonly days: number;
  readonly fields: readonly string[];
  readonly materials: readonly string[];
}

export const emptyAsking: Asking = { agencies: [], question: '', days: 5, fields: [], materials: [] };

/** In one go; the hall takes no more. */
export const mostAgencies = 8;

export const flipped = (list: readonly string[], one: string): string[] =>
  list.includes(one) ? list.filter((each) => each !== one) : [...list, one];

/** What is still missing, and what to say of it. */
export function missingIn({ agencies, question }: Asking): {
  readonly agencies?: JointKey;
  readonly question?: JointKey;
} {
  return {
    ...(agencies.length === 0 ? { agencies: 'choose-whom' as const } : {}),
    ...(agencies.length > mostAgencies ? { agencies: 'choose-many' as const } : {}),
    ...(isBlank(question) ? { question: 'write-what' as const } : {}),
  };
}

/** A question as it was kept, if it is one. */
export function askingIn(kept: unknown): Asking | undefined {
  if (!isRecord(kept)) return undefined;
  const { agencies, question, days, fields, materials } = kept;
  if (!areTexts(agencies) || !areTexts(fields) || !areTexts(materials)) return undefined;
  if (typeof question !== 'string' || typeof days !== 'number') return undefined;
  return { agencies, question, days, fields, materials };
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
